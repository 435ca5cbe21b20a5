"""What staff write of customers."""

from typing import Annotated

import msgspec
from msgspec import UNSET, UnsetType

Name = Annotated[str, msgspec.Meta(max_length=200)]
Phone = Annotated[str, msgspec.Meta(max_length=40)]
Locale = Annotated[str, msgspec.Meta(max_length=12)]
Tag = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
Tags = Annotated[list[Tag], msgspec.Meta(max_length=50)]
Id = Annotated[str, msgspec.Meta(max_length=80)]
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class NewCustomer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody without an account, whom staff write down. `groups` are ids."""

    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
    name: Name = ""
    phone: Phone = ""
    locale: Locale = ""
    tags: Tags = []
    groups: Annotated[list[Id], msgspec.Meta(max_length=50)] = []


class CustomerChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is left out stays; `tags` and `groups` replace all of them."""

    name: Name | UnsetType = UNSET
    phone: Phone | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    groups: Annotated[list[Id], msgspec.Meta(max_length=50)] | UnsetType = UNSET


class CustomerEmailInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`reason`: how you know that the new address is theirs."""

    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
    reason: Reason


class CustomerNoteInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    body: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]
    is_pinned: bool = False


class CustomerNoteChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`body` is its author's to change; anybody may pin a note or take the pin away."""

    body: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)] | UnsetType = UNSET
    is_pinned: bool | UnsetType = UNSET


class CustomerGroupInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    description: Annotated[str, msgspec.Meta(max_length=500)] = ""


class CustomerGroupChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)] | UnsetType = UNSET
    description: Annotated[str, msgspec.Meta(max_length=500)] | UnsetType = UNSET


class GroupMembers(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ids of customers to add and to take out; who is in already, or was never in, is left as they are."""

    add: Annotated[list[Id], msgspec.Meta(max_length=500)] = []
    remove: Annotated[list[Id], msgspec.Meta(max_length=500)] = []


class CustomerTagging(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The same tags for many customers at once."""

    customers: Annotated[list[Id], msgspec.Meta(min_length=1, max_length=500)]
    add: Annotated[list[Tag], msgspec.Meta(max_length=20)] = []
    remove: Annotated[list[Tag], msgspec.Meta(max_length=20)] = []
