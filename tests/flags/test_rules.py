"""What decides whether a feature is on: each rule before the next, for every company and every rule there can be."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from duka.flags.names import FEATURES
from duka.flags.rules import PARTS, bucket, evaluate
from duka.flags.types import Answer, Rule

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
WHO = UUID(int=7)
features = st.sampled_from(sorted(FEATURES))
times = st.none() | st.integers(-50, 50).map(lambda hours: NOON + hours * HOUR)
rules = st.none() | st.builds(
    Rule, st.sampled_from(["off", "pilot", "percentage", "on"]), st.integers(0, 100), times, times
)
plans = st.none() | st.frozensets(features)
owns = st.none() | st.booleans()


@given(features, st.uuids(), st.booleans(), owns, rules, plans)
def test_the_first_that_has_something_to_say_decides(
    feature: str,
    tenant: UUID,
    is_installed: bool,
    own: bool | None,
    rule: Rule | None,
    plan: frozenset[str] | None,
) -> None:
    found = evaluate(feature, tenant, NOON, is_installed=is_installed, own=own, rule=rule, plan=plan)
    if not is_installed:
        assert found == Answer(False, "DISABLED", "installation")
    elif own is not None:
        assert found == Answer(own, "TARGETING_MATCH", "company")
    else:
        lacks = plan is not None and feature not in plan
        by_rule = evaluate(feature, tenant, NOON, rule=rule)
        assert found.is_on == (by_rule.is_on and not lacks)
        if not by_rule.is_on:
            assert found == by_rule, "what the rollout holds back, no plan gives"
        elif lacks:
            assert found.why == "plan"
        if rule is not None and rule.rollout in ("off", "pilot"):
            assert not found.is_on


@given(features, st.uuids(), st.integers(0, 100), st.integers(0, 100))
def test_who_is_in_stays_in_as_the_percentage_grows(feature: str, tenant: UUID, less: int, more: int) -> None:
    less, more = sorted((less, more))
    rule = Rule("percentage", less)
    wider = msgspec.structs.replace(rule, percentage=more)
    if evaluate(feature, tenant, NOON, rule=rule).is_on:
        assert evaluate(feature, tenant, NOON, rule=wider).is_on
    assert evaluate(feature, tenant, NOON, rule=Rule("percentage", 100)).is_on
    assert not evaluate(feature, tenant, NOON, rule=Rule("percentage", 0)).is_on


@given(times, times)
def test_a_schedule_begins_at_its_start_and_is_over_at_its_end(
    starts: datetime | None, ends: datetime | None
) -> None:
    found = evaluate("feeds", WHO, NOON, rule=Rule("on", 0, starts, ends))
    is_time = (starts is None or starts <= NOON) and (ends is None or ends > NOON)
    assert found == (Answer(True, "STATIC", "rollout") if is_time else Answer(False, "STATIC", "schedule"))


def test_parts_are_even_and_each_flag_has_its_own() -> None:
    tenants = [UUID(int=n * 7919) for n in range(4000)]
    for feature in ("feeds", "markets"):
        share = sum(bucket(feature, tenant) < PARTS // 4 for tenant in tenants) / len(tenants)
        assert 0.22 < share < 0.28
    both = sum(bucket("feeds", t) < PARTS // 4 and bucket("markets", t) < PARTS // 4 for t in tenants)
    assert 0.045 < both / len(tenants) < 0.08, "the same companies are not first with everything"
    assert bucket("feeds", WHO) == 4422
    assert all(0 <= bucket("feeds", tenant) < PARTS for tenant in tenants)


def test_each_reason_by_its_example() -> None:
    listed = frozenset({"feeds"})
    assert evaluate("feeds", WHO, NOON) == Answer(True, "DEFAULT", "default")
    assert evaluate("feeds", WHO, NOON, plan=listed) == Answer(True, "TARGETING_MATCH", "plan")
    assert evaluate("markets", WHO, NOON, plan=listed) == Answer(False, "TARGETING_MATCH", "plan")
    assert evaluate("markets", WHO, NOON, plan=listed, own=True).is_on, "a pilot needs no plan"
    pilot = Rule("pilot")
    assert evaluate("feeds", WHO, NOON, rule=pilot) == Answer(False, "TARGETING_MATCH", "pilot")
    assert evaluate("feeds", WHO, NOON, rule=pilot, own=True).is_on
    assert evaluate("feeds", WHO, NOON, rule=Rule("off"), plan=listed) == Answer(False, "DISABLED", "rollout")
    half = Rule("percentage", 50)
    assert evaluate("feeds", WHO, NOON, rule=half).reason == "SPLIT"
    launch = Rule("on", starts_at=NOON + HOUR)
    assert evaluate("feeds", WHO, NOON, rule=launch).why == "schedule"
    assert evaluate("feeds", WHO, NOON, rule=launch, own=True).is_on, "a pilot until the launch"
    assert evaluate("feeds", WHO, NOON + HOUR, rule=launch).why == "rollout"
