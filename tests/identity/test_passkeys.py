"""Passkeys: kept, shown, and refused when anything about them is not as it should be."""

import copy
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from tests.conftest import Clock
from tests.identity import door
from tests.identity.authenticator import Authenticator, b64
from tests.identity.door import KEYS, asker, hire, own_email, person
from tests.people import Shop

from duka.identity import logging_in, passkeys, queries, sessions
from duka.identity.errors import PasskeyNotFound, PasskeyRefused, TooManyPasskeys
from duka.identity.passkeys import Site
from duka.kernel.ids import new_id, parse
from duka.kernel.work import Work

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SITE = passkeys.site_of(door.BASE_URL)


@pytest.fixture
def staff_id(work: Work, shop: Shop) -> UUID:
    return hire(work, shop, own_email())


def add(work: Work, shop: Shop, staff_id: UUID, holder: Authenticator, name: str = "Phone") -> UUID:
    me = person(shop, staff_id)
    answer = holder.create(work.perform(me, lambda ctx: passkeys.begin_adding(ctx, SITE)))
    return work.perform(me, lambda ctx: passkeys.add(ctx, SITE, answer, name))


def challenge(work: Work) -> dict[str, Any]:
    return passkeys.challenge_for_anybody(KEYS, SITE, work.clock())


def show(work: Work, answer: dict[str, Any]) -> str:
    return logging_in.with_passkey(work, KEYS, asker(), SITE, answer, sessions.open_web)[1]


def test_a_passkey_lets_its_holder_in(work: Work, shop: Shop, staff_id: UUID) -> None:
    holder = Authenticator()
    add(work, shop, staff_id, holder)
    for _ in range(2):
        found = queries.authenticate_cookie(work, show(work, holder.get(challenge(work))))
        assert found is not None and found.actor.id == staff_id
    (listed,) = work.perform(person(shop, staff_id), passkeys.list_own)
    assert listed.name == "Phone" and listed.last_used_at is not None


def test_an_answer_counts_once(work: Work, shop: Shop, staff_id: UUID) -> None:
    holder = Authenticator()
    add(work, shop, staff_id, holder)
    answer = holder.get(challenge(work))
    show(work, answer)
    with pytest.raises(PasskeyRefused):
        show(work, answer)


def test_what_is_not_as_it_should_be_is_refused(
    work: Work, shop: Shop, staff_id: UUID, other_shop: Shop
) -> None:
    holder = Authenticator()
    add(work, shop, staff_id, holder)
    bob, stranger = hire(work, shop, own_email()), hire(work, other_shop, own_email())

    def holder_with(**changes: Any) -> Authenticator:
        other = copy.copy(holder)
        for name, value in changes.items():
            setattr(other, name, value)
        return other

    expired = passkeys.challenge_for_anybody(KEYS, SITE, work.clock() - timedelta(minutes=6))
    made_up = {"challenge": b64(b"0123456789abcdef.9999999999.made-up")}
    attacks = {
        "another site": holder_with(site="evil.example").get(challenge(work)),
        "another origin": holder_with(origin="https://evil.example").get(challenge(work)),
        "a part of our name": holder_with(origin="https://duka.example.evil.example").get(challenge(work)),
        "no finger": holder_with(is_verifying=False).get(challenge(work)),
        "another key": holder_with(key=Authenticator().key).get(challenge(work)),
        "another credential": holder_with(credential=b"x" * 32).get(challenge(work)),
        "a challenge of yesterday": holder.get(expired),
        "a challenge of nobody": holder.get(made_up),
        "a colleague": holder_with(handle=b64(shop.tenant.id.bytes + bob.bytes)).get(challenge(work)),
        "another company": holder_with(handle=b64(other_shop.tenant.id.bytes + stranger.bytes)).get(
            challenge(work)
        ),
        "nobody": holder_with(handle=b64(shop.tenant.id.bytes + new_id().bytes)).get(challenge(work)),
        "no tenant": holder_with(handle=b64(bytes(32))).get(challenge(work)),
        "a short handle": holder_with(handle="AAAA").get(challenge(work)),
        "a registration": holder.create({**challenge(work), "user": {"id": holder.handle}}),
        "nothing": {},
        "nonsense": {"response": {"userHandle": holder.handle, "clientDataJSON": "e30"}, "rawId": 3},
    }
    for what, answer in attacks.items():
        with pytest.raises(PasskeyRefused):
            show(work, answer)
            raise AssertionError(what)


