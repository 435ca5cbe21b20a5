"""Codes of an app, recovery codes, and the second step of a log-in."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pyotp
import pytest
from tests.conftest import Clock
from tests.identity import door
from tests.identity.door import KEYS, asker, enter, hire, knock, own_email, person, set_up_totp
from tests.people import Shop

from duka.identity import devices, logging_in, queries, recovery, sessions, totp
from duka.identity.errors import LogInExpired, TooManyTries, TotpIsOn, TotpNotBegun, WrongCode
from duka.identity.logging_in import Asker
from duka.identity.sections import SECURITY
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.kernel.work import Work
from duka.settings.service import save

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(clock: Clock) -> None:
    clock.now = NOON


def code_at(clock: Clock, secret: str, seconds: int = 0) -> str:
    assert clock.now is not None
    return pyotp.TOTP(secret).at(int(clock.now.timestamp()) + seconds)


def protected(work: Work, shop: Shop, clock: Clock) -> tuple[str, UUID, str]:
    """Somebody's address and id, and the secret of their app, which showed its last code a minute ago."""
    email = own_email()
    staff_id = hire(work, shop, email)
    secret = set_up_totp(work, shop, staff_id, lambda s: code_at(clock, s))
    assert clock.now is not None
    clock.now += timedelta(minutes=1)
    return email, staff_id, secret


def begin(work: Work, email: str) -> str:
    """The first step, from a browser that is known."""
    (found,) = knock(work, email, who=asker(device=devices.remember(KEYS, "", email)))
    assert found.has_totp
    return logging_in.begin_second_step(work, asker(), found)


def finish(work: Work, step: str, code: str, who: Asker | None = None) -> str:
    def show(ctx: Context, staff_id: UUID) -> None:
        logging_in.show_code(ctx, KEYS, door.BASE_URL, staff_id, code)

    return logging_in.second_step(work, who or asker(), step, show, sessions.open_web)[1]


def test_an_app_is_set_up_and_asked_for(work: Work, shop: Shop, clock: Clock) -> None:
    email = own_email()
    staff_id = hire(work, shop, email)
    me = person(shop, staff_id)
    with pytest.raises(TotpNotBegun):
        work.perform(me, lambda ctx: totp.confirm(ctx, KEYS, "123456"))
    setup = work.perform(me, lambda ctx: totp.begin(ctx, KEYS))
    assert setup.uri.startswith("otpauth://totp/") and setup.qr.startswith("data:image/svg+xml")
    assert setup.secret in setup.uri and email.replace("@", "%40") in setup.uri
    assert not knock(work, email)[0].has_totp
    with pytest.raises(WrongCode):
        work.perform(me, lambda ctx: totp.confirm(ctx, KEYS, code_at(clock, setup.secret, 600)))
    work.perform(me, lambda ctx: totp.confirm(ctx, KEYS, code_at(clock, setup.secret)))
    for verb in (lambda ctx: totp.begin(ctx, KEYS), lambda ctx: totp.confirm(ctx, KEYS, "123456")):
        with pytest.raises(TotpIsOn):
            work.perform(me, verb)
    assert knock(work, email)[0].has_totp
    work.perform(me, totp.remove)
    assert not knock(work, email)[0].has_totp


def test_the_secret_is_sealed(work: Work, shop: Shop, clock: Clock) -> None:
    _, _, secret = protected(work, shop, clock)
    row = door.as_system(
        work, shop, lambda ctx: ctx.db.one("select secret from totp_factors where tenant_id = %(tenant)s")
    )
    assert row is not None and secret.encode() not in bytes(row.secret)


def test_a_code_lets_in_once(work: Work, shop: Shop, clock: Clock) -> None:
    email, _, secret = protected(work, shop, clock)
    code = code_at(clock, secret)
    assert (
        queries.authenticate_cookie(work, finish(work, begin(work, email), f" {code[:3]} {code[3:]} "))
        is not None
    )
    for replayed in (code, code_at(clock, secret, -30)):
        with pytest.raises(WrongCode):
            finish(work, begin(work, email), replayed)
    assert finish(work, begin(work, email), code_at(clock, secret, 30))


@pytest.mark.parametrize("seconds", [-90, -61, 61, 90])
def test_a_code_of_another_time_is_wrong(work: Work, shop: Shop, clock: Clock, seconds: int) -> None:
    email, _, secret = protected(work, shop, clock)
    with pytest.raises(WrongCode):
        finish(work, begin(work, email), code_at(clock, secret, seconds))


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "x" * 40, "\x00" * 6])
def test_what_is_no_code_is_wrong(work: Work, shop: Shop, clock: Clock, code: str) -> None:
    email, _, _ = protected(work, shop, clock)
    with pytest.raises(WrongCode):
        finish(work, begin(work, email), code)


