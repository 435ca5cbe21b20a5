"""Verbs of the people themselves: guests, one's own profile, sessions."""

from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.customers import rules
from duka.customers.errors import CustomerNotFound
from duka.customers.events import CustomerUpdated
from duka.customers.queries import me, require_self_or
from duka.customers.types import ProfileChange
from duka.identity import customer_sessions
from duka.identity.emails import normal_email
from duka.identity.sessions import OwnSession
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import VersionConflict


def create_or_claim(ctx: Context, email: str, name: str = "", phone: str = "", locale: str = "") -> UUID:
    """The customer with this e-mail address, remembered as a guest if nobody has it: one statement.

    What a guest left empty is filled in; an account is never changed by somebody who is not logged in.
    Refuses `EmailInvalid`, `InvalidInput`.
    """
    ctx.require("customers:create")
    found: UUID = ctx.db.value(
        """insert into customers as c (tenant_id, id, email, name, phone, locale, created_at)
           values (%(tenant)s, %(id)s, %(email)s, %(name)s, %(phone)s, %(locale)s, %(now)s)
           on conflict (tenant_id, email) do update set
             name = case when c.claimed_at is null and c.name = '' then excluded.name else c.name end,
             phone = case when c.claimed_at is null and c.phone = '' then excluded.phone else c.phone end,
             locale = case when c.claimed_at is null and c.locale = '' then excluded.locale else c.locale end
           returning c.id""",
        id=ids.new_id(),
        email=normal_email(email),
        now=ctx.now,
        **rules.details(name, phone, locale),
    )
    return found


def update_profile(ctx: Context, customer_id: UUID, change: ProfileChange, version: int) -> int:
    """Changes what `change` names and gives the new version. Refuses `CustomerNotFound`,
    `VersionConflict`."""
    require_self_or(ctx, "customers:write", customer_id)
    row = ctx.db.one(
        """select name, phone, locale, version from customers
           where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=customer_id,
    )
    if row is None:
        raise CustomerNotFound()
    if row.version != version:
        raise VersionConflict()
    given = {k: v for k, v in msgspec.structs.asdict(change).items() if v is not UNSET}
    before = {"name": row.name, "phone": row.phone, "locale": row.locale}
    kept = rules.details(**(before | given))
    ctx.db.run(
        """update customers set name = %(name)s, phone = %(phone)s, locale = %(locale)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=customer_id,
        **kept,
    )
    events.emit(ctx, CustomerUpdated(aggregate_id=customer_id, fields=sorted(given)))
    trail.note(ctx, CustomerUpdated.TYPE, "customer", customer_id, before=before, after=kept)
    return version + 1


def list_sessions(ctx: Context, current: UUID | None) -> list[OwnSession]:
    """Where the customer who calls is logged in; `current` is marked. Refuses `NotLoggedIn`."""
    return customer_sessions.list_of(ctx, me(ctx), current)


def end_session(ctx: Context, session: UUID) -> None:
    """One of the caller's own. Refuses `SessionNotFound`, `NotLoggedIn`."""
    customer_id = me(ctx)
    customer_sessions.end(ctx, customer_id, session)
    trail.note(ctx, "customer.logged_out", "customer", customer_id, session=ids.public("ses", session))


def end_sessions(ctx: Context, but: UUID | None = None) -> int:
    """All of the caller's own but one; how many ended. Refuses `NotLoggedIn`."""
    customer_id = me(ctx)
    ended = customer_sessions.close_all(ctx, customer_id, but)
    trail.note(ctx, "customer.sessions_ended", "customer", customer_id, count=ended)
    return ended
