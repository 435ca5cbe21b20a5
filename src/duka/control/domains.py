"""Domains of stores: claimed by a merchant, proved, then served.

A claim waits until the host shows its token (`proving`); the first of several merchants who proves a host has it, the others are
told. Only proved hosts are in `domains`, by which requests are led. Operators may do all of it for a merchant, and say
themselves that a host is proved.
"""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.control import hosts
from duka.control.deeds import on
from duka.control.proving import PATH, NotShown, Proof
from duka.identity import throttling
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.work import Caller, Work
from duka.stores.errors import (
    DomainNotFound,
    DomainNotVerified,
    DomainOfOtherStore,
    HostTaken,
    StoreNotFound,
    TooManyDomains,
)
from duka.stores.service import domains as served
from duka.stores.service.rows import lock_store

MOST = 50
READ, WRITE, OPERATE = "stores:read", "stores:write", "tenants:write"


class Domain(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: pending, verified, failed. `failure`: why the last try found no proof: unknown_host, private_host, unreachable,
    no_file, other_token, taken. To prove it, `token` is to be the whole answer at `challenge_url`."""

    host: str
    status: str
    is_primary: bool
    failure: str
    token: str
    challenge_url: str
    created_at: datetime
    checked_at: datetime | None
    verified_at: datetime | None


_COLUMNS = """
select c.host, c.status, coalesce(d.is_primary, false) as is_primary, c.failure, c.token, c.created_at, c.checked_at,
       c.verified_at, c.store_id
from domain_claims c
left join domains d on d.host = c.host and d.tenant_id = c.tenant_id
where c.tenant_id = %(tenant)s"""


def list_domains(ctx: Context, store_id: UUID) -> list[Domain]:
    """Of a store, the primary one first. Refuses `StoreNotFound`."""
    ctx.require(READ, store=store_id)
    known = "select 1 from stores where tenant_id = %(tenant)s and id = %(store)s"
    if ctx.db.value(known, store=store_id) is None:
        raise StoreNotFound()
    rows = ctx.db.all(
        f"{_COLUMNS} and c.store_id = %(store)s order by not coalesce(d.is_primary, false), c.host",
        store=store_id,
    )
    return [_domain(row) for row in rows]


def get(ctx: Context, store_id: UUID, host: str) -> Domain:
    """Refuses `DomainNotFound`."""
    ctx.require(READ, store=store_id)
    row = ctx.db.one(
        f"{_COLUMNS} and c.store_id = %(store)s and c.host = %(host)s",
        store=store_id,
        host=host,
    )
    if row is None:
        raise DomainNotFound()
    return _domain(row)


def claim(ctx: Context, store_id: UUID, host: str, platform: str) -> str:
    """The host, as it is kept, waits to be proved; `platform` is the host of this installation. Twice is no mistake. Refuses
    `StoreNotFound`, `HostInvalid`, `HostNotYours`, `HostTaken`, `DomainOfOtherStore`, `TooManyDomains`."""
    ctx.require(WRITE, store=store_id)
    name = hosts.claimable(host, platform)
    lock_store(ctx, store_id)
    owner = ctx.db.one("select d.tenant_id from domains d where d.host = %(host)s", host=name)
    if owner is not None and owner.tenant_id != ctx.tenant:
        raise HostTaken(host=name)
    known = ctx.db.one(
        "select store_id, (select count(*) from domain_claims a where a.tenant_id = %(tenant)s) as count "
        "from (select 1) one left join domain_claims c on c.tenant_id = %(tenant)s and c.host = %(host)s",
        host=name,
    )
    assert known is not None
    if known.store_id is not None:
        if known.store_id != store_id:
            raise DomainOfOtherStore(host=name)
        return name
    if known.count >= MOST:
        raise TooManyDomains(most=MOST)
    ctx.db.run(
        """insert into domain_claims (tenant_id, host, store_id, token, created_at)
           values (%(tenant)s, %(host)s, %(store)s, %(token)s, %(now)s) on conflict (tenant_id, host) do nothing""",
        host=name,
        store=store_id,
        token=ids.secret_token(),
        now=ctx.now,
    )
    trail.note(ctx, "store.domain_added", "store", store_id, host=name)
    return name


def check(work: Work, caller: Caller, store_id: UUID, host: str, proof: Proof) -> Domain:
    """Asks the host for its proof, now. What was found is in the answer: a host without proof is no refusal. A verified one is
    not asked again. Refuses `DomainNotFound`, and `TooManyTries` to a company that has hosts asked all the time."""
    before = work.perform(caller, lambda ctx: _to_check(ctx, store_id, host))
    if before.status == "verified":
        return before
    throttling.take(work, throttling.host(caller.tenant))
    failure = ""
    try:
        proof.shows(before.host, before.token)
    except NotShown as found:
        failure = found.why
    if not failure:
        failure = _serve(work, caller, store_id, before, proof.method)
    told = "verified" if not failure else "failed"

    def act(ctx: Context) -> Domain:
        if failure:
            ctx.db.run(
                """update domain_claims set status = 'failed', failure = %(failure)s, checked_at = %(now)s
                   where tenant_id = %(tenant)s and host = %(host)s and status <> 'verified'""",
                host=before.host,
                failure=failure,
                now=ctx.now,
            )
        trail.note(ctx, f"store.domain_{told}", "store", store_id, host=before.host, failure=failure)
        return get(ctx, store_id, before.host)

    return work.perform(caller, act)


def make_primary(work: Work, caller: Caller, store_id: UUID, host: str) -> Domain:
    """The host that the store's others lead to. Refuses `DomainNotFound`, `DomainNotVerified`."""

    def act(ctx: Context) -> Domain:
        ctx.require(WRITE, store=store_id)
        lock_store(ctx, store_id)
        found = get(ctx, store_id, host)
        if found.status != "verified":
            raise DomainNotVerified(host=host)
        trail.note(ctx, "store.domain_primary", "store", store_id, host=host)
        return found

    work.perform(caller, act)
    with work.database.platform() as db:
        is_ours = db.value(
            """select 1 from domain_claims where tenant_id = %(tenant)s and host = %(host)s and store_id = %(store)s
                 and status = 'verified' for update""",
            tenant=caller.tenant,
            host=host,
            store=store_id,
        )
        if is_ours is None:
            raise DomainNotFound()
        served.serve(db, caller.tenant, store_id, host, is_primary=True)
    return work.perform(caller, lambda ctx: get(ctx, store_id, host))


def operator_adds(work: Work, caller: Caller, tenant: UUID, store_id: UUID, host: str, platform: str) -> None:
    """For a merchant, proved by an operator's word. Refuses `TenantNotFound`, `StoreNotFound`, `HostInvalid`, `HostNotYours`,
    `HostTaken`, `DomainOfOtherStore`."""
    name = hosts.claimable(host, platform)
    with on(work, caller, tenant, OPERATE) as deed:
        sql = "select 1 from stores where tenant_id = %(tenant)s and id = %(id)s for no key update"
        if deed.tx.value(sql, tenant=tenant, id=store_id) is None:
            raise StoreNotFound()
        claimed = deed.tx.value(
            "select store_id from domain_claims where tenant_id = %(tenant)s and host = %(host)s",
            tenant=tenant,
            host=name,
        )
        if claimed not in (None, store_id):
            raise DomainOfOtherStore(host=name)
        is_first = deed.tx.value(
            "select count(*) = 0 from domains where tenant_id = %(tenant)s and store_id = %(store)s and host <> %(host)s",
            tenant=tenant,
            store=store_id,
            host=name,
        )
        deed.tx.run(
            """insert into domain_claims (tenant_id, host, store_id, token, status, method, created_at, verified_at)
               values (%(tenant)s, %(host)s, %(store)s, %(token)s, 'verified', 'operator', %(now)s, %(now)s)
               on conflict (tenant_id, host) do update set status = 'verified', method = 'operator', failure = '',
                 verified_at = excluded.verified_at""",
            tenant=tenant,
            host=name,
            store=store_id,
            token=ids.secret_token(),
            now=deed.now,
        )
        served.serve(deed.tx, tenant, store_id, name, is_primary=bool(is_first))
        deed.note("store.domain_verified", after={"host": name, "method": "operator"}, thing=store_id)


def operator_removes(work: Work, caller: Caller, tenant: UUID, host: str) -> None:
    """For a merchant: neither served nor claimed any more. Refuses `TenantNotFound`, `DomainNotFound`."""
    with on(work, caller, tenant, OPERATE) as deed:
        store_id = deed.tx.value(
            "select store_id from domain_claims where tenant_id = %(tenant)s and host = %(host)s",
            tenant=tenant,
            host=host,
        )
        if store_id is None:
            raise DomainNotFound()
        served.withdraw(deed.tx, tenant, store_id, host)
        deed.note("store.domain_removed", before={"host": host}, thing=store_id)


def _to_check(ctx: Context, store_id: UUID, host: str) -> Domain:
    ctx.require(WRITE, store=store_id)
    return get(ctx, store_id, host)


def _serve(work: Work, caller: Caller, store_id: UUID, claimed: Domain, method: str) -> str:
    """The proof is there: serve it. Empty, or why not. The first domain of a store becomes its primary one."""
    with work.database.platform() as db:
        still = db.value(
            """select token from domain_claims where tenant_id = %(tenant)s and host = %(host)s and store_id = %(store)s
               for update""",
            tenant=caller.tenant,
            host=claimed.host,
            store=store_id,
        )
        if still != claimed.token:
            raise DomainNotFound()
        is_first = db.value(
            "select count(*) = 0 from domains where tenant_id = %(tenant)s and store_id = %(store)s",
            tenant=caller.tenant,
            store=store_id,
        )
        try:
            served.serve(db, caller.tenant, store_id, claimed.host, is_primary=bool(is_first))
        except HostTaken:
            return "taken"
        db.run(
            """update domain_claims set status = 'verified', failure = '', method = %(method)s, verified_at = %(now)s,
                 checked_at = %(now)s where tenant_id = %(tenant)s and host = %(host)s""",
            tenant=caller.tenant,
            host=claimed.host,
            method=method,
            now=work.clock(),
        )
    return ""


def _domain(row: Row) -> Domain:
    told = row._asdict()
    del told["store_id"]
    return Domain(**told, challenge_url=f"http://{told['host']}{PATH}")
