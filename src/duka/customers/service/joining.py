"""Becoming a customer with an account.

Nothing of an account exists before its address is proved: what was typed waits beside a one-time link, whose letter goes to
that address. Whoever opens the link must also be the one who asked: the browser that did, or somebody who knows the password
that was chosen. So nobody can prepare an account with a password of theirs and have the owner of the address confirm it.

A guest's record, which may hold past orders, becomes the account when the link is opened, with all its orders, and never
before. The same answer is given whether or not the address is known; if it has an account, the letter says so.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from duka.customers import letters, rules
from duka.customers.errors import AccountThere
from duka.customers.events import CustomerRegistered, CustomerVerified
from duka.customers.queries import CHANNELS
from duka.customers.service.consents import keep_consent
from duka.customers.types import Door, LinkSeen, LoggedIn, NewAccount
from duka.identity import customer_sessions, one_time, throttling
from duka.identity.bearers import tenant_of
from duka.identity.emails import normal_email
from duka.identity.errors import LinkUsed, WrongPassword
from duka.identity.logging_in import Asker
from duka.identity.passwords import check_strength, hash_password, verify_password
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.work import Caller, Work

JOIN = "customer_join"
JOIN_LASTS = timedelta(hours=48)
OF_LINKS = (JOIN, "customer_verify", "customer_change_email")


def ask_to_join(work: Work, caller: Caller, asker: Asker, new: NewAccount) -> None:
    """Sends a letter with a link that makes the account, or says that there is one. Refuses `EmailInvalid`, `InvalidInput`,
    weak passwords, `TooManyTries`; nothing else, and takes the same time, whoever has the address."""
    address = normal_email(new.email)
    details = rules.details(new.name, new.phone, new.locale)
    check_strength(new.password, (new.name, address))
    if asker.is_limited:
        throttling.take(work, throttling.letter(f"{caller.tenant.hex}:{address}", asker.address))
    hashed = hash_password(new.password)

    def act(ctx: Context) -> None:
        ctx.require("customers:create")
        row = ctx.db.one(
            """select c.id, c.name, c.locale, c.claimed_at is not null as is_account from customers c
               where c.tenant_id = %(tenant)s and c.email = %(email)s""",
            email=address,
        )
        by = letters.sender(ctx, asker.base_url)
        if row is not None and row.is_account:
            letters.send(
                ctx,
                by,
                address,
                "customer_known",
                row.locale,
                name=row.name,
                link=by.link("/account/log-in"),
                reset_link=by.link("/account/reset"),
            )
            trail.note(ctx, "customer.join_asked", "customer", row.id)
            return
        subject = row.id if row else ids.new_id()
        token = one_time.issue(
            ctx,
            "customer_letter",
            JOIN,
            subject,
            JOIN_LASTS,
            email=address,
            password_hash=hashed,
            proof=ids.token_hash(new.proof).hex() if new.proof else "",
            channels=[channel for channel in CHANNELS if channel in new.channels],
            **details,
        )
        link = by.link(f"/account/verify/{token}")
        letters.send(ctx, by, address, "customer_welcome", details["locale"], name=details["name"], link=link)
        trail.note(ctx, "customer.join_asked", "customer", subject)

    work.perform(caller, act)


def join(
    work: Work, caller: Caller, token: str, *, password: str = "", proof: str = "", door: Door | None = None
) -> LoggedIn:
    """Makes the account that the link is for, and logs its owner in. Refuses `LinkUsed`, `WrongPassword` (five times; then
    the link is over), `AccountThere`."""
    if tenant_of(token, "customer_letter") != caller.tenant:
        raise LinkUsed()
    waiting = work.perform(caller, lambda ctx: one_time.try_with(ctx, token, JOIN))
    if waiting is None:
        raise LinkUsed()
    is_same_browser = bool(proof) and ids.token_hash(proof).hex() == waiting.data["proof"]
    if not is_same_browser and not verify_password(password, waiting.data["password_hash"]):
        raise WrongPassword()

    def act(ctx: Context) -> LoggedIn:
        ctx.require("customers:create")
        spent = one_time.spend(ctx, token, JOIN)
        if spent is None:
            raise LinkUsed()
        customer_id = _claim(ctx, spent)
        one_time.forget(ctx, customer_id, JOIN)
        door_in = door or Door()
        return LoggedIn(
            customer_id, customer_sessions.open_session(ctx, customer_id, door_in.kind, door_in.replaced)
        )

    return work.perform(caller, act)


def look_at_link(ctx: Context, token: str, proof: str = "") -> LinkSeen:
    """What a link of a letter would do, without doing it."""
    row = None
    if tenant_of(token, "customer_letter") == ctx.tenant:
        row = ctx.db.one(
            """select o.purpose, o.data from one_time_tokens o where o.tenant_id = %(tenant)s and o.token_hash = %(hash)s
                 and o.purpose = any(%(purposes)s) and o.expires_at > %(now)s and o.attempts < %(most)s""",
            hash=ids.token_hash(token),
            purposes=list(OF_LINKS),
            now=ctx.now,
            most=one_time.MOST_TRIES,
        )
    if row is None:
        return LinkSeen(False, False, False, "")
    is_joining = row.purpose == JOIN
    is_same = is_joining and bool(proof) and ids.token_hash(proof).hex() == row.data["proof"]
    return LinkSeen(True, is_joining, is_joining and not is_same, row.data["email"])


def admit(
    work: Work, caller: Caller, email: str, password: str, name: str = "", phone: str = "", locale: str = ""
) -> LoggedIn:
    """An account whose address the caller vouches for, logged in: for the system and those who may write customers. Refuses
    `AccountThere`, `EmailInvalid`, `InvalidInput`, weak passwords."""
    address, details = normal_email(email), rules.details(name, phone, locale)
    check_strength(password)
    data: dict[str, Any] = {
        "email": address,
        "password_hash": hash_password(password),
        "channels": [],
        **details,
    }

    def act(ctx: Context) -> LoggedIn:
        ctx.require("customers:write")
        customer_id = _become(ctx, ids.new_id(), data)
        return LoggedIn(customer_id, customer_sessions.open_session(ctx, customer_id))

    return work.perform(caller, act)


def _claim(ctx: Context, spent: Row) -> UUID:
    customer_id = _become(ctx, spent.subject_id, spent.data)
    for channel in spent.data["channels"]:
        keep_consent(ctx, customer_id, channel, is_given=True, source="register")
    return customer_id


def _become(ctx: Context, new_id: UUID, data: dict[str, Any]) -> UUID:
    """The guest with this address, or somebody new, has an account now. What a guest left in the record stays where the
    account says nothing."""
    found: UUID | None = ctx.db.value(
        """insert into customers as c (tenant_id, id, email, name, phone, locale, password_hash, claimed_at,
               email_verified_at, password_changed_at, created_at)
           values (%(tenant)s, %(id)s, %(email)s, %(name)s, %(phone)s, %(locale)s, %(hash)s, %(now)s, %(now)s, %(now)s,
               %(now)s)
           on conflict (tenant_id, email) do update set
               name = coalesce(nullif(excluded.name, ''), c.name), phone = coalesce(nullif(excluded.phone, ''), c.phone),
               locale = coalesce(nullif(excluded.locale, ''), c.locale), password_hash = excluded.password_hash,
               claimed_at = excluded.claimed_at, email_verified_at = excluded.claimed_at,
               password_changed_at = excluded.claimed_at, version = c.version + 1
               where c.claimed_at is null and c.deactivated_at is null
           returning c.id""",
        id=new_id,
        hash=data["password_hash"],
        now=ctx.now,
        **{key: data[key] for key in ("email", "name", "phone", "locale")},
    )
    if found is None:
        raise AccountThere()
    events.emit(
        ctx,
        CustomerRegistered(aggregate_id=found, email=data["email"], name=data["name"], locale=data["locale"]),
    )
    events.emit(ctx, CustomerVerified(aggregate_id=found))
    return found
