"""Pure: whether a promotion's conditions hold for a cart, and if not, why."""

from collections.abc import Sequence
from datetime import time

from duka.promotions.compiling import pick
from duka.promotions.facts import Facts, Line, Reason
from duka.promotions.types import (
    ALL,
    AtLocation,
    Channel,
    Condition,
    Definition,
    FirstOrder,
    Gift,
    Hours,
    InGroup,
    InMarket,
    InStore,
    Quantity,
    Total,
    TypedCode,
)


def why_not(one: Definition, facts: Facts, code: TypedCode | None) -> Reason | None:
    """The first thing that keeps it from applying, by the clock, its limits, its code and its conditions; None: nothing does.
    `code` is the one that opens it."""
    now = facts.moment
    if one.starts_at is not None and now < one.starts_at:
        return Reason("not_started", {"at": one.starts_at.isoformat()})
    if one.ends_at is not None and now >= one.ends_at:
        return Reason("ended", {"at": one.ends_at.isoformat()})
    if one.needs_code:
        refused = _code(code)
        if refused is not None:
            return refused
    return _limits(one, facts) or _conditions(one, facts)


def _code(code: TypedCode | None) -> Reason | None:
    if code is None:
        return Reason("needs_code")
    if code.is_disabled:
        return Reason("code_disabled", {"code": code.code})
    if code.limit is not None and code.used >= code.limit:
        return Reason("code_used_up", {"code": code.code})
    return None


def _limits(one: Definition, facts: Facts) -> Reason | None:
    used = facts.used.get(one.id)
    if used is not None:
        if one.usage_limit is not None and used.used >= one.usage_limit:
            return Reason("used_up", {"limit": one.usage_limit})
        budget = one.budget.get(facts.currency)
        if budget is not None and used.spent.get(facts.currency, 0) >= budget:
            return Reason("budget_spent")
    if one.budget and facts.currency not in one.budget:
        return Reason("other_currency", {"currency": facts.currency})
    each = one.once_each
    if each is not None and facts.uses.get(one.id, 0) >= each:
        return Reason("used_up_by_you", {"limit": each})
    return None


def _conditions(one: Definition, facts: Facts) -> Reason | None:
    for condition in one.rules.conditions:
        reason = _one(one, condition, facts)
        if reason is not None:
            return reason
    return None


def _one(one: Definition, condition: Condition, facts: Facts) -> Reason | None:
    if isinstance(condition, Total):
        return _total(one, condition, facts)
    if isinstance(condition, Quantity):
        picked = pick(condition.goods)
        has = sum(line.pieces for line in _counted(one, facts.lines) if picked.of(line))
        if has >= condition.at_least:
            return None
        if picked.wanted and not has:
            return Reason("needs_goods", {"needs": condition.at_least})
        return Reason("needs_quantity", {"needs": condition.at_least, "has": has})
    if isinstance(condition, InGroup):
        return None if facts.groups.intersection(condition.any_of) else Reason("needs_group")
    if isinstance(condition, FirstOrder):
        if not facts.is_known:
            return Reason("needs_email")
        return Reason("needs_first_order") if facts.orders_before else None
    return _circumstances(condition, facts)


def _total(one: Definition, condition: Total, facts: Facts) -> Reason | None:
    needs = condition.at_least.get(facts.currency)
    if needs is None:
        return Reason("other_currency", {"currency": facts.currency})
    lines = _counted(one, facts.lines)
    if condition.goods is not ALL:
        picked = pick(condition.goods)
        lines = [line for line in lines if picked.of(line)]
    has = sum([line.subtotal_minor for line in lines])
    if has >= needs:
        return None
    return Reason("needs_total", {"needs_minor": needs, "has_minor": has, "currency": facts.currency})


def _counted(one: Definition, lines: Sequence[Line]) -> Sequence[Line]:
    """A gift does not earn itself."""
    gifts = {v for effect in one.rules.effects if isinstance(effect, Gift) for v in effect.variants}
    return [line for line in lines if gifts.isdisjoint(line.places)] if gifts else lines


def _circumstances(
    condition: Channel | InStore | AtLocation | InMarket | Hours, facts: Facts
) -> Reason | None:
    if isinstance(condition, Channel):
        return None if facts.channel in condition.any_of else Reason("other_channel")
    if isinstance(condition, InStore):
        return None if facts.store in condition.any_of else Reason("other_store")
    if isinstance(condition, AtLocation):
        return None if facts.location in condition.any_of else Reason("other_location")
    if isinstance(condition, InMarket):
        return None if facts.market in condition.any_of else Reason("other_market")
    return None if _is_open(condition, facts) else Reason("other_time")


def _is_open(hours: Hours, facts: Facts) -> bool:
    since = time.fromisoformat(hours.since)
    until = time.fromisoformat(hours.until) if hours.until else None
    now, day = facts.moment.time(), facts.moment.isoweekday()
    if until is not None and until <= since:
        if now < until:
            return not hours.days or (day - 2) % 7 + 1 in hours.days
        return now >= since and (not hours.days or day in hours.days)
    return now >= since and (until is None or now < until) and (not hours.days or day in hours.days)