def test_a_step_is_good_for_one_log_in_five_tries_and_ten_minutes(
    work: Work, shop: Shop, clock: Clock
) -> None:
    email, _, secret = protected(work, shop, clock)
    step = begin(work, email)
    finish(work, step, code_at(clock, secret))
    clock.now = clock() + timedelta(minutes=1)
    with pytest.raises(LogInExpired):
        finish(work, step, code_at(clock, secret))
    worn = begin(work, email)
    for _ in range(5):
        with pytest.raises(WrongCode):
            finish(work, worn, "000000")
    with pytest.raises(LogInExpired):
        finish(work, worn, code_at(clock, secret))
    old = begin(work, email)
    clock.now = clock() + timedelta(minutes=10)
    with pytest.raises(LogInExpired):
        finish(work, old, code_at(clock, secret))
    for nonsense in ("", "lc_x", f"lc_{shop.tenant.id.hex}_x", f"lt_{step[3:]}"):
        with pytest.raises(LogInExpired):
            finish(work, nonsense, code_at(clock, secret))


def test_who_knows_the_password_cannot_try_all_codes(work: Work, shop: Shop, clock: Clock) -> None:
    email, _, secret = protected(work, shop, clock)
    thief = asker()
    for _ in range(3):
        step = begin(work, email)
        for _ in range(3):
            with pytest.raises(WrongCode):
                finish(work, step, "000000", thief)
    with pytest.raises(TooManyTries):
        finish(work, begin(work, email), code_at(clock, secret), thief)
    assert finish(work, begin(work, email), code_at(clock, secret))


def test_a_wrong_code_is_in_the_trail(work: Work, shop: Shop, clock: Clock) -> None:
    email, _, _ = protected(work, shop, clock)
    with pytest.raises(WrongCode):
        finish(work, begin(work, email), "000000")
    assert door.actions(work, shop)[-1] == "staff.log_in_failed"


def test_a_recovery_code_lets_in_once_and_is_told_by_letter(work: Work, shop: Shop, clock: Clock) -> None:
    email, staff_id, _ = protected(work, shop, clock)
    codes = work.perform(person(shop, staff_id), recovery.renew)
    assert len(set(codes)) == recovery.COUNT
    typed = codes[0].upper().replace("-", " ")
    assert queries.authenticate_cookie(work, finish(work, begin(work, email), typed)) is not None
    assert door.letters(work, shop)[0].subject == "A recovery code was used to log in"
    with pytest.raises(WrongCode):
        finish(work, begin(work, email), codes[0])
    assert door.as_system(work, shop, lambda ctx: recovery.left(ctx, staff_id)) == 9
    fresh = work.perform(person(shop, staff_id), recovery.renew)
    with pytest.raises(WrongCode):
        finish(work, begin(work, email), codes[1])
    assert finish(work, begin(work, email), fresh[1])


def test_anothers_recovery_code_opens_nothing(work: Work, shop: Shop, clock: Clock) -> None:
    email, _, _ = protected(work, shop, clock)
    bob = hire(work, shop, own_email())
    theirs = work.perform(person(shop, bob), recovery.renew)
    with pytest.raises(WrongCode):
        finish(work, begin(work, email), theirs[0])


def test_no_recovery_code_is_stored(work: Work, shop: Shop) -> None:
    codes = work.perform(person(shop, hire(work, shop)), recovery.renew)
    rows = door.as_system(
        work,
        shop,
        lambda ctx: ctx.db.all("select r::text as line from recovery_codes r where tenant_id = %(tenant)s"),
    )
    assert len(rows) == 10 and not any(
        code in row.line or code.replace("-", "") in row.line for row in rows for code in codes
    )


def test_changing_factors_is_in_the_trail(work: Work, shop: Shop, clock: Clock) -> None:
    _, staff_id, _ = protected(work, shop, clock)
    me = person(shop, staff_id)
    work.perform(me, recovery.renew)
    work.perform(me, totp.remove)
    work.perform(me, totp.remove)
    assert door.actions(work, shop)[-4:] == [
        "staff.totp_begun", "staff.totp_added", "staff.recovery_codes_made", "staff.totp_removed",
    ]  # fmt: skip


def test_another_persons_app_is_not_asked(work: Work, shop: Shop, clock: Clock) -> None:
    _, _, secret = protected(work, shop, clock)
    code = code_at(clock, secret)
    assert not door.as_system(work, shop, lambda ctx: totp.check(ctx, KEYS, new_id(), code))


def test_a_company_that_wants_a_second_factor_opens_nothing_before_there_is_one(
    work: Work, shop: Shop, clock: Clock
) -> None:
    staff_id = hire(work, shop, own_email())
    cookie = enter(work, shop, staff_id)
    before = queries.authenticate_cookie(work, cookie)
    assert before is not None
    assert "orders:read" in before.permissions
    door.as_system(work, shop, lambda ctx: save(ctx, SECURITY, None, {"two_factor_required": True}, 0))
    owing = queries.authenticate_cookie(work, cookie)
    assert owing is not None
    assert owing.permissions == {"account:manage"}
    set_up_totp(work, shop, staff_id, lambda s: code_at(clock, s))
    after = queries.authenticate_cookie(work, enter(work, shop, staff_id))
    assert after is not None
    assert after.permissions == before.permissions
