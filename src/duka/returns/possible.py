"""What can be done with a return, and why something can't: pure, and asked by the verbs themselves, so that the console offers
exactly what the verbs do."""

from collections.abc import Callable, Mapping
from datetime import datetime

import msgspec

from duka.kernel.errors import Forbidden, Refusal
from duka.returns import rules
from duka.returns.errors import (
    NothingToReceive,
    NothingToReturn,
    NotReceivedYet,
    NotReturnable,
    ReturnSettled,
    ReturnsNotAccepted,
    ReturnStepDone,
    ReturnStepRefused,
    ReturnWindowClosed,
)
from duka.returns.rules import Goods
from duka.returns.types import ReturnAction
from duka.stores.return_policy import ReturnSettings


class Stage(msgspec.Struct, frozen=True):
    """How far a return has come. `may_early`: whoever asks may settle it before its goods are back."""

    status: str
    needs_goods: bool
    is_settled: bool
    is_paying: bool
    may_early: bool = False


PERMISSIONS: Mapping[str, str] = {
    "approve": "returns:write",
    "refuse": "returns:write",
    "ship": "returns:write",
    "receive": "returns:write",
    "settle": "returns:settle",
    "cancel": "returns:write",
    "print": "returns:read",
}
"""Every action, in the order in which it is shown, with what it takes."""

_AFTER = {"approve": "approved", "refuse": "refused", "ship": "in_transit", "cancel": "cancelled"}


def possibilities(stage: Stage, held: frozenset[str]) -> list[ReturnAction]:
    """Every action for somebody who holds these permissions for this return."""
    found = []
    for action, permission in PERMISSIONS.items():
        no = Forbidden(permission=permission) if permission not in held else why_not(action, stage)
        found.append(ReturnAction(action, False, no.code, no.message) if no else ReturnAction(action, True))
    return found


def why_not(action: str, stage: Stage) -> Refusal | None:
    """What the verb would answer to somebody who may; None when it would do it."""
    if action in _AFTER:
        return step(stage, _AFTER[action])
    judge = _JUDGES.get(action)
    return judge(stage) if judge else None


def step(stage: Stage, after: str) -> Refusal | None:
    """May it go on to `after`?"""
    if stage.status == after:
        return ReturnStepDone()
    if after not in rules.FOLLOWS[stage.status]:
        return ReturnStepRefused(status=stage.status)
    if after == "cancelled" and stage.is_settled:
        return ReturnSettled()
    if after == "in_transit" and not stage.needs_goods:
        return NothingToReceive()
    return None


def receive(stage: Stage) -> Refusal | None:
    if stage.status == "received" or (stage.status == "completed" and stage.needs_goods):
        return ReturnStepDone()
    if not stage.needs_goods:
        return NothingToReceive()
    return None if "received" in rules.FOLLOWS[stage.status] else ReturnStepRefused(status=stage.status)


def settle(stage: Stage) -> Refusal | None:
    """Something that was settled and whose money did not all arrive may be asked for again."""
    if stage.is_settled:
        return None if stage.is_paying else ReturnSettled()
    if stage.status == "received" or (stage.status == "approved" and not stage.needs_goods):
        return None
    if stage.status in ("approved", "in_transit"):
        return None if stage.may_early else NotReceivedYet()
    return ReturnStepRefused(status=stage.status)


_JUDGES: Mapping[str, Callable[[Stage], Refusal | None]] = {"receive": receive, "settle": settle}


def outcomes(terms: ReturnSettings, *, has_customer: bool) -> list[str]:
    """What customers may ask for; credit and new goods need somebody to give them to: nobody gets money."""
    given: list[str] = [outcome for outcome in terms.outcomes if outcome == "refund" or has_customer]
    return given or ["refund"]


def line(
    goods: Goods, terms: ReturnSettings, now: datetime, *, is_fault: bool, is_staff: bool
) -> Refusal | None:
    """May any of this line be sent back? Staff decide about time and exceptions themselves."""
    if not goods.open(is_claim=is_fault):
        return NothingToReturn()
    if is_staff:
        return None
    if not terms.accepted and not is_fault:
        return ReturnsNotAccepted()
    if goods.is_excluded and not is_fault:
        return NotReturnable(title=goods.title)
    began = goods.left_at if is_fault else goods.arrived_at
    days = terms.claim_days if is_fault else terms.return_days
    if began is not None and now > rules.until(began, days):
        return ReturnWindowClosed(title=goods.title, until=rules.until(began, days).date().isoformat())
    return None
