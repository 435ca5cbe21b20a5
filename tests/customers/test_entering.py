"""Logging in with a password or a code, a new password by letter, another address; and who may not."""

from uuid import UUID

import pytest
from tests.conftest import Clock
from tests.customers.letters import HERE, code, letters, newest_token, stranger
from tests.people import PASSWORD, SAM, Shop

from duka.customers import queries, service
from duka.customers.errors import AccountThere, CodeWrong
from duka.customers.types import Door, LoggedIn
from duka.identity import customer_sessions
from duka.identity import queries as identity
from duka.identity.errors import (
    EmailVerified,
    LinkUsed,
    LogInExpired,
    PasswordTooShort,
    SessionNotFound,
    TooManyTries,
    WrongLogin,
    WrongPassword,
)
from duka.kernel import ids
from duka.kernel.context import Actor
from duka.kernel.work import Caller, Work

NEW = "nine ladies dancing"


@pytest.fixture
def sam(work: Work, shop: Shop) -> LoggedIn:
    return service.admit(work, shop.caller, SAM.email, PASSWORD, "Sam")


def as_customer(shop: Shop, customer: UUID) -> Caller:
    return Caller(shop.tenant.id, Actor("customer", customer), shop.shopper.permissions, shop.store)


def lives(work: Work, shop: Shop, cookie: str) -> bool:
    return work.perform(shop.shopper, lambda ctx: customer_sessions.recognise(ctx, cookie)) is not None


def test_a_password_opens_the_account_of_its_own_shop(
    work: Work, shop: Shop, other_shop: Shop, sam: LoggedIn
) -> None:
    found = service.log_in(work, shop.shopper, HERE, f" {SAM.email.upper()} ", PASSWORD)
    assert found.customer_id == sam.customer_id and found.token != sam.token
    for who, email, password in (
        (shop, SAM.email, "wrong"),
        (shop, "nobody@x.example", PASSWORD),
        (other_shop, SAM.email, PASSWORD),
    ):
        with pytest.raises(WrongLogin):
            service.log_in(work, who.shopper, HERE, email, password)


def test_guessing_a_password_is_slowed_down(work: Work, shop: Shop, sam: LoggedIn, clock: Clock) -> None:
    clock.now = clock()
    who = stranger()
    for _ in range(7):
        with pytest.raises(WrongLogin):
            service.log_in(work, shop.shopper, who, SAM.email, "wrong")
    with pytest.raises(TooManyTries):
        service.log_in(work, shop.shopper, who, SAM.email, PASSWORD)
    assert service.log_in(work, shop.shopper, stranger(), SAM.email, PASSWORD).customer_id == sam.customer_id


def test_a_session_that_was_brought_along_ends(work: Work, shop: Shop, sam: LoggedIn) -> None:
    first = service.log_in(work, shop.shopper, HERE, SAM.email, PASSWORD, Door("web")).token
    second = service.log_in(work, shop.shopper, HERE, SAM.email, PASSWORD, Door("web", first)).token
    assert first != second and lives(work, shop, second) and not lives(work, shop, first)


def test_a_cookie_is_no_bearer_and_a_bearer_no_cookie(
    work: Work, shop: Shop, other_shop: Shop, sam: LoggedIn
) -> None:
    cookie = service.log_in(work, shop.shopper, HERE, SAM.email, PASSWORD, Door("web")).token
    assert identity.authenticate(work, cookie) is None
    assert identity.authenticate_cookie(work, cookie) is None, "no cookie of staff either"
    assert not lives(work, shop, sam.token)
    assert not lives(work, other_shop, cookie), "another company's"
    for prefix in ("ct", "st", "ws", "pk", "sk"):
        forged = f"{prefix}_{cookie.partition('_')[2]}"
        assert (
            identity.authenticate(work, forged) is None and identity.authenticate_cookie(work, forged) is None
        )


def test_a_code_opens_the_account(work: Work, shop: Shop, sam: LoggedIn) -> None:
    challenge = service.ask_code(work, shop.shopper, HERE, SAM.email)
    kind, text = letters(work, shop.tenant.id, SAM.email)[-1]
    assert kind == "customer_code" and "/account" not in text
    found = service.log_in_by_code(work, shop.shopper, HERE, challenge, f" {code(text)} ")
    assert found.customer_id == sam.customer_id
    with pytest.raises(LogInExpired):
        service.log_in_by_code(work, shop.shopper, HERE, challenge, code(text))


def test_a_code_is_good_with_its_own_challenge_alone(work: Work, shop: Shop, sam: LoggedIn) -> None:
    theirs = service.ask_code(work, shop.shopper, HERE, SAM.email)
    service.ask_code(work, shop.shopper, HERE, SAM.email)
    text = letters(work, shop.tenant.id, SAM.email)[-1][1]
    with pytest.raises(CodeWrong):
        service.log_in_by_code(work, shop.shopper, HERE, theirs, code(text))