def test_a_copied_key_is_noticed(work: Work, shop: Shop, staff_id: UUID) -> None:
    holder = Authenticator()
    add(work, shop, staff_id, holder)
    copied = copy.copy(holder)
    for _ in range(3):
        show(work, holder.get(challenge(work)))
    with pytest.raises(PasskeyRefused):
        show(work, copied.get(challenge(work)))


def test_a_registration_answers_a_challenge_of_ours_once(
    work: Work, shop: Shop, staff_id: UUID, clock: Clock
) -> None:
    me, holder = person(shop, staff_id), Authenticator()
    options = work.perform(me, lambda ctx: passkeys.begin_adding(ctx, SITE))
    assert (
        options["rp"]["id"] == "duka.example"
        and options["authenticatorSelection"]["userVerification"] == "required"
    )
    answer = holder.create(options)
    wrong = [
        Authenticator(origin="https://evil.example").create(options),
        Authenticator(site="evil.example").create(options),
        Authenticator(is_verifying=False).create(options),
        holder.create({**options, "challenge": b64(b"x" * 32)}),
        {"response": {}},
        {},
    ]
    for attack in wrong:
        with pytest.raises(PasskeyRefused):
            work.perform(me, partial(passkeys.add, site=SITE, answer=attack, name="Phone"))
    other = person(shop, hire(work, shop, own_email()))
    with pytest.raises(PasskeyRefused):
        work.perform(other, lambda ctx: passkeys.add(ctx, SITE, answer, "Phone"))
    work.perform(me, lambda ctx: passkeys.add(ctx, SITE, answer, "Phone"))
    with pytest.raises(PasskeyRefused):
        work.perform(me, lambda ctx: passkeys.add(ctx, SITE, answer, "Phone"))
    late = Authenticator().create(work.perform(me, lambda ctx: passkeys.begin_adding(ctx, SITE)))
    clock.now = clock() + timedelta(minutes=6)
    with pytest.raises(PasskeyRefused):
        work.perform(me, lambda ctx: passkeys.add(ctx, SITE, late, "Phone"))


def test_ones_own_are_removed_and_nobody_elses(work: Work, shop: Shop, staff_id: UUID) -> None:
    holder = Authenticator()
    add(work, shop, staff_id, holder)
    (listed,) = work.perform(person(shop, staff_id), passkeys.list_own)
    passkey = parse("pkey", listed.id)
    with pytest.raises(PasskeyNotFound):
        work.perform(person(shop, hire(work, shop, own_email())), lambda ctx: passkeys.remove(ctx, passkey))
    work.perform(person(shop, staff_id), lambda ctx: passkeys.remove(ctx, passkey))
    with pytest.raises(PasskeyRefused):
        show(work, holder.get(challenge(work)))
    assert {"staff.passkey_added", "staff.passkey_removed"} <= set(door.actions(work, shop))


def test_there_is_an_end_to_them(work: Work, shop: Shop, staff_id: UUID) -> None:
    me = person(shop, staff_id)
    for n in range(passkeys.MOST):
        add(work, shop, staff_id, Authenticator(), f"Key {n}")
    with pytest.raises(TooManyPasskeys):
        work.perform(me, lambda ctx: passkeys.begin_adding(ctx, SITE))


@pytest.mark.parametrize(
    ("base_url", "site"),
    [
        ("https://duka.example", Site("duka.example", "https://duka.example")),
        ("https://duka.example:8443", Site("duka.example", "https://duka.example:8443")),
        ("http://127.0.0.1:8000", Site("localhost", "http://localhost:8000")),
    ],
)
def test_what_passkeys_are_bound_to(base_url: str, site: Site) -> None:
    assert passkeys.site_of(base_url) == site
