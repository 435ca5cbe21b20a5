"""API keys: never above their maker, replaced without a gap, told once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.conftest import Clock
from tests.people import Shop

from duka.access.errors import NobodyGrantsElsewhere, NobodyGrantsMore
from duka.access.inputs import GrantInput
from duka.access.roles import GRANTABLE
from duka.identity import keys, queries
from duka.identity.errors import (
    KeyExpiryInvalid,
    KeyIsOver,
    KeyKindInvalid,
    KeyNeedsStore,
    KeyNotFound,
    KeyOverlapInvalid,
    ScopeNotAllowed,
)
from duka.identity.types import ApiKey, NewKey
from duka.kernel.errors import Forbidden, NotFound
from duka.kernel.ids import new_id, parse, public
from duka.kernel.work import Caller, Work

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def make_key(
    work: Work,
    caller: Caller,
    kind: str = "secret",
    scopes: list[str] | None = None,
    store: UUID | None = None,
    **more: Any,
) -> NewKey:
    return work.perform(caller, lambda ctx: keys.create_key(ctx, kind, "K", scopes, store, **more))


def rotate(work: Work, caller: Caller, key: NewKey, hours: int = 24) -> NewKey:
    return work.perform(caller, lambda ctx: keys.rotate_key(ctx, parse("key", key.id), hours))


def revoke(work: Work, caller: Caller, key: NewKey) -> None:
    work.perform(caller, lambda ctx: keys.revoke_api_key(ctx, parse("key", key.id)))


def listed(work: Work, caller: Caller, key: NewKey) -> ApiKey:
    (found,) = [k for k in work.perform(caller, keys.list_api_keys) if k.id == key.id]
    return found


def test_a_key_holds_no_more_than_its_maker(work: Work, shop: Shop) -> None:
    limited = make.caller(shop.tenant, None, "staff:write", "keys:write", "orders:read", kind="key")
    with pytest.raises(NobodyGrantsMore):
        make_key(work, limited, scopes=["orders:write"])
    credential = queries.authenticate(work, make_key(work, limited).key)
    assert credential is not None and credential.permissions == limited.permissions


def test_a_key_is_checked(work: Work, shop: Shop, other_shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    owner = make.staff(work, shop.tenant)
    with pytest.raises(KeyKindInvalid):
        make_key(work, owner, "golden")
    with pytest.raises(KeyNeedsStore):
        make_key(work, owner, "publishable")
    for scopes in (["orders:read"], ["staff:write"], [], ["no:such"]):
        with pytest.raises(ScopeNotAllowed):
            make_key(work, owner, "publishable", scopes, shop.store)
    with pytest.raises(ScopeNotAllowed):
        make_key(work, owner, "secret", ["account:manage"])
    with pytest.raises(NotFound):
        make_key(work, owner, "publishable", None, other_shop.store)
    with pytest.raises(KeyExpiryInvalid):
        make_key(work, owner, expires_at=NOON)
    for act in (
        lambda ctx: keys.revoke_api_key(ctx, new_id()),
        lambda ctx: keys.rotate_key(ctx, new_id(), 1),
    ):
        with pytest.raises(KeyNotFound):
            work.perform(owner, act)
    theirs = make_key(work, make.staff(work, other_shop.tenant))
    with pytest.raises(KeyNotFound):
        rotate(work, owner, theirs)


def test_a_key_of_a_store_stays_in_it(work: Work, shop: Shop) -> None:
    owner, second = make.staff(work, shop.tenant), make.store(work, shop.tenant)
    found = queries.authenticate(work, make_key(work, owner, store=shop.store).key)
    assert found is not None and found.permissions == GRANTABLE

    def reach(ctx: Any) -> None:
        ctx.require("orders:write", store=shop.store)
        with pytest.raises(Forbidden):
            ctx.require("orders:write", store=second)
        with pytest.raises(Forbidden):
            ctx.require_everywhere("stores:write")

    work.perform(found.caller(), reach)


def test_who_is_limited_makes_limited_keys(work: Work, shop: Shop) -> None:
    owner, second = make.staff(work, shop.tenant), make.store(work, shop.tenant)
    limited = _keeper(work, shop)
    for store in (None, second):
        with pytest.raises((NobodyGrantsElsewhere, Forbidden)):
            make_key(work, limited, scopes=["orders:read"], store=store)
    mine = make_key(work, limited, scopes=["orders:read"], store=shop.store)
    other = make_key(work, owner, scopes=["orders:read"], store=second)
    whole = make_key(work, owner, scopes=["orders:read"])
    assert {k.id for k in work.perform(limited, keys.list_api_keys)} == {mine.id}
    for key in (other, whole):
        with pytest.raises(Forbidden):
            revoke(work, limited, key)
        with pytest.raises(Forbidden):
            rotate(work, limited, key)
    revoke(work, limited, mine)


def _keeper(work: Work, shop: Shop) -> Caller:
    """Somebody with the right to make keys, in the shop's first store."""
    role = make.role(work, shop.tenant, "keys:write", "keys:read", "orders:read")
    return make.staff(work, shop.tenant, GrantInput(role, [public("store", shop.store)]))