def test_a_code_bears_five_tries(work: Work, shop: Shop, sam: LoggedIn) -> None:
    challenge = service.ask_code(work, shop.shopper, HERE, SAM.email)
    right = code(letters(work, shop.tenant.id, SAM.email)[-1][1])
    wrong = "000000" if right != "000000" else "111111"
    for _ in range(5):
        with pytest.raises(CodeWrong):
            service.log_in_by_code(work, shop.shopper, HERE, challenge, wrong)
    with pytest.raises(LogInExpired):
        service.log_in_by_code(work, shop.shopper, HERE, challenge, right)


def test_codes_of_nobody_look_like_codes(work: Work, shop: Shop) -> None:
    challenge = service.ask_code(work, shop.shopper, HERE, "nobody@x.example")
    assert challenge.startswith(f"cc_{shop.tenant.id.hex}_")
    assert letters(work, shop.tenant.id, "nobody@x.example") == []
    for guess in ("123456", ""):
        with pytest.raises(CodeWrong):
            service.log_in_by_code(work, shop.shopper, HERE, challenge, guess)


def test_a_stale_code_opens_nothing(work: Work, shop: Shop, sam: LoggedIn) -> None:
    challenge = service.ask_code(work, shop.shopper, HERE, SAM.email)
    right = code(letters(work, shop.tenant.id, SAM.email)[-1][1])
    work.perform(
        shop.caller,
        lambda ctx: ctx.db.run(
            """update one_time_tokens set expires_at = %(now)s where tenant_id = %(tenant)s and token_hash = %(hash)s""",
            hash=ids.token_hash(challenge),
            now=ctx.now,
        ),
    )
    with pytest.raises(LogInExpired):
        service.log_in_by_code(work, shop.shopper, HERE, challenge, right)


def test_codes_and_passwords_are_guessed_at_the_same_pace(
    work: Work, shop: Shop, sam: LoggedIn, clock: Clock
) -> None:
    clock.now = clock()
    who = stranger()
    challenges = [service.ask_code(work, shop.shopper, HERE, SAM.email) for _ in range(3)]
    for challenge in challenges:
        for _ in range(2):
            with pytest.raises(CodeWrong):
                service.log_in_by_code(work, shop.shopper, who, challenge, "-")
    with pytest.raises(WrongLogin):
        service.log_in(work, shop.shopper, who, SAM.email, "wrong")
    with pytest.raises(TooManyTries):
        service.log_in(work, shop.shopper, who, SAM.email, "wrong")


def test_a_new_password_by_letter_ends_every_session(work: Work, shop: Shop, sam: LoggedIn) -> None:
    service.ask_reset(work, shop.shopper, HERE, SAM.email)
    token = newest_token(work, shop.tenant.id, SAM.email)
    with pytest.raises(PasswordTooShort):
        service.reset_password(work, shop.shopper, HERE, token, "short")
    found = service.reset_password(work, shop.shopper, HERE, token, NEW)
    assert identity.authenticate(work, sam.token) is None
    assert identity.authenticate(work, found.token) is not None
    with pytest.raises(LinkUsed):
        service.reset_password(work, shop.shopper, HERE, token, NEW)
    with pytest.raises(WrongLogin):
        service.log_in(work, shop.shopper, HERE, SAM.email, PASSWORD)
    service.log_in(work, shop.shopper, HERE, SAM.email, NEW)
    assert [kind for kind, _ in letters(work, shop.tenant.id, SAM.email)] == [
        "customer_reset",
        "customer_notice",
    ]


def test_a_reset_of_nobody_sends_nothing_and_a_guest_has_none(work: Work, shop: Shop) -> None:
    work.perform(shop.shopper, lambda ctx: service.create_or_claim(ctx, "guest@x.example"))
    for email in ("nobody@x.example", "guest@x.example", "no address"):
        service.ask_reset(work, shop.shopper, HERE, email)
        service.ask_code(work, shop.shopper, HERE, email)
        assert letters(work, shop.tenant.id, email) == []


def test_a_password_is_changed_by_whoever_knows_the_old_one(work: Work, shop: Shop, sam: LoggedIn) -> None:
    him, web = (
        as_customer(shop, sam.customer_id),
        service.log_in(work, shop.shopper, HERE, SAM.email, PASSWORD, Door("web")),
    )
    seen = work.perform(shop.shopper, lambda ctx: customer_sessions.recognise(ctx, web.token))
    assert seen is not None
    with pytest.raises(WrongPassword):
        service.change_password(work, him, HERE, seen.session, "wrong", NEW)
    service.change_password(work, him, HERE, seen.session, PASSWORD, NEW)
    assert lives(work, shop, web.token) and identity.authenticate(work, sam.token) is None


