"""Verbs of the people themselves: guests, accounts, log-ins, one's own profile."""

from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.customers import rules
from duka.customers.errors import AlreadyKnown, CustomerNotFound
from duka.customers.events import CustomerLoggedIn, CustomerRegistered, CustomerUpdated
from duka.customers.queries import require_self_or
from duka.customers.types import LoggedIn, ProfileChange
from duka.identity import service as identity
from duka.identity.emails import normal_email
from duka.identity.errors import WrongLogin
from duka.identity.passwords import check_strength, hash_password, is_outdated, verify_password
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import VersionConflict
from duka.kernel.work import Caller, Work


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


def register(
    work: Work, caller: Caller, email: str, password: str, name: str = "", phone: str = "", locale: str = ""
) -> LoggedIn:
    """A new account, logged in. Refuses weak passwords, `EmailInvalid`, `InvalidInput`; and `AlreadyKnown` in
    the same words and time whether an account or only a guest has the address (a guest's orders are not for
    whoever types it)."""
    address = normal_email(email)
    details = rules.details(name, phone, locale)
    check_strength(password)
    hashed = hash_password(password)

    def act(ctx: Context) -> LoggedIn:
        ctx.require("customers:create")
        customer_id = ids.new_id()
        fresh = ctx.db.run(
            """insert into customers (tenant_id, id, email, name, phone, locale, password_hash, claimed_at,
               created_at)
               values (%(tenant)s, %(id)s, %(email)s, %(name)s, %(phone)s, %(locale)s, %(hash)s, %(now)s,
               %(now)s)
               on conflict (tenant_id, email) do nothing""",
            id=customer_id,
            email=address,
            hash=hashed,
            now=ctx.now,
            **details,
        )
        if not fresh:
            raise AlreadyKnown()
        events.emit(
            ctx,
            CustomerRegistered(
                aggregate_id=customer_id, email=address, name=details["name"], locale=details["locale"]
            ),
        )
        return LoggedIn(customer_id, identity.open_session(ctx, "customer", customer_id))

    return work.perform(caller, act)


def log_in(work: Work, caller: Caller, email: str, password: str) -> LoggedIn:
    """A bearer for 30 days. Refuses `WrongLogin`, after the same time whether or not anybody has this
    address."""
    wanted = email.strip().lower().replace("\x00", "")

    def look(ctx: Context) -> tuple[UUID, str] | None:
        ctx.require("customers:create")
        row = ctx.db.one(
            """select id, password_hash from customers where tenant_id = %(tenant)s and email = %(email)s
               and claimed_at is not null and password_hash is not null and deactivated_at is null""",
            email=wanted,
        )
        return (row.id, row.password_hash) if row else None

    known = work.perform(caller, look)
    if not verify_password(password, known[1] if known else None) or known is None:
        raise WrongLogin()
    customer_id = known[0]
    renewed = hash_password(password) if is_outdated(known[1]) else None

    def begin(ctx: Context) -> str:
        if renewed:
            ctx.db.run(
                "update customers set password_hash = %(hash)s where tenant_id = %(tenant)s and id = %(id)s",
                hash=renewed,
                id=customer_id,
            )
        events.emit(ctx, CustomerLoggedIn(aggregate_id=customer_id))
        return identity.open_session(ctx, "customer", customer_id)

    return LoggedIn(customer_id, work.perform(caller, begin))


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
