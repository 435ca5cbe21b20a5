"""Who listens to what, which jobs exist, what permissions there are: the one place that knows every module."""

from duka.wiring.doing import exchange, jobs, periodic
from duka.wiring.listening import LISTENERS
from duka.wiring.registry import EVENT_MODULES, PERMISSIONS, SECTIONS
from duka.wiring.services import Services, make_services

__all__ = [
    "EVENT_MODULES",
    "LISTENERS",
    "PERMISSIONS",
    "SECTIONS",
    "Services",
    "exchange",
    "jobs",
    "make_services",
    "periodic",
]
