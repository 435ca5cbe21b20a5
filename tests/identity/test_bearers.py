from datetime import UTC, datetime, timedelta

import pytest
from tests.conftest import Clock
from tests.identity.door import KEYS, asker
from tests.people import ALICE, PASSWORD, Shop

from duka.access.roles import GRANTABLE, SHOPPER
from duka.identity import keys, logging_in, queries, service
from duka.identity.types import Credential
from duka.kernel.cache import Cache
from duka.kernel.ids import new_id, parse
from duka.kernel.work import Caller, Work
from duka.staff import service as staff

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def hire(work: Work, shop: Shop, role: str = "owner", email: str = ALICE.email) -> None:
    work.perform(Caller(shop.tenant.id), lambda ctx: staff.create_staff(ctx, email, "Alice", PASSWORD, role))


def staff_token(work: Work, shop: Shop) -> str:
    (found,) = logging_in.check_password(
        work, KEYS, asker(is_limited=False), ALICE.email, PASSWORD, shop.tenant.id
    )
    return work.perform(Caller(shop.tenant.id), lambda ctx: service.open_session(ctx, "staff", found.id))


def known(work: Work, bearer: str) -> Credential:
    credential = queries.authenticate(work, bearer)
    assert credential is not None
    return credential


def key(work: Work, shop: Shop, kind: str) -> str:
    return work.perform(
        Caller(shop.tenant.id), lambda ctx: keys.create_api_key(ctx, kind, "Till", None, shop.store)
    )


def test_staff_is_recognised_for_twelve_hours(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    hire(work, shop, "catalogue")
    token = staff_token(work, shop)
    assert token.startswith(f"st_{shop.tenant.id.hex}_")
    found = known(work, token)
    assert (found.tenant, found.kind, found.actor.kind, found.actor.name) == (
        shop.tenant.id,
        "staff",
        "staff",
        "Alice",
    )
    assert "products:write" in found.permissions and "orders:write" not in found.permissions
    assert queries.authenticate(work, token, NOON + timedelta(hours=11, minutes=59)) is not None
    assert queries.authenticate(work, token, NOON + timedelta(hours=12)) is None


def test_logging_out_ends_it_and_twice_is_safe(work: Work, shop: Shop) -> None:
    hire(work, shop)
    token = staff_token(work, shop)
    for _ in range(2):
        work.perform(shop.caller, lambda ctx: service.log_out(ctx, token))
        assert queries.authenticate(work, token) is None


def test_keys_are_recognised_and_bound_to_their_store(work: Work, shop: Shop) -> None:
    publishable = known(work, key(work, shop, "publishable"))
    assert (publishable.kind, publishable.actor.kind, publishable.store) == (
        "publishable",
        "shopper",
        shop.store,
    )
    assert publishable.permissions == SHOPPER
    secret = known(work, key(work, shop, "secret"))
    assert (secret.kind, secret.actor.kind) == ("secret", "key") and secret.permissions == GRANTABLE


def test_an_audience_is_never_taken_for_another(work: Work, shop: Shop) -> None:
    hire(work, shop)
    shown = [staff_token(work, shop), key(work, shop, "publishable"), key(work, shop, "secret")]
    customer = new_id()
    shown.append(work.perform(shop.caller, lambda ctx: service.open_session(ctx, "customer", customer)))
    for bearer in shown:
        for prefix in {"st", "ct", "pk", "sk"} - {bearer[:2]}:
            assert queries.authenticate(work, prefix + bearer[2:]) is None
    assert known(work, shown[-1]).actor.id == customer


def test_a_bearer_means_nothing_in_another_tenant(work: Work, shop: Shop, other_shop: Shop) -> None:
    bearer = key(work, shop, "secret")
    assert queries.authenticate(work, bearer.replace(shop.tenant.id.hex, other_shop.tenant.id.hex)) is None


SOMEBODY = "sk_" + "1" * 32


@pytest.mark.parametrize(
    "bearer",
    [
        *("", "x", "st_", "sk__", "sk_abc_def", f"{SOMEBODY}_", f"{SOMEBODY}_é", f"{SOMEBODY}_\x00"),
        *(f"sk_{'0' * 32}_x", f"sk_{'g' * 32}_x", f"zz_{'1' * 32}_x", f"{SOMEBODY}_{'x' * 500}"),
    ],
)
def test_nonsense_is_nobody(work: Work, bearer: str) -> None:
    assert queries.authenticate(work, bearer) is None


def test_a_revoked_or_expired_key_is_nobody(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    bearer = key(work, shop, "secret")
    until = NOON + timedelta(days=1)
    short = work.perform(
        Caller(shop.tenant.id),
        lambda ctx: keys.create_api_key(ctx, "secret", "Short", ["orders:read"], None, until),
    )
    assert known(work, short).permissions == {"orders:read"}
    assert queries.authenticate(work, short, until) is None
    (listed,) = [k for k in work.perform(shop.caller, keys.list_api_keys) if k.last_four == bearer[-4:]]
    for _ in range(2):
        work.perform(shop.caller, lambda ctx: keys.revoke_api_key(ctx, parse("key", listed.id)))
        assert queries.authenticate(work, bearer) is None


def test_the_last_use_is_noted_once_a_minute(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    bearer = key(work, shop, "secret")

    def used() -> datetime | None:
        return work.perform(shop.caller, keys.list_api_keys)[0].last_used_at

    assert used() is None
    for seconds, noted in ((0, 0), (59, 0), (61, 61)):
        queries.authenticate(work, bearer, NOON + timedelta(seconds=seconds))
        assert used() == NOON + timedelta(seconds=noted)


def test_no_secret_is_stored(work: Work, shop: Shop) -> None:
    bearer = key(work, shop, "secret")
    row = work.perform(
        shop.caller,
        lambda ctx: ctx.db.one("select k::text as row from api_keys k where tenant_id = %(tenant)s"),
    )
    assert row is not None and bearer.split("_", 2)[2] not in row.row


def test_dismissed_staff_is_nobody(work: Work, shop: Shop) -> None:
    hire(work, shop)
    token = staff_token(work, shop)
    bob = work.perform(
        Caller(shop.tenant.id),
        lambda ctx: staff.create_staff(ctx, "bob@acorn.example", "Bob", PASSWORD, "owner"),
    )
    alice = known(work, token).actor.id
    assert alice is not None
    work.perform(Caller(shop.tenant.id), lambda ctx: staff.dismiss(ctx, alice))
    assert queries.authenticate(work, token) is None
    assert bob != alice


def test_a_remembered_bearer_costs_no_statement(work: Work, shop: Shop) -> None:
    cached = Work(work.database, Cache(5), work.clock)
    bearer = key(work, shop, "secret")
    first = known(cached, bearer)
    cached.last_statements = 0
    assert known(cached, bearer) == first and cached.last_statements == 0
