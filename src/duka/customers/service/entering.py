"""Logging in: with a password, or with a code of six digits that goes to the account's address.

A code belongs to the challenge that the asker got with it, so it opens nothing in another browser; it lasts ten minutes and
five tries. A challenge for an address that nobody has looks and behaves like any other, and no code is right for it.
"""

import secrets
from datetime import timedelta
from uuid import UUID

from duka.customers import letters
from duka.customers.errors import CodeWrong
from duka.customers.events import CustomerLoggedIn, CustomerVerified
from duka.customers.types import Door, LoggedIn
from duka.identity import customer_sessions, one_time, throttling
from duka.identity.bearers import tenant_of
from duka.identity.errors import LogInExpired, WrongLogin
from duka.identity.logging_in import Asker
from duka.identity.passwords import hash_password, is_outdated, verify_password
from duka.identity.throttling import Try
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work

CODE = "customer_code"
CODE_LASTS = timedelta(minutes=10)
MINUTES = 10


def log_in(
    work: Work, caller: Caller, asker: Asker, email: str, password: str, door: Door | None = None
) -> LoggedIn:
    """A session for thirty days. Refuses `WrongLogin`, after the same time whether or not anybody has this address, and
    `TooManyTries`."""
    wanted = as_kept(email)
    tries = guesses(caller, asker, wanted)
    throttling.take(work, tries)

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
        if known is not None:
            found = known[0]
            work.perform(
                caller,
                lambda ctx: trail.note(ctx, "customer.log_in_failed", "customer", found, wrong="password"),
            )
        raise WrongLogin()
    throttling.forgive(work, tries)
    customer_id = known[0]
    renewed = hash_password(password) if is_outdated(known[1]) else None

    def begin(ctx: Context) -> LoggedIn:
        if renewed:
            ctx.db.run(
                "update customers set password_hash = %(hash)s where tenant_id = %(tenant)s and id = %(id)s",
                hash=renewed,
                id=customer_id,
            )
        return enter(ctx, customer_id, door)

    return work.perform(caller, begin)


def ask_code(work: Work, caller: Caller, asker: Asker, email: str) -> str:
    """The challenge to show the code with, which goes to the address if it has an account. Refuses `TooManyTries`."""
    address = as_kept(email)
    if asker.is_limited:
        throttling.take(work, throttling.letter(f"{caller.tenant.hex}:{address}", asker.address))
    code = f"{secrets.randbelow(1_000_000):06}"

    def act(ctx: Context) -> str:
        ctx.require("customers:create")
        row = ctx.db.one(
            """select c.id, c.name, c.locale from customers c where c.tenant_id = %(tenant)s and c.email = %(email)s
                 and c.claimed_at is not null and c.deactivated_at is null""",
            email=address,
        )
        by = letters.sender(ctx, asker.base_url)
        challenge = one_time.issue(
            ctx,
            "customer_code",
            CODE,
            row.id if row else ids.new_id(),
            CODE_LASTS,
            email=address,
            hash="",
        )
        told = ids.token_hash(f"{challenge}:{code}").hex() if row else ""
        ctx.db.run(
            """update one_time_tokens set data = data || jsonb_build_object('hash', %(told)s::text)
               where tenant_id = %(tenant)s and token_hash = %(hash)s""",
            told=told,
            hash=ids.token_hash(challenge),
        )
        if row:
            letters.send(
                ctx, by, address, "customer_code", row.locale, name=row.name, code=code, minutes=MINUTES
            )
            trail.note(ctx, "customer.code_asked", "customer", row.id)
        return challenge

    return work.perform(caller, act)


def log_in_by_code(
    work: Work, caller: Caller, asker: Asker, challenge: str, code: str, door: Door | None = None
) -> LoggedIn:
    """A session for whoever got the code; the address counts as theirs. Refuses `LogInExpired` (ten minutes, five tries,
    used), `CodeWrong`, `TooManyTries`."""
    if tenant_of(challenge, "customer_code") != caller.tenant:
        raise LogInExpired()
    waiting = work.perform(caller, lambda ctx: one_time.try_with(ctx, challenge, CODE))
    if waiting is None:
        raise LogInExpired()
    tries = guesses(caller, asker, waiting.data["email"])
    throttling.take(work, tries)
    given = "".join(code.split())
    told = ids.token_hash(f"{challenge}:{given}").hex()
    if not secrets.compare_digest(told, waiting.data["hash"]):
        raise CodeWrong()
    throttling.forgive(work, tries)

    def begin(ctx: Context) -> LoggedIn:
        spent = one_time.spend(ctx, challenge, CODE)
        if spent is None:
            raise LogInExpired()
        customer_id: UUID = spent.subject_id
        if not prove(ctx, customer_id, waiting.data["email"]):
            raise LogInExpired()
        one_time.forget(ctx, customer_id, CODE)
        return enter(ctx, customer_id, door)

    return work.perform(caller, begin)


def enter(ctx: Context, customer_id: UUID, door: Door | None) -> LoggedIn:
    """A session for an account that is open; whoever calls made sure whose it is. Refuses `WrongLogin`."""
    is_open = ctx.db.value(
        """select 1 from customers where tenant_id = %(tenant)s and id = %(id)s and claimed_at is not null
           and deactivated_at is null for share""",
        id=customer_id,
    )
    if not is_open:
        raise WrongLogin()
    door = door or Door()
    events.emit(ctx, CustomerLoggedIn(aggregate_id=customer_id))
    return LoggedIn(customer_id, customer_sessions.open_session(ctx, customer_id, door.kind, door.replaced))


def prove(ctx: Context, customer_id: UUID, email: str) -> bool:
    """Somebody read what was sent to `email`: the account's address is theirs, if it is still that one."""
    proved = ctx.db.run(
        """update customers set email_verified_at = coalesce(email_verified_at, %(now)s)
           where tenant_id = %(tenant)s and id = %(id)s and email = %(email)s and claimed_at is not null
             and deactivated_at is null""",
        id=customer_id,
        email=email,
        now=ctx.now,
    )
    if proved:
        events.emit(ctx, CustomerVerified(aggregate_id=customer_id))
    return bool(proved)


def guesses(caller: Caller, asker: Asker, email: str) -> list[Try]:
    """The names under which a try at an account counts: passwords and codes together, from all surfaces."""
    if not asker.is_limited:
        return []
    return throttling.log_in(f"customer:{caller.tenant.hex}:{email}", asker.address, None)


def as_kept(email: str) -> str:
    """An address as it would be kept; what is none cannot be known."""
    return email.strip().lower().replace("\x00", "")[:254]
