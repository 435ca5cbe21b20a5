"""What decides whether a feature is on. Pure.

In this order, and the first that has something to say decides:

1. the installation: what the environment switches off is off for everybody, and nobody can switch it on;
2. the company: what an operator switched on or off for this one, whatever rollout and plan say (a pilot is this);
3. the rollout: off for everybody; pilot: off but for those of 2; outside of its schedule: off; percentage: off for the
   companies that are not among it;
4. the plan: one that lists its features has no others;
5. nobody: on.
"""

import hashlib
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from duka.flags.types import Answer, Rule

PARTS = 10_000
"""Companies are put into so many parts for each flag; one per cent is a hundred of them."""


def bucket(feature: str, tenant: UUID) -> int:
    """0 to 9999: always the same for this feature and company, and for each feature another."""
    digest = hashlib.sha256(f"{feature}|{tenant.hex}".encode()).digest()
    return int.from_bytes(digest) % PARTS


def evaluate(
    feature: str,
    tenant: UUID,
    now: datetime,
    *,
    is_installed: bool = True,
    own: bool | None = None,
    rule: Rule | None = None,
    plan: Collection[str] | None = None,
) -> Answer:
    """`own`: what is switched for this company, None for nothing; `plan`: the features that its plan lists, None for all."""
    if not is_installed:
        return Answer(False, "DISABLED", "installation")
    if own is not None:
        return Answer(own, "TARGETING_MATCH", "company")
    if rule is not None and (held := _held_back(rule, feature, tenant, now)) is not None:
        return held
    if plan is not None and feature not in plan:
        return Answer(False, "TARGETING_MATCH", "plan")
    if rule is not None and rule.rollout == "percentage":
        return Answer(True, "SPLIT", "percentage")
    if plan is not None:
        return Answer(True, "TARGETING_MATCH", "plan")
    return Answer(True, "STATIC", "rollout") if rule is not None else Answer(True, "DEFAULT", "default")


def _held_back(rule: Rule, feature: str, tenant: UUID, now: datetime) -> Answer | None:
    """Why the rule keeps the feature from this company; None when it does not."""
    if rule.rollout == "off":
        return Answer(False, "DISABLED", "rollout")
    if rule.rollout == "pilot":
        return Answer(False, "TARGETING_MATCH", "pilot")
    if not is_time(rule, now):
        return Answer(False, "STATIC", "schedule")
    if rule.rollout == "percentage" and bucket(feature, tenant) >= rule.percentage * PARTS // 100:
        return Answer(False, "SPLIT", "percentage")
    return None


def is_time(rule: Rule, now: datetime) -> bool:
    """From `starts_at` on, until just before `ends_at`."""
    return (rule.starts_at is None or now >= rule.starts_at) and (rule.ends_at is None or now < rule.ends_at)
