"""The operators' API: `/api/control/…`."""

from types import ModuleType

from litestar.types import ControllerRouterHandler

MODULES: tuple[ModuleType, ...] = ()


def handlers() -> list[ControllerRouterHandler]:
    return [handler for module in MODULES for handler in module.HANDLERS]
