"""What flags look like."""

from datetime import datetime
from typing import Literal

import msgspec

Rollout = Literal["off", "pilot", "percentage", "on"]
Reason = Literal["STATIC", "DEFAULT", "TARGETING_MATCH", "SPLIT", "DISABLED"]
"""As OpenFeature names them: decided for everybody, by nobody, for this company, by its share, switched off for everybody."""
Why = Literal["installation", "company", "rollout", "schedule", "pilot", "percentage", "plan", "default"]


class Rule(msgspec.Struct, frozen=True):
    """How far a feature is out for everybody: a row of `flag_rules`. `percentage`: of companies, 0 to 100."""

    rollout: Rollout = "on"
    percentage: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class Answer(msgspec.Struct, frozen=True):
    """Whether a feature is on, and what decided it (`duka.flags.rules`)."""

    is_on: bool
    reason: Reason
    why: Why


class Feature(msgspec.Struct, frozen=True):
    """`why` it is on or off: installation (the environment), company (switched for this merchant), rollout, schedule, pilot
    and percentage (how far it is out), plan, default (nobody said anything). `reason` is OpenFeature's word for it, `because`
    a sentence, `plans` the names of the plans that have it, when the plan is what lacks it."""

    name: str
    description: str
    is_on: bool
    why: Why
    reason: Reason = "DEFAULT"
    because: str = ""
    plans: list[str] = []


class Variable(msgspec.Struct, frozen=True):
    """A flag with a value. `environment` is the variable of the environment that says the installation's."""

    name: str
    kind: Literal["string", "integer"]
    environment: str
    default: str | int
    description: str
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = 0


class Value(msgspec.Struct, frozen=True):
    """What a variable is for one company: `why` is company, installation (the environment's) or default."""

    name: str
    description: str
    value: str | int
    why: Literal["company", "installation", "default"]
    reason: Reason
