"""The vocabulary is whole, and values lie over each other field by field."""

from typing import Any

import msgspec
import pytest

from duka.kernel.errors import InvalidInput
from duka.plans.types import Entitlements
from duka.policies import rules
from duka.policies.types import Allowed, Policy
from duka.policies.vocabulary import PAYMENT_METHODS, POLICIES, RETENTION, THEME_LIMITS


@pytest.mark.parametrize("policy", POLICIES.values(), ids=str)
def test_every_policy_says_what_it_is_in_both_languages(policy: Policy[Any]) -> None:
    words = [policy.title, policy.about, *policy.field_words.values(), *(p.words for p in policy.places)]
    assert all(each["en"] and each["fr"] and each["en"] != each["fr"] for each in words)
    assert policy.places
    fields = {field.name for field in msgspec.structs.fields(policy.shape)}
    assert policy.field_words.keys() == fields


@pytest.mark.parametrize("policy", POLICIES.values(), ids=str)
def test_where_nobody_decided_the_default_binds(policy: Policy[Any]) -> None:
    held = Entitlements(None, {}, {}, {}, {})
    found = rules.resolve(policy, rules.layers(held, policy.name))
    assert found.value == policy.shape() and set(found.sources.values()) == {"default"}


def test_the_nearest_decides_each_field() -> None:
    decided = [
        ("platform", {"mails_days": 60, "carts_days": 30}),
        ("plan", {"carts_days": 20}),
        ("own", {"carts_days": 10, "orders_years": None}),
    ]
    found = rules.resolve(RETENTION, decided)
    assert (found.value.mails_days, found.value.carts_days, found.value.webhooks_days) == (60, 10, 30)
    assert found.sources["mails_days"] == "platform" and found.sources["carts_days"] == "own"
    assert found.sources["orders_years"] == "own" and found.sources["webhooks_days"] == "default"


def test_null_gives_back_what_everybody_is_denied() -> None:
    found = rules.resolve(PAYMENT_METHODS, [("platform", {"codes": ["stripe"]}), ("own", {"codes": None})])
    assert found.value.allows("cash_on_delivery")
    assert not Allowed(codes=["stripe"]).allows("cash_on_delivery")


def test_what_is_not_understood_decides_nothing() -> None:
    found = rules.resolve(THEME_LIMITS, [("platform", {"pages": "many", "gone": 1}), ("plan", [1])])
    assert found.value == THEME_LIMITS.shape() and found.sources["pages"] == "default"


@pytest.mark.parametrize(
    ("value", "field"),
    [
        ({"carts_days": 0}, "value.carts_days"),
        ({"carts_days": 91}, "value.carts_days"),
        ({"never": 1}, "value.never"),
        ({}, "value"),
        ([], "value"),
        ({"orders_years": "two"}, "value.orders_years"),
    ],
)
def test_what_is_wrong_is_said_by_field(value: Any, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        rules.checked(RETENTION, value)
    assert field in refused.value.fields["errors"]  # type: ignore[operator]
