"""What others may know of who works here."""

from datetime import datetime

import msgspec

from duka.access.types import GrantedRole


class StaffMember(msgspec.Struct, frozen=True):
    """`status`: invited (has not come yet), active, or dismissed. `last_seen_at` is of sessions that still live."""

    id: str
    email: str
    name: str
    status: str
    grants: list[GrantedRole]
    last_seen_at: datetime | None
    created_at: datetime
    version: int


class InvitationState(msgspec.Struct, frozen=True):
    """The letter that somebody was sent last."""

    sent_at: datetime
    expires_at: datetime
    is_expired: bool
    by: str


class MadeKey(msgspec.Struct, frozen=True):
    """A key that works, made by this person: it goes on working when they leave."""

    id: str
    name: str
    kind: str
    last_four: str


class Person(msgspec.Struct, frozen=True):
    """Somebody on their own page. `barrier` says why the asker cannot change them: `permission` (no right to change
    staff), `self`, `owner` (they are one, the asker is not) or `more` (they hold what the asker could not give them)."""

    id: str
    email: str
    name: str
    status: str
    grants: list[GrantedRole]
    permissions: list[str]
    last_seen_at: datetime | None
    sessions: int
    keys: list[MadeKey]
    invitation: InvitationState | None
    joined_at: datetime | None
    dismissed_at: datetime | None
    created_at: datetime
    version: int
    barrier: str | None


class Invitation(msgspec.Struct, frozen=True):
    """What an invitation shows to whoever holds its letter."""

    company: str
    email: str
    name: str
    inviter: str
    roles: list[str]
    expires_at: datetime
    password_length: int


class Welcome(msgspec.Struct, frozen=True):
    """Where and as whom to log in."""

    tenant: str
    email: str
