"""What an account's owner proves by a letter or by the password: a new password, another address, that the address is theirs."""

from datetime import timedelta
from uuid import UUID

from duka.customers import letters
from duka.customers.errors import AccountThere, CustomerNotFound
from duka.customers.events import CustomerEmailChanged, CustomerPasswordChanged
from duka.customers.queries import me
from duka.customers.service.entering import CODE, as_kept, enter, guesses, prove
from duka.customers.types import Door, LoggedIn
from duka.identity import customer_sessions, one_time, throttling
from duka.identity.bearers import tenant_of
from duka.identity.emails import normal_email
from duka.identity.errors import EmailVerified, LinkUsed, WrongPassword
from duka.identity.logging_in import Asker
from duka.identity.passwords import check_strength, hash_password, verify_password
from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.work import Caller, Work

VERIFY, CHANGE, RESET = "customer_verify", "customer_change_email", "customer_reset"
LASTS, RESET_LASTS = timedelta(hours=48), timedelta(hours=1)


def ask_reset(work: Work, caller: Caller, asker: Asker, email: str) -> None:
    """A letter with a link to the address, if it has an account; nobody who asks can tell. Refuses `TooManyTries`."""
    address = as_kept(email)
    if asker.is_limited:
        throttling.take(work, throttling.letter(f"{caller.tenant.hex}:{address}", asker.address))

    def act(ctx: Context) -> None:
        ctx.require("customers:create")
        row = ctx.db.one(
            """select c.id, c.name, c.locale from customers c where c.tenant_id = %(tenant)s and c.email = %(email)s
                 and c.claimed_at is not null and c.deactivated_at is null""",
            email=address,
        )
        if row is None:
            return
        by = letters.sender(ctx, asker.base_url)
        one_time.forget(ctx, row.id, RESET)
        token = one_time.issue(ctx, "customer_letter", RESET, row.id, RESET_LASTS, email=address)
        link = by.link(f"/account/reset/{token}")
        letters.send(ctx, by, address, "customer_reset", row.locale, name=row.name, link=link)
        trail.note(ctx, "customer.reset_asked", "customer", row.id)

    work.perform(caller, act)


def reset_password(
    work: Work, caller: Caller, asker: Asker, token: str, wanted: str, door: Door | None = None
) -> LoggedIn:
    """The new password of whoever got the letter, who is logged in; every other session ends and the address counts as
    theirs. Refuses `LinkUsed`, and weak passwords (the link goes on being valid then)."""
    if tenant_of(token, "customer_letter") != caller.tenant:
        raise LinkUsed()
    waiting = work.perform(caller, lambda ctx: one_time.try_with(ctx, token, RESET))
    if waiting is None:
        raise LinkUsed()
    check_strength(wanted, (waiting.data["email"],))
    hashed = hash_password(wanted)

    def act(ctx: Context) -> LoggedIn:
        spent = one_time.spend(ctx, token, RESET)
        if spent is None or not prove(ctx, spent.subject_id, spent.data["email"]):
            raise LinkUsed()
        row = _hold(ctx, spent.subject_id)
        one_time.forget(ctx, row.id, RESET, CHANGE, CODE)
        _set_password(ctx, row, hashed, asker, "reset")
        return enter(ctx, row.id, door)

    found = work.perform(caller, act)
    throttling.forgive(work, guesses(caller, asker, waiting.data["email"]))
    return found


def change_password(
    work: Work, caller: Caller, asker: Asker, session: UUID | None, present: str, wanted: str
) -> None:
    """Of the customer who calls; every session but `session` ends. Refuses `WrongPassword`, `TooManyTries`, weak passwords,
    `NotLoggedIn`. Somebody without a password asks for one by letter."""
    row = work.perform(caller, lambda ctx: _row(ctx, me(ctx)))
    check_strength(wanted, (row.name, row.email))
    _prove(work, caller, asker, row, present)
    hashed = hash_password(wanted)
    work.perform(
        caller, lambda ctx: _set_password(ctx, _hold(ctx, row.id), hashed, asker, "changed", session)
    )


def prove_password(work: Work, caller: Caller, asker: Asker, password: str) -> None:
    """The customer who calls shows their password, before what can't be taken back; nothing is asked of whoever has none.
    Refuses `WrongPassword`, `TooManyTries`, `NotLoggedIn`."""
    row = work.perform(caller, lambda ctx: _row(ctx, me(ctx)))
    if row.password_hash is not None:
        _prove(work, caller, asker, row, password)


def ask_email_change(work: Work, caller: Caller, asker: Asker, email: str, password: str) -> None:
    """A letter with a link to the new address; it counts once that was opened. The same answer whether or not another
    customer has it: then that letter says so, and nothing changes. Refuses `EmailInvalid`, `WrongPassword`, `TooManyTries`."""
    row, address = work.perform(caller, lambda ctx: _row(ctx, me(ctx))), normal_email(email)
    _prove(work, caller, asker, row, password)
    if asker.is_limited:
        throttling.take(work, throttling.letter(f"{caller.tenant.hex}:{address}", asker.address))

    def act(ctx: Context) -> None:
        by = letters.sender(ctx, asker.base_url)
        one_time.forget(ctx, row.id, CHANGE)
        trail.note(ctx, "customer.email_change_asked", "customer", row.id)
        if _is_taken(ctx, address, row.id):
            letters.send(
                ctx,
                by,
                address,
                "customer_known",
                row.locale,
                name="",
                link=by.link("/account/log-in"),
                reset_link=by.link("/account/reset"),
            )
            return
        _letter(ctx, by, row, CHANGE, address)

    work.perform(caller, act)


