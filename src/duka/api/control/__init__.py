"""The operators' API: `/api/control/…`."""

from types import ModuleType

from litestar.types import ControllerRouterHandler

from duka.api.control import (
    acting,
    archives,
    flags,
    health,
    insights,
    operators,
    plans,
    policies,
    risk,
    tenant_domains,
    tenants,
)

MODULES: tuple[ModuleType, ...] = (
    acting,
    archives,
    flags,
    operators,
    health,
    insights,
    plans,
    policies,
    risk,
    tenant_domains,
    tenants,
)


def handlers() -> list[ControllerRouterHandler]:
    return [handler for module in MODULES for handler in module.HANDLERS]
