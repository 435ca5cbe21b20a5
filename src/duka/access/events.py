"""Facts about roles."""

from typing import ClassVar

from duka.kernel.events import Event


class RoleCreated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "role.created"

    name: str
    permissions: list[str]


class RoleUpdated(Event, frozen=True, kw_only=True):
    """`fields` names what was changed."""

    TYPE: ClassVar[str] = "role.updated"

    name: str
    fields: list[str]


class RoleDeleted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "role.deleted"

    name: str
