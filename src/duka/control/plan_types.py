"""What operators see of plans."""

from datetime import date, datetime
from typing import Any

import msgspec

from duka.plans.types import Meter, Plan


class PlanVersion(msgspec.Struct, frozen=True):
    """What a plan held from a day on. `merchants`: how many have this very version. `features`: None means all."""

    version: int
    names: dict[str, str]
    descriptions: dict[str, str]
    features: list[str] | None
    limits: dict[str, int]
    policies: dict[str, Any]
    price_minor: int
    currency: str
    trial_days: int
    published_at: datetime
    published_by: str
    merchants: int


class PlanRow(msgspec.Struct, frozen=True):
    """`versions`: the newest first. `is_self_service`: merchants may take it without asking."""

    id: str
    handle: str
    position: int
    is_public: bool
    is_self_service: bool
    is_archived: bool
    merchants: int
    versions: list[PlanVersion]


class PlanWord(msgspec.Struct, frozen=True):
    name: str
    description: str


class PlanVocabulary(msgspec.Struct, frozen=True):
    """What a version can name. `policies`: name → its value where nobody decides, as an example."""

    limits: list[PlanWord]
    features: list[PlanWord]
    policies: dict[str, Any]


class Over(msgspec.Struct, frozen=True):
    """There is more than the plan has room for: `by` so many. All of it stays; nothing new can be made."""

    limit: str
    used: int
    most: int
    by: int


class FeatureInUse(msgspec.Struct, frozen=True):
    """A feature that would go. `in_use`: how many things of the merchant's stand on it; None where that cannot be counted."""

    name: str
    description: str
    in_use: int | None


class PolicyMoved(msgspec.Struct, frozen=True):
    """A policy that the plan decides otherwise. None: it decides nothing, and what binds everybody holds."""

    name: str
    before: Any
    after: Any


class PlanPreview(msgspec.Struct, frozen=True):
    """What a merchant would have, and what would break. `before`: the present plan. `is_clean`: nothing would."""

    before: Plan | None
    after: Plan | None
    over: list[Over]
    loses: list[FeatureInUse]
    gains: list[str]
    policies: list[PolicyMoved]
    is_clean: bool


class UsageDay(msgspec.Struct, frozen=True):
    """How much there was of each thing at the end of a day."""

    day: date
    used: dict[str, int]


class TenantPlan(msgspec.Struct, frozen=True):
    """A merchant's plan and use, as operators see them. `newest`: the number of the newest version of their plan. `days`: of
    the last 30, those that were counted."""

    plan: Plan | None
    since: datetime | None
    changed_by: str
    newest: int | None
    meters: list[Meter]
    days: list[UsageDay]


class WaitingRequest(msgspec.Struct, frozen=True):
    """A merchant who asks for a plan."""

    id: str
    tenant_id: str
    tenant_slug: str
    tenant_name: str
    plan: str
    plan_name: str
    present: str
    note: str
    asked_by: str
    asked_at: datetime
    status: str
