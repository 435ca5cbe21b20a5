"""Sessions of customers: of browsers in a store (a cookie) and of programs (a bearer). Neither is taken for the other, nor
either for a session of staff."""

from datetime import timedelta
from uuid import UUID

import msgspec

from duka.identity.bearers import new_bearer, tenant_of
from duka.identity.errors import SessionNotFound
from duka.identity.sessions import OwnSession
from duka.kernel import ids
from duka.kernel.context import Context

LASTS = timedelta(days=30)
TOUCH = timedelta(minutes=1)
KINDS = {"web": "customer_web", "bearer": "customer"}


class SeenCustomer(msgspec.Struct, frozen=True):
    """Who is logged in in a browser. `is_verified`: the e-mail address was proved to be theirs."""

    id: UUID
    name: str
    email: str
    is_verified: bool
    session: UUID


def open_session(ctx: Context, customer_id: UUID, kind: str = "bearer", replaced: str = "") -> str:
    """A new secret for `customer_id`, who has just proved who they are, for thirty days. `kind` is web or bearer. A session
    that the browser brought along (`replaced`) ends: its name may be known to others."""
    token = new_bearer(KINDS[kind], ctx.tenant)
    if replaced:
        close_cookie(ctx, replaced)
    address, _, device = ctx.origin.partition(" ")
    ctx.db.run(
        """insert into sessions (tenant_id, token_hash, audience, subject_id, created_at, expires_at, id, kind,
                                 authenticated_at, last_used_at, device, address)
           values (%(tenant)s, %(hash)s, 'customer', %(subject)s, %(now)s, %(until)s, %(id)s, %(kind)s, %(now)s, %(now)s,
                   %(device)s, %(address)s)""",
        hash=ids.token_hash(token),
        subject=customer_id,
        now=ctx.now,
        until=ctx.now + LASTS,
        id=ids.new_id(),
        kind=kind,
        device=device[:200],
        address=address[:60],
    )
    return token


def recognise(ctx: Context, cookie: str) -> SeenCustomer | None:
    """Whose browser shows `cookie`; None when it is malformed, another company's, over, or its account is closed."""
    if tenant_of(cookie, "customer_web") != ctx.tenant:
        return None
    row = ctx.db.one(
        """select c.id, c.name, c.email, c.email_verified_at is not null as is_verified, e.id as session_id, e.last_used_at
           from sessions e join customers c on c.tenant_id = e.tenant_id and c.id = e.subject_id
           where e.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s and e.token_hash = %(hash)s
             and e.audience = 'customer' and e.kind = 'web' and e.expires_at > %(now)s and c.deactivated_at is null""",
        hash=ids.token_hash(cookie),
        now=ctx.now,
    )
    if row is None:
        return None
    if row.last_used_at is None or row.last_used_at < ctx.now - TOUCH:
        ctx.db.run(
            """update sessions set last_used_at = %(now)s where tenant_id = %(tenant)s and id in (
                 select id from sessions where tenant_id = %(tenant)s and id = %(id)s for update skip locked)""",
            id=row.session_id,
            now=ctx.now,
        )
    return SeenCustomer(row.id, row.name, row.email, row.is_verified, row.session_id)


def list_of(ctx: Context, customer_id: UUID, current: UUID | None) -> list[OwnSession]:
    """The sessions of this customer that live, the last used first. The caller has shown that they may be seen."""
    rows = ctx.db.all(
        """select 'ses_' || replace(id::text, '-', ''), kind, device, address, created_at,
                  coalesce(last_used_at, created_at) as used_at, expires_at,
                  id is not distinct from %(current)s as is_current
           from sessions where tenant_id = %(tenant)s and subject_id = %(customer)s and audience = 'customer'
             and expires_at > %(now)s
           order by coalesce(last_used_at, created_at) desc, id limit 100""",
        customer=customer_id,
        current=current,
        now=ctx.now,
    )
    return [OwnSession(*row) for row in rows]


def end(ctx: Context, customer_id: UUID, session: UUID) -> None:
    """Refuses `SessionNotFound`."""
    if not ctx.db.run(
        """delete from sessions where tenant_id = %(tenant)s and id = %(id)s and subject_id = %(customer)s
           and audience = 'customer'""",
        id=session,
        customer=customer_id,
    ):
        raise SessionNotFound()


def close_all(ctx: Context, customer_id: UUID, but: UUID | None = None) -> int:
    """Logs the customer out everywhere, except in the session `but`; how many sessions ended."""
    return ctx.db.run(
        """delete from sessions where tenant_id = %(tenant)s and subject_id = %(customer)s and audience = 'customer'
           and id is distinct from %(but)s""",
        customer=customer_id,
        but=but,
    )


def close_cookie(ctx: Context, cookie: str) -> None:
    """Ends the session of this cookie. Ending it twice is no mistake."""
    ctx.db.run(
        """delete from sessions where tenant_id = %(tenant)s and token_hash = %(hash)s and audience = 'customer'
           and kind = 'web'""",
        hash=ids.token_hash(cookie),
    )
