"""Sessions of browsers and of programs: how they end, and that none stands for another."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import OKPKey
from tests.conftest import Clock
from tests.identity import door
from tests.identity.door import KEYS, enter, hire, person
from tests.people import Shop

from duka.identity import access_tokens, queries, service, sessions
from duka.identity.errors import PeopleOnly, RefreshTokenReused, SessionEnded, SessionNotFound
from duka.identity.sealing import Keyring
from duka.identity.sessions import ApiTokens
from duka.identity.types import Credential
from duka.kernel.cache import Cache
from duka.kernel.ids import new_id, parse
from duka.kernel.work import Caller, Work
from duka.staff import service as staff

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def open_api(work: Work, shop: Shop, staff_id: UUID) -> ApiTokens:
    return work.perform(person(shop, staff_id), lambda ctx: sessions.open_api(ctx, KEYS, staff_id))


def known(work: Work, token: str, keys: Keyring = KEYS) -> Credential | None:
    return queries.authenticate(work, token, keys=keys)


def session_of(found: Credential | None) -> UUID:
    assert found is not None and found.session is not None
    return found.session.id


def test_a_browser_is_recognised_until_it_rests_too_long(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    cookie = enter(work, shop, hire(work, shop))
    for minutes in (0, 200, 400, 639):
        clock.now = NOON + timedelta(minutes=minutes)
        assert queries.authenticate_cookie(work, cookie) is not None
    clock.now = NOON + timedelta(minutes=639) + timedelta(hours=4, seconds=1)
    assert queries.authenticate_cookie(work, cookie) is None


def test_a_browsers_session_ends_however_busy_it_is(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    cookie = enter(work, shop, hire(work, shop))
    for hours in range(0, 12, 2):
        clock.now = NOON + timedelta(hours=hours)
        assert queries.authenticate_cookie(work, cookie) is not None
    clock.now = NOON + timedelta(hours=12)
    assert queries.authenticate_cookie(work, cookie) is None


def test_a_cookie_is_no_bearer_and_a_bearer_no_cookie(work: Work, shop: Shop) -> None:
    staff_id = hire(work, shop)
    cookie, api = enter(work, shop, staff_id), open_api(work, shop, staff_id)
    bearer = door.as_system(work, shop, lambda ctx: service.open_session(ctx, "staff", staff_id))
    customer = door.as_system(work, shop, lambda ctx: service.open_session(ctx, "customer", staff_id))
    secret = cookie.split("_", 2)[2]
    for prefix in ("ws", "st", "ct", "pk", "sk", "rt", "lt", "lc"):
        assert known(work, f"{prefix}_{shop.tenant.id.hex}_{secret}") is None
    for shown in (bearer, customer, api.access_token, api.refresh_token):
        assert queries.authenticate_cookie(work, shown) is None
        assert queries.authenticate_cookie(work, "ws" + shown[2:]) is None
    assert known(work, api.refresh_token) is None


def test_no_secret_of_a_session_is_stored(work: Work, shop: Shop) -> None:
    staff_id = hire(work, shop)
    cookie, api = enter(work, shop, staff_id), open_api(work, shop, staff_id)
    rows = door.as_system(
        work,
        shop,
        lambda ctx: ctx.db.all(
            """select s::text as line from sessions s where tenant_id = %(tenant)s
               union all select r::text from refresh_tokens r where tenant_id = %(tenant)s"""
        ),
    )
    for secret in (cookie.split("_", 2)[2], api.refresh_token.split("_", 2)[2], api.access_token):
        assert not any(secret in row.line for row in rows)


def test_what_a_browser_brought_along_ends_when_somebody_logs_in(work: Work, shop: Shop) -> None:
    staff_id = hire(work, shop)
    planted = enter(work, shop, staff_id)
    fresh = work.perform(person(shop, staff_id), lambda ctx: sessions.open_web(ctx, staff_id, planted))
    assert fresh != planted
    assert queries.authenticate_cookie(work, planted) is None
    assert queries.authenticate_cookie(work, fresh) is not None


def test_a_session_gets_a_new_name_and_keeps_its_place(work: Work, shop: Shop) -> None:
    cookie = enter(work, shop, staff_id := hire(work, shop))
    session = session_of(queries.authenticate_cookie(work, cookie))
    renamed = work.perform(person(shop, staff_id), lambda ctx: sessions.rotate_web(ctx, session))
    assert queries.authenticate_cookie(work, cookie) is None
    assert session_of(queries.authenticate_cookie(work, renamed)) == session
    with pytest.raises(SessionEnded):
        work.perform(person(shop, staff_id), lambda ctx: sessions.rotate_web(ctx, new_id()))


def test_ones_own_sessions_are_listed_and_ended(work: Work, shop: Shop, other_shop: Shop) -> None:
    staff_id = hire(work, shop)
    other = hire(work, shop, "bob@acorn.example")
    first, second = enter(work, shop, staff_id), enter(work, shop, staff_id)
    api, bobs = open_api(work, shop, staff_id), enter(work, shop, other)
    current = session_of(queries.authenticate_cookie(work, first))
    me = person(shop, staff_id)
    listed = work.perform(me, lambda ctx: sessions.list_own(ctx, current))
    assert len(listed) == 3 and {s.kind for s in listed} == {"web", "api"}
    assert [parse("ses", s.id) for s in listed if s.is_current] == [current]
    assert {(s.address, s.device) for s in listed} == {("192.0.2.1", "Mobile")}
    theirs = session_of(queries.authenticate_cookie(work, bobs))
    for stranger in (theirs, new_id()):
        with pytest.raises(SessionNotFound):
            work.perform(me, partial(sessions.end_own, session=stranger))
    work.perform(me, lambda ctx: sessions.end_own(ctx, session_of(queries.authenticate_cookie(work, second))))
    assert queries.authenticate_cookie(work, second) is None
    assert work.perform(me, lambda ctx: sessions.end_others(ctx, current)) == 1
    assert known(work, api.access_token) is None
    assert queries.authenticate_cookie(work, first) and queries.authenticate_cookie(work, bobs)


def test_a_key_has_no_sessions(work: Work, shop: Shop) -> None:
    with pytest.raises(PeopleOnly):
        door.as_system(work, shop, lambda ctx: sessions.list_own(ctx, None))


def test_an_access_token_is_good_for_ten_minutes(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    staff_id = hire(work, shop)
    api = open_api(work, shop, staff_id)
    found = known(work, api.access_token)
    assert found is not None and found.actor.id == staff_id and found.kind == "staff"
    clock.now = NOON + timedelta(seconds=599)
    assert known(work, api.access_token) is not None
    clock.now = NOON + timedelta(seconds=600)
    assert known(work, api.access_token) is None
    assert known(work, open_api(work, shop, staff_id).access_token, Keyring(("another",))) is None
    assert queries.authenticate(work, api.access_token) is None


def test_a_refresh_token_is_good_for_one_use(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    staff_id = hire(work, shop)
    api = open_api(work, shop, staff_id)
    clock.now = NOON + timedelta(minutes=20)
    renewed = sessions.refresh(work, KEYS, api.refresh_token, Caller(shop.tenant.id))
    assert known(work, renewed.access_token) is not None
    with pytest.raises(RefreshTokenReused):
        sessions.refresh(work, KEYS, api.refresh_token, Caller(shop.tenant.id))
    assert known(work, renewed.access_token) is None
    with pytest.raises(SessionEnded):
        sessions.refresh(work, KEYS, renewed.refresh_token, Caller(shop.tenant.id))
    assert "staff.refresh_token_reused" in door.actions(work, shop)


def test_a_refresh_token_gets_too_old(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    staff_id = hire(work, shop)
    tokens = open_api(work, shop, staff_id)
    with pytest.raises(SessionEnded):
        clock.now = NOON + timedelta(days=7)
        sessions.refresh(work, KEYS, tokens.refresh_token, Caller(shop.tenant.id))
    clock.now = NOON
    for days in range(6, 31, 6):
        clock.now = NOON + timedelta(days=days) - timedelta(seconds=1)
        tokens = sessions.refresh(work, KEYS, tokens.refresh_token, Caller(shop.tenant.id))
    clock.now = NOON + timedelta(days=30)
    with pytest.raises(SessionEnded):
        sessions.refresh(work, KEYS, tokens.refresh_token, Caller(shop.tenant.id))


def test_who_was_dismissed_refreshes_nothing(work: Work, shop: Shop) -> None:
    hire(work, shop)
    bob = hire(work, shop, "bob@acorn.example")
    tokens = open_api(work, shop, bob)
    door.as_system(work, shop, lambda ctx: staff.dismiss(ctx, bob))
    with pytest.raises(SessionEnded):
        sessions.refresh(work, KEYS, tokens.refresh_token, Caller(shop.tenant.id))
    assert known(work, tokens.access_token) is None


def test_nonsense_refreshes_nothing(work: Work, shop: Shop, other_shop: Shop) -> None:
    tokens = open_api(work, shop, hire(work, shop))
    stolen = tokens.refresh_token.replace(shop.tenant.id.hex, other_shop.tenant.id.hex)
    for text in ("", "x", "rt__", f"rt_{'0' * 32}_x", stolen, tokens.access_token, "rt_" + "é" * 60):
        with pytest.raises(SessionEnded):
            sessions.refresh(work, KEYS, text, Caller(shop.tenant.id))


def test_logging_out_ends_the_tokens_within_the_caches_time(work: Work, shop: Shop) -> None:
    staff_id = hire(work, shop)
    cached = Work(work.database, Cache(60), work.clock)
    tokens = open_api(work, shop, staff_id)
    session = session_of(known(cached, tokens.access_token))
    cached.last_statements = 0
    assert known(cached, tokens.access_token) and cached.last_statements == 0
    for _ in range(2):
        work.perform(person(shop, staff_id), lambda ctx: sessions.log_out(ctx, session))
    assert known(work, tokens.access_token) is None


# --- forged access tokens


def _claims(token: str) -> dict[str, object]:
    part = token.split(".")[1]
    found: dict[str, object] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return found


def _signed_by_us(claims: dict[str, object], **header: str) -> str:
    key = access_tokens._signers(KEYS)[0]
    return jwt.encode(
        {"alg": "Ed25519", "typ": "at+jwt", "kid": key.kid, **header}, claims, key, algorithms=["Ed25519"]
    )


def test_a_forged_token_is_nobodys(work: Work, shop: Shop, other_shop: Shop) -> None:
    staff_id = hire(work, shop)
    token = open_api(work, shop, staff_id).access_token
    claims = _claims(token)
    head, body, signature = token.split(".")
    assert known(work, _signed_by_us(claims)) is not None

    def unsigned(algorithm: str) -> str:
        told = base64.urlsafe_b64encode(json.dumps({"alg": algorithm, "typ": "at+jwt"}).encode()).rstrip(b"=")
        return f"{told.decode()}.{body}."

    def shared(key: bytes) -> str:
        told = (
            base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "typ": "at+jwt"}).encode())
            .rstrip(b"=")
            .decode()
        )
        mac = hmac.new(key, f"{told}.{body}".encode(), hashlib.sha256).digest()
        return f"{told}.{body}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"

    public = access_tokens._signers(KEYS)[0].as_pem(private=False)
    now = int(datetime.now(UTC).timestamp())
    forged = {
        "no algorithm": unsigned("none"),
        "no algorithm, in capitals": unsigned("NONE"),
        "no signature": f"{head}.{body}.",
        "another signature": f"{head}.{body}.{signature[:-4]}AAAA",
        "another key": jwt.encode(
            {"alg": "Ed25519", "typ": "at+jwt"},
            claims,
            OKPKey.generate_key("Ed25519"),
            algorithms=["Ed25519"],
        ),
        "the public key taken for a shared one": shared(public),
        "another audience": _signed_by_us({**claims, "aud": "customer"}),
        "several audiences": _signed_by_us({**claims, "aud": ["staff", "operator"]}),
        "no audience": _signed_by_us({k: v for k, v in claims.items() if k != "aud"}),
        "another kind of token": _signed_by_us(claims, typ="JWT"),
        "expired": _signed_by_us({**claims, "iat": now - 900, "exp": now - 300}),
        "for ever": _signed_by_us({**claims, "exp": now + 10**9}),
        "from the future": _signed_by_us({**claims, "iat": now + 3600, "exp": now + 4000}),
        "another tenant": _signed_by_us({**claims, "tenant": other_shop.tenant.id.hex}),
        "another person": _signed_by_us({**claims, "sub": new_id().hex}),
        "another session": _signed_by_us({**claims, "sid": new_id().hex}),
        "nobody's session": _signed_by_us({**claims, "sid": "x"}),
        "times that are none": _signed_by_us({**claims, "exp": "soon"}),
        "a number past all calendars": _signed_by_us({**claims, "exp": 10**40}),
        "nonsense": "eyJx.eyJx.x",
        "far too long": "eyJ" + "x" * 5000 + ".x.x",
    }
    assert {what: known(work, text) for what, text in forged.items()} == dict.fromkeys(forged)


def test_a_session_of_another_kind_is_no_access_tokens(work: Work, shop: Shop) -> None:
    staff_id = hire(work, shop)
    session = session_of(queries.authenticate_cookie(work, enter(work, shop, staff_id)))
    now = datetime.now(UTC)
    assert known(work, access_tokens.issue(KEYS, "staff", shop.tenant.id, staff_id, session, now)) is None


def test_keys_are_rotated_with_the_secret(work: Work, shop: Shop) -> None:
    before, during, after = Keyring(("old",)), Keyring(("new", "old")), Keyring(("new",))
    staff_id = hire(work, shop)
    tokens = work.perform(person(shop, staff_id), lambda ctx: sessions.open_api(ctx, before, staff_id))
    assert known(work, tokens.access_token, during) and known(work, tokens.access_token, after) is None
    renewed = sessions.refresh(work, during, tokens.refresh_token, Caller(shop.tenant.id))
    assert known(work, renewed.access_token, after) and known(work, renewed.access_token, before) is None
    sealed = before.seal("x", "hello")
    assert (
        during.open("x", sealed) == "hello"
        and during.open("y", sealed) is None
        and after.open("x", sealed) is None
    )
    assert during.verify("x", "m", before.sign("x", "m")) and not after.verify(
        "x", "m", before.sign("x", "m")
    )
    assert not before.verify("y", "m", before.sign("x", "m"))
