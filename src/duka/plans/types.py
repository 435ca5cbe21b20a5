"""What others may hold of plans."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec


class PlanRef(msgspec.Struct, frozen=True):
    """The version of a plan that a merchant has. `names`: language → name. `features`: None means all of them."""

    id: UUID
    handle: str
    version: int
    names: dict[str, str]
    features: frozenset[str] | None
    limits: dict[str, int]
    policies: dict[str, Any]


class Entitlements(msgspec.Struct, frozen=True):
    """All that decides what a merchant may have. `own_features`: switched for them alone, `own_values` set so; `rollout`: rules
    for everybody, by feature, as rows of `flag_rules`; `policies`: of everybody; `own_policies`: theirs. `kind`: merchant,
    sandbox (a place to try things) or platform."""

    plan: PlanRef | None
    own_features: Mapping[str, bool]
    rollout: Mapping[str, Mapping[str, Any]]
    policies: Mapping[str, Any]
    own_policies: Mapping[str, Any]
    kind: str = "merchant"
    own_values: Mapping[str, Any] = {}


class Meter(msgspec.Struct, frozen=True):
    """How much there is of what a plan may limit. `most`: None where nothing limits it. `state`: free (below 80 %), near,
    full (nothing more can be made), over (more than the plan has room for; all of it stays)."""

    limit: str
    used: int
    most: int | None
    state: str


class Plan(msgspec.Struct, frozen=True):
    """One version of a plan, as those see it who may take it: words in the reader's language. `features`: None means all."""

    id: str
    handle: str
    version: int
    name: str
    description: str
    price_minor: int
    currency: str
    trial_days: int
    features: list[str] | None
    limits: dict[str, int]


class OfferedPlan(msgspec.Struct, frozen=True):
    """A plan on offer, against the present one. `gains` and `loses`: features. `is_self_service`: it can be taken without
    asking. `is_enough`: what there is fits into it."""

    plan: Plan
    is_self_service: bool
    is_enough: bool
    gains: list[str]
    loses: list[str]


class PlanRequest(msgspec.Struct, frozen=True):
    """`status`: open, approved, declined, withdrawn."""

    id: str
    plan: str
    plan_name: str
    note: str
    status: str
    asked_by: str
    asked_at: datetime
    answer: str = ""
    answered_at: datetime | None = None


class PlanPage(msgspec.Struct, frozen=True):
    """What a merchant has and uses. `plan`: None when nothing is limited. `newest`: the number of the newest version of their
    plan. `request`: the last one that they made."""

    plan: Plan | None
    since: datetime | None
    newest: int | None
    meters: list[Meter]
    offered: list[OfferedPlan]
    request: PlanRequest | None
    may_change: bool
