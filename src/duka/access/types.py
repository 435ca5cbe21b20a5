"""What others may hold of roles and grants."""

from uuid import UUID

import msgspec

from duka.kernel.context import Grant


class Role(msgspec.Struct, frozen=True):
    """`id` is the name of a built-in role, or `role_…`. `people` is how many have it or are invited with it; `may_grant`
    whether the asker holds all of it, somewhere at least: what one does not hold, one cannot hand on."""

    id: str
    name: str
    description: str
    permissions: list[str]
    is_builtin: bool
    version: int
    people: int
    may_grant: bool


class PermissionGroup(msgspec.Struct, frozen=True):
    id: str
    name: str


class Permission(msgspec.Struct, frozen=True):
    """A line of the vocabulary, in the language of whoever asks. `is_held`: whether they hold it somewhere."""

    name: str
    group: PermissionGroup
    description: str
    is_held: bool


class GrantedRole(msgspec.Struct, frozen=True):
    """A role that somebody has. Without `stores` it holds in all of them, without `locations` at all of them."""

    role: str
    role_name: str
    stores: list[str] | None = None
    locations: list[str] | None = None


class HeldGrant(msgspec.Struct, frozen=True):
    """A grant as it stands: `role` is a built-in role's name, or None for one of the company's own (`role_id`)."""

    role: str | None
    role_id: UUID | None
    name: str
    grant: Grant
