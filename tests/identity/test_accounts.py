"""One's own account: letters with links, passwords, addresses, and proving once more who one is."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from tests.conftest import Clock
from tests.identity import door
from tests.identity.door import KEYS, asker, enter, hire, knock, link_token, own_email, person
from tests.people import PASSWORD, Shop

from duka.identity import accounts, queries, sessions
from duka.identity.errors import (
    EmailTaken,
    EmailVerified,
    LinkUsed,
    NameInvalid,
    PasswordNamesYou,
    PasswordTooCommon,
    PeopleOnly,
    RecentLogInRequired,
    TooManyTries,
    WrongLogin,
    WrongPassword,
)
from duka.identity.types import SeenSession
from duka.kernel.ids import new_id
from duka.kernel.work import Work

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
WANTED = "eleven pipers piping"


def unverified(work: Work, shop: Shop) -> tuple[str, UUID]:
    email = own_email()
    staff_id = hire(work, shop, email)
    door.as_system(
        work,
        shop,
        lambda ctx: ctx.db.run(
            "update staff set email_verified_at = null where tenant_id = %(tenant)s and id = %(id)s",
            id=staff_id,
        ),
    )
    return email, staff_id


def test_an_address_is_confirmed_by_its_letter_once(work: Work, shop: Shop) -> None:
    email, staff_id = unverified(work, shop)
    door.as_system(work, shop, lambda ctx: accounts.send_verification(ctx, staff_id, door.BASE_URL))
    (letter,) = door.letters(work, shop)
    assert letter.recipient == email and f"{door.BASE_URL}/console/account/verify#token=lt_" in letter.text
    token = link_token(letter)
    assert accounts.verify_email(work, asker(), token) == shop.tenant.slug
    assert work.perform(person(shop, staff_id), accounts.profile).is_email_verified
    with pytest.raises(LinkUsed):
        accounts.verify_email(work, asker(), token)
    with pytest.raises(EmailVerified):
        door.as_system(work, shop, lambda ctx: accounts.send_verification(ctx, staff_id, door.BASE_URL))
    assert "staff.email_verified" in door.actions(work, shop)


def test_a_link_gets_too_old(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    email, staff_id = unverified(work, shop)
    door.as_system(work, shop, lambda ctx: accounts.send_verification(ctx, staff_id, door.BASE_URL))
    accounts.ask_for_reset(work, asker(), email)
    reset, verify = (link_token(letter) for letter in door.letters(work, shop)[:2])
    clock.now = NOON + timedelta(hours=1)
    with pytest.raises(LinkUsed):
        accounts.reset_password(work, asker(), reset, WANTED)
    clock.now = NOON + timedelta(hours=48)
    with pytest.raises(LinkUsed):
        accounts.verify_email(work, asker(), verify)


def test_a_link_is_good_for_its_own_purpose_and_company(work: Work, shop: Shop, other_shop: Shop) -> None:
    email, staff_id = unverified(work, shop)
    door.as_system(work, shop, lambda ctx: accounts.send_verification(ctx, staff_id, door.BASE_URL))
    accounts.ask_for_reset(work, asker(), email)
    found = {letter.kind: link_token(letter) for letter in door.letters(work, shop)}
    verify, reset = found["verify_email"], found["reset_password"]
    foreign = reset.replace(shop.tenant.id.hex, other_shop.tenant.id.hex)
    for token in (
        verify,
        foreign,
        "",
        "lt_x",
        f"lt_{'0' * 32}_x",
        f"rt{reset[2:]}",
        reset + "x",
        "lt_" + "é" * 50,
    ):
        with pytest.raises(LinkUsed):
            accounts.reset_password(work, asker(), token, WANTED)
    with pytest.raises(LinkUsed):
        accounts.verify_email(work, asker(), reset)
    assert accounts.reset_password(work, asker(), reset, WANTED) == shop.tenant.slug


def test_a_reset_changes_the_password_and_ends_every_session(work: Work, shop: Shop) -> None:
    email, staff_id = unverified(work, shop)
    cookie = enter(work, shop, staff_id)
    api = work.perform(person(shop, staff_id), lambda ctx: sessions.open_api(ctx, KEYS, staff_id))
    accounts.ask_for_reset(work, asker(), email.upper())
    accounts.ask_for_reset(work, asker(), email)
    newest, oldest = (link_token(letter) for letter in door.letters(work, shop)[:2])
    with pytest.raises(LinkUsed):
        accounts.reset_password(work, asker(), oldest, WANTED)
    for weak in ("password123", "alice acorn"):
        with pytest.raises((PasswordTooCommon, PasswordNamesYou)):
            accounts.reset_password(work, asker(), newest, weak)
    accounts.reset_password(work, asker(), newest, WANTED)
    with pytest.raises(LinkUsed):
        accounts.reset_password(work, asker(), newest, "another good password")
    assert queries.authenticate_cookie(work, cookie) is None
    assert queries.authenticate(work, api.access_token, keys=KEYS) is None
    with pytest.raises(WrongLogin):
        knock(work, email)
    assert knock(work, email, WANTED)
    assert work.perform(person(shop, staff_id), accounts.profile).is_email_verified
    assert door.letters(work, shop)[0].kind == "security_notice"
    assert "staff.password_reset" in door.actions(work, shop)


def test_nobody_gets_a_letter_who_works_nowhere(work: Work, shop: Shop) -> None:
    for email in (own_email(), "nonsense", "a\x00b@x.example", "é" * 300):
        accounts.ask_for_reset(work, asker(), email)
    assert door.letters(work, shop) == []


def test_each_company_of_an_address_writes(work: Work, shop: Shop, other_shop: Shop) -> None:
    email = own_email()
    hire(work, shop, email)
    hire(work, other_shop, email, WANTED)
    accounts.ask_for_reset(work, asker(), email)
    for place in (shop, other_shop):
        (letter,) = door.letters(work, place)
        assert place.tenant.name in letter.text


def test_no_link_is_stored_but_in_its_letter(work: Work, shop: Shop) -> None:
    email, _ = unverified(work, shop)
    accounts.ask_for_reset(work, asker(), email)
    secret = link_token(door.letters(work, shop)[0]).split("_", 2)[2]
    rows = door.as_system(
        work,
        shop,
        lambda ctx: ctx.db.all(
            """select o::text as line from one_time_tokens o where tenant_id = %(tenant)s
               union all select a::text from audit_log a where tenant_id = %(tenant)s"""
        ),
    )
    assert rows and not any(secret in row.line for row in rows)


def test_a_password_is_changed_by_who_knows_it(work: Work, shop: Shop) -> None:
    email = own_email()
    staff_id = hire(work, shop, email)
    me, here, there = person(shop, staff_id), enter(work, shop, staff_id), enter(work, shop, staff_id)
    seen = queries.authenticate_cookie(work, here)
    assert seen is not None and seen.session is not None
    session = seen.session.id
    with pytest.raises(WrongPassword):
        accounts.change_password(work, me, asker(), session, "wrong", WANTED)
    with pytest.raises(PasswordTooCommon):
        accounts.change_password(work, me, asker(), session, PASSWORD, "password123")
    accounts.change_password(work, me, asker(), session, PASSWORD, WANTED)
    assert queries.authenticate_cookie(work, here) and queries.authenticate_cookie(work, there) is None
    assert knock(work, email, WANTED)
    assert door.letters(work, shop)[0].subject == "Your password was changed"


def test_a_stolen_session_does_not_find_out_the_password(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = clock()
    me, thief = person(shop, hire(work, shop)), asker()
    refused = 0
    for _ in range(12):
        try:
            accounts.check_own_password(work, me, thief, "wrong")
        except WrongPassword:
            pass
        except TooManyTries:
            refused += 1
    assert refused == 3


def test_an_address_is_changed_by_the_letter_to_the_new_one(work: Work, shop: Shop) -> None:
    old, new = own_email(), own_email()
    staff_id = hire(work, shop, old)
    taken = own_email()
    hire(work, shop, taken)
    me = person(shop, staff_id)
    with pytest.raises(EmailTaken):
        work.perform(me, lambda ctx: accounts.change_email(ctx, taken, door.BASE_URL))
    work.perform(me, lambda ctx: accounts.change_email(ctx, f" {new.upper()} ", door.BASE_URL))
    (letter,) = door.letters(work, shop)
    assert letter.recipient == new and knock(work, old)
    accounts.verify_email(work, asker(), link_token(letter))
    assert knock(work, new)
    with pytest.raises(WrongLogin):
        knock(work, old)
    told = door.letters(work, shop)[0]
    assert (told.recipient, told.kind) == (old, "security_notice")


def test_an_address_that_was_taken_meanwhile_is_refused(work: Work, shop: Shop) -> None:
    staff_id, new = hire(work, shop, own_email()), own_email()
    work.perform(person(shop, staff_id), lambda ctx: accounts.change_email(ctx, new, door.BASE_URL))
    hire(work, shop, new)
    with pytest.raises(EmailTaken):
        accounts.verify_email(work, asker(), link_token(door.letters(work, shop)[0]))


def test_a_profile_is_changed(work: Work, shop: Shop) -> None:
    me = person(shop, hire(work, shop))
    work.perform(me, lambda ctx: accounts.update_profile(ctx, " Alix ", "fr-CI"))
    found = work.perform(me, accounts.profile)
    assert (found.name, found.locale) == ("Alix", "fr")
    with pytest.raises(NameInvalid):
        work.perform(me, lambda ctx: accounts.update_profile(ctx, "\n"))
    assert door.actions(work, shop).count("staff.profile_updated") == 1


def test_a_key_has_no_account(work: Work, shop: Shop) -> None:
    with pytest.raises(PeopleOnly):
        door.as_system(work, shop, accounts.profile)


def test_sensitive_things_need_a_recent_proof(work: Work, shop: Shop) -> None:
    def seen(kind: str, minutes: int | None) -> SeenSession:
        at = None if minutes is None else NOON - timedelta(minutes=minutes)
        return SeenSession(new_id(), kind, at)

    for fine in (None, seen("web", 0), seen("web", 15), seen("api", 14), seen("bearer", None)):
        accounts.require_recent(fine, NOON)
    for stale in (seen("web", 16), seen("api", 16), seen("web", None)):
        with pytest.raises(RecentLogInRequired):
            accounts.require_recent(stale, NOON)


def test_proving_it_again_renames_the_session(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    staff_id = hire(work, shop)
    me, cookie = person(shop, staff_id), enter(work, shop, staff_id)
    clock.now = NOON + timedelta(minutes=20)
    found = queries.authenticate_cookie(work, cookie)
    assert found is not None and found.session is not None
    session = found.session
    with pytest.raises(RecentLogInRequired):
        accounts.require_recent(session, clock.now)
    renamed = work.perform(me, lambda ctx: accounts.vouch(ctx, session, "password"))
    assert renamed is not None and queries.authenticate_cookie(work, cookie) is None
    again = queries.authenticate_cookie(work, renamed)
    assert again is not None
    accounts.require_recent(again.session, clock.now)
