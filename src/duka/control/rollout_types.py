"""How far features are out, as operators see it."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from duka.flags.phases import Openness
from duka.flags.types import Feature, Reason, Rollout

Note = Annotated[str, msgspec.Meta(max_length=500)]


class Flag(msgspec.Struct, frozen=True):
    """A feature and its rule. `rollout` is none where nobody wrote a rule: everybody has it. `is_installed` is false where the
    environment switches it off, by `environment` or the list of all. `openness`: whether everybody may have it now, some, or
    nobody. `switched_on` and `switched_off` count companies with a switch of their own."""

    name: str
    description: str
    is_installed: bool
    environment: str
    rollout: Rollout | None
    percentage: int
    starts_at: datetime | None
    ends_at: datetime | None
    note: str
    version: int
    changed_by: str
    changed_at: datetime | None
    openness: Openness
    switched_on: int
    switched_off: int
    platform_phase: str
    tenant_phase: str


class FlagDetail(msgspec.Struct, frozen=True):
    """`companies`: how many merchants there are; `has_it`: how many of them have the feature now; `by_reason`: OpenFeature's
    reason → how many companies it decides for."""

    flag: Flag
    companies: int
    has_it: int
    by_reason: dict[str, int]


class RuleInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole rule. `percentage` is of companies, and needed for a rollout to a percentage."""

    rollout: Rollout
    percentage: Annotated[int, msgspec.Meta(ge=0, le=100)] | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: Note = ""


class SwitchInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`is_on`: null takes the company's own switch away. `note`: why."""

    is_on: bool | None
    note: Note = ""


class ValueInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`value`: null takes the company's own value away."""

    value: Annotated[str, msgspec.Meta(max_length=100)] | int | None
    note: Note = ""


class Switched(msgspec.Struct, frozen=True):
    """A company with a switch of its own."""

    tenant_id: str
    slug: str
    name: str
    is_on: bool
    note: str
    changed_by: str
    changed_at: datetime


class FlagChange(msgspec.Struct, frozen=True):
    """One entry of the history: `action` is feature.rolled_out or feature.switched; `tenant_id` and `tenant` name the company
    of a switch."""

    id: str
    at: datetime
    action: str
    by: str
    why: str
    tenant_id: str | None
    tenant: str
    before: dict[str, bool | int | str | None]
    after: dict[str, bool | int | str | None]


class OwnFeature(msgspec.Struct, frozen=True):
    """A feature of one merchant, and their own switch if there is one."""

    feature: Feature
    own: bool | None
    note: str
    changed_by: str
    changed_at: datetime | None


class OwnValue(msgspec.Struct, frozen=True):
    """A variable of one merchant. `choices` of a string; `least` and `most` of an integer."""

    name: str
    description: str
    environment: str
    kind: Literal["string", "integer"]
    value: str | int
    why: Literal["company", "installation", "default"]
    reason: Reason
    choices: list[str]
    least: int
    most: int
    note: str
    changed_by: str
    changed_at: datetime | None


class TenantFeatures(msgspec.Struct, frozen=True):
    """What a merchant has. `phase`: theirs; `next_phase` needs `missing`, and is empty at the last."""

    features: list[OwnFeature]
    values: list[OwnValue]
    phase: str
    next_phase: str
    missing: list[str]


class PhaseOfPlatform(msgspec.Struct, frozen=True):
    code: str
    title: str
    contains: str
    features: list[str]
    openness: Openness


class PhaseOfTenants(msgspec.Struct, frozen=True):
    """`merchants`: how many are in it now."""

    code: str
    title: str
    about: str
    needs: list[str]
    uses: list[str]
    one_of: list[str]
    openness: Openness
    merchants: int


class Phases(msgspec.Struct, frozen=True):
    platform: list[PhaseOfPlatform]
    tenants: list[PhaseOfTenants]


class MerchantPhase(msgspec.Struct, frozen=True):
    """Where one merchant is, and what they miss for the next phase."""

    tenant_id: str
    slug: str
    name: str
    plan: str
    phase: str
    next_phase: str
    missing: list[str]
