"""What is sent about plans."""

from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

Handle = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
Language = Annotated[str, Meta(pattern="^[a-z]{2,3}$")]
Names = Annotated[dict[Language, Annotated[str, Meta(min_length=1, max_length=80)]], Meta(max_length=20)]
Descriptions = Annotated[dict[Language, Annotated[str, Meta(max_length=500)]], Meta(max_length=20)]
Feature = Annotated[str, Meta(min_length=1, max_length=60)]
Most = Annotated[int, Meta(ge=0, le=1_000_000_000)]


class VersionInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`names` needs English. `features`: those that it has, null for all. `limits`: limit → the most of it; one that is left
    out has none. `policies`: name → value."""

    names: Names
    descriptions: Descriptions = {}
    features: Annotated[list[Feature], Meta(max_length=200)] | None = None
    limits: Annotated[dict[Annotated[str, Meta(max_length=40)], Most], Meta(max_length=20)] = {}
    policies: Annotated[dict[Annotated[str, Meta(max_length=60)], Any], Meta(max_length=50)] = {}
    price_minor: Annotated[int, Meta(ge=0, le=1_000_000_000_000)] = 0
    currency: Annotated[str, Meta(pattern="^[A-Z]{3}$")] = "EUR"
    trial_days: Annotated[int, Meta(ge=0, le=365)] = 0


class NewPlan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    handle: Handle
    first: VersionInput
    position: Annotated[int, Meta(ge=0, le=10_000)] = 0
    is_public: bool = True
    is_self_service: bool = False


class PlanChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of the plan itself; what it holds changes by a new version."""

    position: Annotated[int, Meta(ge=0, le=10_000)] | UnsetType = UNSET
    is_public: bool | UnsetType = UNSET
    is_self_service: bool | UnsetType = UNSET
    is_archived: bool | UnsetType = UNSET


class PlanChoice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    plan: Handle
    note: Annotated[str, Meta(max_length=1000)] = ""


class PlanTaking(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    plan: Handle