def test_another_address_counts_once_it_is_proved(work: Work, shop: Shop, sam: LoggedIn) -> None:
    him, other = as_customer(shop, sam.customer_id), "sam@new.example"
    with pytest.raises(WrongPassword):
        service.ask_email_change(work, him, HERE, other, "wrong")
    service.ask_email_change(work, him, HERE, other, PASSWORD)
    profile = work.perform(him, lambda ctx: queries.profile(ctx, sam.customer_id))
    assert profile.email == SAM.email
    service.verify_email(work, shop.shopper, HERE, newest_token(work, shop.tenant.id, other))
    assert service.log_in(work, shop.shopper, HERE, other, PASSWORD).customer_id == sam.customer_id
    assert identity.authenticate(work, sam.token) is None
    assert letters(work, shop.tenant.id, SAM.email)[-1][0] == "customer_notice"


def test_somebody_elses_address_is_not_taken_and_not_told(work: Work, shop: Shop, sam: LoggedIn) -> None:
    service.admit(work, shop.caller, "tom@x.example", PASSWORD)
    him = as_customer(shop, sam.customer_id)
    service.ask_email_change(work, him, HERE, "tom@x.example", PASSWORD)
    assert letters(work, shop.tenant.id, "tom@x.example")[-1][0] == "customer_known"
    service.ask_email_change(work, him, HERE, "free@x.example", PASSWORD)
    token = newest_token(work, shop.tenant.id, "free@x.example")
    service.admit(work, shop.caller, "free@x.example", PASSWORD)
    with pytest.raises(AccountThere):
        service.verify_email(work, shop.shopper, HERE, token)


def test_staff_gave_another_address_which_is_proved_later(work: Work, shop: Shop, sam: LoggedIn) -> None:
    work.perform(
        shop.caller,
        lambda ctx: service.change_email(ctx, sam.customer_id, "sam@called.example", "Called us", 1),
    )
    him = as_customer(shop, sam.customer_id)
    assert not work.perform(him, lambda ctx: queries.profile(ctx, sam.customer_id)).is_verified
    service.send_verification(work, him, HERE)
    service.verify_email(work, shop.shopper, HERE, newest_token(work, shop.tenant.id, "sam@called.example"))
    assert work.perform(him, lambda ctx: queries.profile(ctx, sam.customer_id)).is_verified
    with pytest.raises(EmailVerified):
        service.send_verification(work, him, HERE)


def test_a_closed_account_is_shut_for_every_way_in(work: Work, shop: Shop, sam: LoggedIn) -> None:
    web = service.log_in(work, shop.shopper, HERE, SAM.email, PASSWORD, Door("web")).token
    challenge = service.ask_code(work, shop.shopper, HERE, SAM.email)
    right = code(letters(work, shop.tenant.id, SAM.email)[-1][1])
    service.ask_reset(work, shop.shopper, HERE, SAM.email)
    token = newest_token(work, shop.tenant.id, SAM.email)
    work.perform(shop.caller, lambda ctx: service.deactivate(ctx, sam.customer_id, "fraud"))
    assert not lives(work, shop, web)
    with pytest.raises(WrongLogin):
        service.log_in(work, shop.shopper, HERE, SAM.email, PASSWORD)
    with pytest.raises(LogInExpired):
        service.log_in_by_code(work, shop.shopper, HERE, challenge, right)
    with pytest.raises(LinkUsed):
        service.reset_password(work, shop.shopper, HERE, token, NEW)


def test_sessions_are_listed_and_ended(work: Work, shop: Shop, sam: LoggedIn) -> None:
    him = as_customer(shop, sam.customer_id)
    web = service.log_in(work, shop.shopper, HERE, SAM.email, PASSWORD, Door("web")).token
    seen = work.perform(shop.shopper, lambda ctx: customer_sessions.recognise(ctx, web))
    assert seen is not None
    listed = work.perform(him, lambda ctx: service.list_sessions(ctx, seen.session))
    assert {(s.kind, s.is_current) for s in listed} == {("web", True), ("bearer", False)}
    tom = as_customer(shop, service.admit(work, shop.caller, "tom@x.example", PASSWORD).customer_id)
    with pytest.raises(SessionNotFound):
        work.perform(tom, lambda ctx: service.end_session(ctx, seen.session))
    assert work.perform(him, lambda ctx: service.end_sessions(ctx, seen.session)) == 1
    assert lives(work, shop, web) and identity.authenticate(work, sam.token) is None
    work.perform(him, lambda ctx: service.end_session(ctx, seen.session))
    assert not lives(work, shop, web)
