"""What others may hold of plans."""

from collections.abc import Mapping
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
    """All that decides what a merchant may have. `own_features`: switched for them alone; `rollout`: rules for everybody, by
    feature, as rows of `flag_rules`; `policies`: of everybody; `own_policies`: theirs. `is_sandbox`: a place to try things."""

    plan: PlanRef | None
    own_features: Mapping[str, bool]
    rollout: Mapping[str, Mapping[str, Any]]
    policies: Mapping[str, Any]
    own_policies: Mapping[str, Any]
    kind: str = "merchant"
