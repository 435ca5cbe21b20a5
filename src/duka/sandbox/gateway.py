"""The gateway's books: charges that open, are paid or declined, and are told of by callbacks."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import msgspec

from duka.kernel import ids, jobs
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import Invalid, NotFound, Refusal
from duka.kernel.work import Caller, Work

T = TypeVar("T")
LATE = timedelta(seconds=20)
CHALLENGE_CODE = "1234"
ACTS = ("pay", "decline", "challenge", "timeout", "late", "twice", "never")
COLUMNS = "id, reference, amount_minor, currency, status, return_url, callback_url, behaviour, refunded_minor, phone, created_at"


class ChargeNotFound(NotFound):
    """The gateway knows no such charge."""


class ChargeConflict(Invalid):
    """The gateway has this key for another amount."""


class RefundNotPossible(Refusal):
    """The gateway does not hold that much of this charge."""


class WrongCode(Invalid):
    """That code is wrong. The sandbox's code is always 1234."""


class NoSuchChoice(Invalid):
    """Choose one of the buttons."""


class SandboxCharge(msgspec.Struct, frozen=True):
    """`status`: open, challenged, paid, declined, refunded or cancelled. `phone`: whose telephone it waits on; empty when it
    waits on the hosted page."""

    id: UUID
    reference: str
    amount_minor: int
    currency: str
    status: str
    return_url: str
    callback_url: str
    behaviour: str
    refunded_minor: int
    phone: str
    created_at: datetime


def at(work: Work, tenant: UUID, act: Callable[[Context], T]) -> T:
    """A visit to the gateway: a transaction of its own."""
    return work.perform(Caller(tenant, SYSTEM), act)


def open_charge(
    ctx: Context,
    key: str,
    amount_minor: int,
    currency: str,
    return_url: str,
    callback_url: str,
    phone: str = "",
) -> SandboxCharge:
    """The charge with that key: a new one, or the one that was opened before. Refuses `ChargeConflict`."""
    row = ctx.db.one(
        f"""insert into sandbox_charges as c (tenant_id, id, reference, idempotency_key, amount_minor, currency, return_url,
                                              callback_url, phone, created_at, updated_at)
            values (%(tenant)s, %(id)s, %(reference)s, %(key)s, %(amount)s, %(currency)s, %(return_url)s, %(callback_url)s,
                    %(phone)s, %(now)s, %(now)s)
            on conflict (tenant_id, idempotency_key) do update set updated_at = c.updated_at
            returning {COLUMNS}""",  # noqa: S608 - a constant
        id=ids.new_id(),
        reference="sbx_" + secrets.token_urlsafe(24),
        key=key,
        amount=amount_minor,
        currency=currency,
        return_url=return_url,
        callback_url=callback_url,
        phone=phone,
        now=ctx.now,
    )
    assert row is not None, "an insert that updates on conflict gives a row"
    charge = SandboxCharge(*row)
    if (charge.amount_minor, charge.currency) != (amount_minor, currency):
        raise ChargeConflict()
    return charge


def find(ctx: Context, reference: str, *, lock: bool = False) -> SandboxCharge:
    """Refuses `ChargeNotFound`."""
    row = ctx.db.one(
        f"""select {COLUMNS} from sandbox_charges where tenant_id = %(tenant)s and reference = %(reference)s
            {"for update" if lock else ""}""",  # noqa: S608 - constants
        reference=reference,
    )
    if row is None:
        raise ChargeNotFound()
    return SandboxCharge(*row)


def decide(ctx: Context, reference: str, act: str, code: str = "") -> SandboxCharge:
    """What the buyer chose on the hosted page. A charge that is decided stays as it is.
    Refuses `ChargeNotFound`, `NoSuchChoice` and `WrongCode`."""
    charge = find(ctx, reference, lock=True)
    if charge.status not in {"open", "challenged"}:
        return charge
    if act not in ACTS:
        raise NoSuchChoice()
    if charge.status == "challenged" and act == "pay" and code != CHALLENGE_CODE:
        raise WrongCode()
    status = {"decline": "declined", "challenge": "challenged"}.get(act, "paid")
    change(ctx, charge.id, status, act)
    if status != "challenged":
        call_back(ctx, charge, status, act)
    return find(ctx, reference)


def cancel(ctx: Context, reference: str) -> SandboxCharge:
    charge = find(ctx, reference, lock=True)
    if charge.status in {"open", "challenged"}:
        change(ctx, charge.id, "cancelled", "cancel")
    return find(ctx, reference)


def refund(ctx: Context, reference: str, amount_minor: int, key: str) -> SandboxCharge:
    """Gives back once for each key. Refuses `RefundNotPossible` for money that is not here."""
    charge = find(ctx, reference, lock=True)
    was_done = ctx.db.value(
        """select %(key)s = any(refund_keys) from sandbox_charges where tenant_id = %(tenant)s and id = %(id)s""",
        id=charge.id,
        key=key,
    )
    if was_done:
        return charge
    if charge.status != "paid" or charge.refunded_minor + amount_minor > charge.amount_minor:
        raise RefundNotPossible()
    ctx.db.run(
        """update sandbox_charges set refunded_minor = refunded_minor + %(amount)s, updated_at = %(now)s,
                  refund_keys = refund_keys || %(key)s::text,
                  status = case when refunded_minor + %(amount)s = amount_minor then 'refunded' else status end
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=charge.id,
        amount=amount_minor,
        key=key,
        now=ctx.now,
    )
    return find(ctx, reference)


def change(ctx: Context, charge_id: UUID, status: str, behaviour: str) -> None:
    ctx.db.run(
        """update sandbox_charges set status = %(status)s, behaviour = %(behaviour)s, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=charge_id,
        status=status,
        behaviour=behaviour,
        now=ctx.now,
    )


def call_back(ctx: Context, charge: SandboxCharge, status: str, act: str) -> None:
    if act in {"never", "timeout"}:
        return
    event_id = "evt_" + secrets.token_hex(12)
    at = ctx.now + LATE if act == "late" else None
    for _ in range(2 if act == "twice" else 1):
        jobs.defer(
            ctx, "sandbox.call_back", at=at, reference=charge.reference, event_id=event_id, status=status
        )