def send_verification(work: Work, caller: Caller, asker: Asker) -> None:
    """A letter to the address of the customer who calls. Refuses `EmailVerified`, `TooManyTries`."""
    row = work.perform(caller, lambda ctx: _row(ctx, me(ctx)))
    if row.email_verified_at is not None:
        raise EmailVerified()
    if asker.is_limited:
        throttling.take(work, throttling.letter(f"{caller.tenant.hex}:{row.email}", asker.address))

    def act(ctx: Context) -> None:
        _letter(ctx, letters.sender(ctx, asker.base_url), row, VERIFY, row.email)
        trail.note(ctx, "customer.verification_sent", "customer", row.id)

    work.perform(caller, act)


def verify_email(work: Work, caller: Caller, asker: Asker, token: str) -> UUID:
    """Confirms the address that got the letter, and makes it the account's when its owner asked to change it; whose it is.
    Refuses `LinkUsed`, `AccountThere`."""
    if tenant_of(token, "customer_letter") != caller.tenant:
        raise LinkUsed()

    def act(ctx: Context) -> UUID:
        ctx.require("customers:create")
        spent = one_time.spend(ctx, token, VERIFY)
        if spent is None:
            spent = one_time.spend(ctx, token, CHANGE)
            if spent is None:
                raise LinkUsed()
            _move(ctx, _hold(ctx, spent.subject_id), spent.data["email"], asker)
        if not prove(ctx, spent.subject_id, spent.data["email"]):
            raise LinkUsed()
        found: UUID = spent.subject_id
        return found

    return work.perform(caller, act)


def _prove(work: Work, caller: Caller, asker: Asker, row: Row, password: str) -> None:
    tries = guesses(caller, asker, row.email)
    throttling.take(work, tries)
    if not verify_password(password, row.password_hash):
        raise WrongPassword()
    throttling.forgive(work, tries)


def _move(ctx: Context, row: Row, address: str, asker: Asker) -> None:
    """The old address is told; sessions of other browsers end, since whoever had the old one may be in them."""
    if _is_taken(ctx, address, row.id):
        raise AccountThere()
    by = letters.sender(ctx, asker.base_url)
    letters.send(ctx, by, row.email, "customer_notice", row.locale, what="email", name=row.name,
                 link=by.link("/account/reset"))  # fmt: skip
    ctx.db.run(
        """update customers set email = %(email)s, email_verified_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=row.id,
        email=address,
        now=ctx.now,
    )
    one_time.forget(ctx, row.id, RESET, CODE)
    customer_sessions.close_all(ctx, row.id)
    events.emit(ctx, CustomerEmailChanged(aggregate_id=row.id, reason="proved by its owner"))
    trail.note(
        ctx,
        CustomerEmailChanged.TYPE,
        "customer",
        row.id,
        before={"email": row.email},
        after={"email": address},
    )


def _set_password(
    ctx: Context, row: Row, hashed: str, asker: Asker, how: str, session: UUID | None = None
) -> None:
    ctx.db.run(
        """update customers set password_hash = %(hash)s, password_changed_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=row.id,
        hash=hashed,
        now=ctx.now,
    )
    customer_sessions.close_all(ctx, row.id, but=session)
    events.emit(ctx, CustomerPasswordChanged(aggregate_id=row.id, how=how))
    by = letters.sender(ctx, asker.base_url)
    letters.send(ctx, by, row.email, "customer_notice", row.locale, what="password", name=row.name,
                 link=by.link("/account/reset"))  # fmt: skip


def _letter(ctx: Context, by: letters.Sender, row: Row, purpose: str, address: str) -> None:
    token = one_time.issue(ctx, "customer_letter", purpose, row.id, LASTS, email=address)
    link = by.link(f"/account/verify/{token}")
    letters.send(ctx, by, address, "customer_verify", row.locale, name=row.name, link=link)


def _is_taken(ctx: Context, address: str, by_other_than: UUID) -> bool:
    sql = "select 1 from customers where tenant_id = %(tenant)s and email = %(email)s and id <> %(id)s"
    return ctx.db.value(sql, email=address, id=by_other_than) is not None


def _hold(ctx: Context, customer_id: UUID) -> Row:
    sql = "select 1 from customers where tenant_id = %(tenant)s and id = %(id)s for no key update"
    ctx.db.value(sql, id=customer_id)
    return _row(ctx, customer_id)


def _row(ctx: Context, customer_id: UUID) -> Row:
    row = ctx.db.one(
        """select id, email, name, locale, password_hash, email_verified_at from customers
           where tenant_id = %(tenant)s and id = %(id)s and claimed_at is not null and deactivated_at is null""",
        id=customer_id,
    )
    if row is None:
        raise CustomerNotFound()
    return row
