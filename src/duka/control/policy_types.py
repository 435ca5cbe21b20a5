"""What operators see of policies."""

from datetime import datetime
from typing import Any

import msgspec

from duka.policies.types import PolicyField, PolicyPlace


class PolicyDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided of a policy at one place: for everybody, or (`tenant_id`) for one merchant in place of that. `value` has
    the fields that are decided there, null where nothing is; `fields` are as they bind there, with who decided each.
    `version` counts the decisions; 0 before the first. `exceptions`: merchants with a decision of their own."""

    name: str
    title: str
    about: str
    tenant_id: str | None
    value: dict[str, Any] | None
    version: int
    note: str
    changed_by: str
    changed_at: datetime | None
    fields: list[PolicyField]
    places: list[PolicyPlace]
    exceptions: int = 0


class PolicyChange(msgspec.Struct, frozen=True):
    """One decision; `value` null: it was taken away."""

    version: int
    value: dict[str, Any] | None
    note: str
    changed_by: str
    changed_at: datetime


class PolicyException(msgspec.Struct, frozen=True):
    """A merchant with a decision of their own."""

    tenant_id: str
    slug: str
    name: str
    value: dict[str, Any]
    note: str
    version: int
    changed_by: str
    changed_at: datetime


class Affected(msgspec.Struct, frozen=True):
    """Whom a decision would bind, of `merchants_of` merchants; `things`: what of theirs it would touch → how many, counted up
    to `counted_up_to`."""

    merchants: int
    merchants_of: int
    things: dict[str, int]
    counted_up_to: int
