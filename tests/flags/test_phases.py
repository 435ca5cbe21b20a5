"""Phases as data: whole, without doubles, as the mapping says; and where a merchant stands."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from duka.flags.names import FEATURES
from duka.flags.phases import (
    PLATFORM_PHASES,
    TENANT_PHASES,
    Openness,
    missing,
    openness,
    openness_of,
    reached,
)

OF_PLATFORM = {phase.code: phase for phase in PLATFORM_PHASES}
OF_TENANTS = {phase.code: phase for phase in TENANT_PHASES}


def test_every_feature_is_in_one_phase_of_each() -> None:
    for all_of_them in (
        list(chain.from_iterable(phase.features for phase in PLATFORM_PHASES)),
        list(chain.from_iterable((*phase.uses, *phase.one_of) for phase in TENANT_PHASES)),
    ):
        assert sorted(all_of_them) == sorted(FEATURES)


def test_the_mapping_is_the_one_that_was_given() -> None:
    assert list(OF_PLATFORM) == ["C1", "C2", "C3", "C4", "C5", "C6"]
    assert {code: phase.needs for code, phase in OF_TENANTS.items()} == {
        "T1": ("C1",),
        "T2": ("C1", "C2", "C3"),
        "T3": ("C1", "C2", "C3"),
        "T4": ("C3", "C4"),
        "T5": ("C3", "C4", "C5", "C6"),
        "T6": ("C3", "C4", "C5", "C6"),
    }
    for phase in TENANT_PHASES:
        offered = set(chain.from_iterable(OF_PLATFORM[code].features for code in phase.needs))
        assert set(phase.uses) | set(phase.one_of) <= offered, "a phase uses what it needs"


@given(st.frozensets(st.sampled_from(sorted(FEATURES))))
def test_a_merchant_is_in_the_last_phase_that_they_have_all_of(off: frozenset[str]) -> None:
    is_on = {name: name not in off for name in FEATURES}
    codes = [phase.code for phase in TENANT_PHASES]
    at = codes.index(reached(is_on))
    assert all(not missing(phase, is_on) for phase in TENANT_PHASES[: at + 1])
    assert at + 1 == len(codes) or missing(TENANT_PHASES[at + 1], is_on)


def test_one_rail_of_payment_is_enough_to_sell() -> None:
    is_on = dict.fromkeys(FEATURES, True) | {"payments_mobile_money": False}
    assert reached(is_on) == "T6"
    is_on["payments_card"] = False
    assert reached(is_on) == "T1"
    assert missing(OF_TENANTS["T2"], is_on) == ["payments_card", "payments_mobile_money"]


def test_a_phase_is_as_open_as_what_is_in_it() -> None:
    everything: dict[str, Openness] = dict.fromkeys(FEATURES, "open")
    assert openness(OF_PLATFORM["C5"], everything) == "open"
    assert openness(OF_PLATFORM["C5"], everything | {"feeds": "pilot"}) == "pilot"
    assert (
        openness(OF_PLATFORM["C5"], everything | {"feeds": "closed", "recommendations": "closed"}) == "closed"
    )
    assert openness(OF_PLATFORM["C5"], everything | {"feeds": "closed"}) == "pilot"
    assert openness_of(("C3", "C4"), {"C3": "open", "C4": "pilot"}) == "pilot"
    assert openness_of(("C3", "C4"), {"C3": "closed", "C4": "pilot"}) == "closed"
