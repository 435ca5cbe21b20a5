"""The samples of each area of Center Control: a module here with `samples()` is found by itself. A module may name operations
that need no entry in the trail in `WITHOUT_ENTRY` (operation → why)."""

import importlib
import pkgutil
from types import ModuleType

from tests.api.control.world import Samples


def areas() -> list[ModuleType]:
    return [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]


def samples() -> Samples:
    """Operation → its sample, of all areas."""
    found: Samples = {}
    for area in areas():
        found |= area.samples()
    return found


def without_entry() -> dict[str, str]:
    """Operation → why it leaves nothing in the trail."""
    found: dict[str, str] = {}
    for area in areas():
        found |= getattr(area, "WITHOUT_ENTRY", {})
    return found
