"""What is sent to change who works here."""

from typing import Annotated

import msgspec
from msgspec import Meta

from duka.access.inputs import GrantInput

Grants = Annotated[list[GrantInput], Meta(min_length=1, max_length=20)]
Name = Annotated[str, Meta(min_length=1, max_length=200)]


class NewInvitation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`locale` is the language of the letter; without it, that of whoever asks."""

    email: Annotated[str, Meta(min_length=3, max_length=254)]
    grants: Grants
    name: Annotated[str, Meta(max_length=200)] = ""
    locale: Annotated[str, Meta(max_length=10)] = ""


class StaffChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: Name


class GrantsChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that somebody is to have from now on."""

    grants: Grants


class Dismissal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`revoke_keys`: the API keys that they made stop working too, since they may know them."""

    revoke_keys: bool = False


class InvitationToken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: Annotated[str, Meta(min_length=1, max_length=200)]


class Acceptance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: Annotated[str, Meta(min_length=1, max_length=200)]
    name: Name
    password: Annotated[str, Meta(min_length=1, max_length=300)]
