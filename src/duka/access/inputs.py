"""What is sent to change roles and grants."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

PermissionName = Annotated[str, Meta(min_length=1, max_length=60)]
Permissions = Annotated[list[PermissionName], Meta(max_length=200)]
RoleName = Annotated[str, Meta(min_length=1, max_length=60)]
Description = Annotated[str, Meta(max_length=300)]
Places = Annotated[list[Annotated[str, Meta(max_length=80)]], Meta(min_length=1, max_length=200)]


class NewRole(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A role of the company's own. Start from the permissions of the one that is nearest."""

    name: RoleName
    permissions: Permissions
    description: Description = ""


class RoleChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: RoleName | UnsetType = UNSET
    permissions: Permissions | UnsetType = UNSET
    description: Description | UnsetType = UNSET


class GrantInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`role`: a built-in role's name or `role_…`. Leave out `stores` or `locations` for all of them."""

    role: Annotated[str, Meta(min_length=1, max_length=60)]
    stores: Places | None = None
    locations: Places | None = None
