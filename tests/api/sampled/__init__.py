"""The samples of each area of the back office: a module here with `samples()` is found by itself."""

import importlib
import pkgutil
from types import ModuleType


def areas() -> list[ModuleType]:
    return [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