def test_a_key_is_replaced_without_a_gap(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    owner = make.staff(work, shop.tenant)
    first = make_key(work, owner, scopes=["orders:read"])
    second = rotate(work, owner, first, 2)
    assert first.id == second.id and first.key != second.key
    for text in (first.key, second.key):
        found = queries.authenticate(work, text, NOON + timedelta(minutes=119))
        assert found is not None and found.permissions == {"orders:read"}
    shown = listed(work, owner, second)
    assert (shown.last_four, shown.previous_last_four) == (second.key[-4:], first.key[-4:])
    assert shown.previous_until == NOON + timedelta(hours=2)
    assert queries.authenticate(work, first.key, NOON + timedelta(hours=2)) is None
    assert queries.authenticate(work, second.key, NOON + timedelta(hours=2)) is not None
    third = rotate(work, owner, second, 2)
    assert queries.authenticate(work, first.key) is None
    fourth = rotate(work, owner, third, 0)
    assert [queries.authenticate(work, k.key) is not None for k in (first, second, third, fourth)] == [
        False,
        False,
        False,
        True,
    ]


def test_a_remembered_old_secret_dies_on_time(work: Work, shop: Shop, clock: Clock) -> None:
    """What a process remembers of the old secret ends with it, and not with the key."""
    clock.now = NOON
    owner = make.staff(work, shop.tenant)
    first = make_key(work, owner, scopes=["orders:read"])
    rotate(work, owner, first, 1)
    found = queries.authenticate(work, first.key)
    assert found is not None and found.expires_at == NOON + timedelta(hours=1)


def test_who_rotates_learns_the_secret_and_must_hold_what_it_opens(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    strong = make_key(work, owner, scopes=["payments:write"])
    keeper = make.staff(work, shop.tenant, make.role(work, shop.tenant, "keys:write", "orders:read"))
    with pytest.raises(NobodyGrantsMore):
        rotate(work, keeper, strong)
    revoke(work, keeper, strong)
    with pytest.raises(KeyIsOver):
        rotate(work, owner, strong)


def test_a_key_that_is_over_stays_over(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    owner = make.staff(work, shop.tenant)
    key = make_key(work, owner, expires_at=NOON + timedelta(hours=1))
    with pytest.raises(KeyOverlapInvalid):
        rotate(work, owner, key, 721)
    rotated = rotate(work, owner, key, 24)
    # the key's own end comes first, for both secrets
    for text in (key.key, rotated.key):
        assert queries.authenticate(work, text, NOON + timedelta(minutes=59)) is not None
        assert queries.authenticate(work, text, NOON + timedelta(hours=1)) is None
    clock.now = NOON + timedelta(hours=1)
    with pytest.raises(KeyIsOver):
        rotate(work, owner, key)


def test_revoking_ends_both_secrets(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    first = make_key(work, owner)
    second = rotate(work, owner, first, 24)
    for _ in range(2):
        revoke(work, owner, first)
        assert [queries.authenticate(work, k.key) for k in (first, second)] == [None, None]


def test_when_and_where_it_was_used_is_told(work: Work, shop: Shop, clock: Clock) -> None:
    clock.now = NOON
    owner = make.staff(work, shop.tenant, name="Alice")
    key = make_key(work, owner)
    assert listed(work, owner, key).last_used_at is None
    queries.authenticate(work, key.key, origin="10.1.2.3 curl/8")
    shown = listed(work, owner, key)
    assert (shown.last_used_at, shown.last_used_from, shown.created_by) == (NOON, "10.1.2.3", "Alice")


def rows_of(work: Work, caller: Caller, table: str) -> str:
    sql: Any = f"select coalesce(string_agg(t::text, ''), '') from {table} t where tenant_id = %(tenant)s"
    return work.perform(caller, lambda ctx: str(ctx.db.value(sql)))


def test_no_secret_is_stored_or_told_twice(work: Work, shop: Shop) -> None:
    owner = make.staff(work, shop.tenant)
    first = make_key(work, owner)
    second = rotate(work, owner, first)
    for table in ("api_keys", "events", "audit_log", "idempotency_keys"):
        stored = rows_of(work, owner, table)
        assert not any(k.key.split("_", 2)[2] in stored for k in (first, second)), table
