"""Operators for tests of their verbs, as the surfaces know them."""

from uuid import UUID

from duka.access.operator_roles import OPERATOR_ROLES
from duka.kernel import ids
from duka.kernel.context import Actor
from duka.kernel.work import Caller
from duka.tenants.types import PLATFORM


def operator(role: str = "owner", name: str = "Olive", id: UUID | None = None) -> Caller:
    return Caller(PLATFORM, Actor("operator", id or ids.new_id(), name), OPERATOR_ROLES[role])
