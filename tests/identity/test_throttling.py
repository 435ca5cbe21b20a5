"""Guessing is slow for strangers, and strangers slow nobody down but themselves."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from tests.conftest import Clock
from tests.identity import door
from tests.identity.door import address, asker, hire, knock, own_email
from tests.people import Shop

from duka.identity import accounts, devices, throttling
from duka.identity.errors import TooManyTries, WrongLogin
from duka.kernel.ids import new_id
from duka.kernel.work import Work

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def guess(work: Work, email: str, times: int, here: str) -> list[int]:
    """How many seconds each guess had to wait; 0 when it was looked at."""
    waits = []
    for _ in range(times):
        try:
            knock(work, email, "wrong", asker(here))
        except WrongLogin:
            waits.append(0)
        except TooManyTries as refusal:
            waits.append(int(str(refusal.fields["retry_after"])))
    return waits


def test_an_attacker_is_slowed_down(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    email, here = own_email(), address()
    hire(work, shop, email)
    assert guess(work, email, 9, here) == [0] * 7 + [3, 3]
    looked_at = 0
    for _ in range(240):
        clock.now += timedelta(seconds=15)
        looked_at += guess(work, email, 1, here) == [0]
    assert looked_at < 12


def test_the_right_password_does_not_come_in_while_it_has_to_wait(
    work: Work, shop: Shop, clock: Clock
) -> None:
    clock.now = NOON
    email, here = own_email(), address()
    hire(work, shop, email)
    guess(work, email, 7, here)
    with pytest.raises(TooManyTries):
        knock(work, email, who=asker(here))


def test_an_unknown_address_is_slowed_down_in_the_same_way(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    known, unknown = own_email(), own_email()
    hire(work, shop, known)
    assert guess(work, known, 12, address()) == guess(work, unknown, 12, address())


def test_the_owners_browser_and_other_places_are_not_slowed_down(
    work: Work, shop: Shop, clock: Clock
) -> None:
    clock.now = NOON
    email = own_email()
    hire(work, shop, email)
    device = devices.remember(door.KEYS, "", email)
    for _ in range(12):
        guess(work, email, 10, address())
    assert knock(work, email, who=asker(address(), device))
    with pytest.raises(TooManyTries):
        knock(work, email, who=asker(address()))


def test_one_network_cannot_try_many_accounts(work: Work, clock: Clock) -> None:
    clock.now = NOON
    here = address()
    neighbour = here.replace("::1", "::ffff")
    waits = [guess(work, own_email(), 1, here if n % 2 else neighbour)[0] for n in range(60)]
    assert waits[:41] == [0] * 41 and any(waits[41:])


def test_coming_in_clears_the_account(work: Work, shop: Shop) -> None:
    email, here = own_email(), address()
    hire(work, shop, email)
    for _ in range(4):
        guess(work, email, 5, here)
        assert knock(work, email, who=asker(here))


def test_it_is_forgotten_after_an_hour(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    email, here = own_email(), address()
    assert any(guess(work, email, 9, here))
    clock.now += timedelta(hours=1, seconds=1)
    assert guess(work, email, 7, here) == [0] * 7


def test_many_at_once_are_counted_each(work: Work, clock: Clock) -> None:
    clock.now = NOON
    email, here = own_email(), address()
    looked_at: list[int] = []

    def run() -> None:
        looked_at.extend(guess(work, email, 4, here))

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert looked_at.count(0) == 7 and len(looked_at) == 20


def test_letters_are_limited_by_recipient_and_by_place(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    email = own_email()
    hire(work, shop, email)
    for _ in range(5):
        accounts.ask_for_reset(work, asker(address()), email)
    with pytest.raises(TooManyTries):
        accounts.ask_for_reset(work, asker(address()), email)
    assert len(door.letters(work, shop)) == 5


def test_other_things_that_can_be_guessed_are_limited(work: Work) -> None:
    for tries in (
        throttling.sign_up(address()),
        throttling.look_up("track", address()),
        throttling.factor(new_id(), "x"),
    ):
        refused = 0
        for _ in range(40):
            try:
                throttling.take(work, tries)
            except TooManyTries:
                refused += 1
        assert 5 < refused < 35


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("somewhere", "somewhere", True),
    ],
)
def test_who_counts_as_one_place(one: str, other: str, is_same: bool) -> None:
    assert (throttling.sign_up(one) == throttling.sign_up(other)) == is_same
