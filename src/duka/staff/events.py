"""Facts about who works here."""

from typing import ClassVar

from duka.kernel.events import Event


class StaffInvited(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "staff.invited"

    email: str
    roles: list[str]


class StaffJoined(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "staff.joined"

    email: str
    name: str
    roles: list[str]


class StaffRightsChanged(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "staff.rights_changed"

    roles: list[str]


class StaffDismissed(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "staff.dismissed"

    email: str
    name: str


class InvitationWithdrawn(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "staff.invitation_withdrawn"

    email: str
