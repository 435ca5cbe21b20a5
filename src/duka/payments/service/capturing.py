"""Taking held money: claimed, asked for outside any transaction, recorded; whatever is cut off is asked for again with the
same key. A final capture lets the rest of the hold go."""

from collections.abc import Callable
from uuid import UUID

import msgspec

from duka.kernel import ids, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import IdempotencyKeyReused
from duka.kernel.work import Caller, Work
from duka.payments import possible, queries, rules
from duka.payments.errors import (
    CaptureRefused,
    CaptureTooLarge,
    PaymentNotFound,
    PaymentUnderWay,
)
from duka.payments.gateways import Gateways
from duka.payments.service.asking import Line, said
from duka.payments.service.collecting import open_line
from duka.payments.service.recording import Held, hold, record
from duka.payments.types import Outcome, Payment


class CaptureAsked(msgspec.Struct, frozen=True, kw_only=True):
    """`amount_minor` None: what the order costs and was not taken yet, as far as it is held: the room above an estimate is
    taken only when somebody says the sum. `request`: the same one takes it once."""

    amount_minor: int | None = None
    is_final: bool = True
    reason: str = ""
    request: bytes | None = None


def capture(
    work: Work,
    caller: Caller,
    gateways: Gateways,
    payment_id: UUID,
    asked: CaptureAsked,
    check: Callable[[Context, Payment], None] | None = None,
) -> Payment:
    """Take held money, all of it or less. Refuses `NothingToCapture`, `CaptureTooLarge`, `PaymentUnderWay` while another
    capture of it is on its way, `CaptureRefused`, and `ProviderUnreachable`: then the claim stands and is asked again."""

    def claim(ctx: Context) -> UUID:
        ctx.require("payments:write")
        held = hold(ctx, payment_id)
        if check is not None:
            check(ctx, held.payment)
        return _asked_before(ctx, held.payment, asked) or _claim(ctx, held, asked)

    return carry_out(work, caller.tenant, gateways, work.perform(caller, claim))


def carry_out(work: Work, tenant: UUID, gateways: Gateways, capture_id: UUID) -> Payment:
    """Ask the provider for a claimed capture, with its own key however often, and record the answer once."""
    system = Caller(tenant, SYSTEM)

    claimed = work.perform(system, lambda ctx: _claimed(ctx, gateways, capture_id))
    line, payment = claimed.line, claimed.payment
    if line is None:
        return payment

    answer, heard = said(lambda: _ask(line, claimed, capture_id))
    if not isinstance(answer, Outcome):
        raise answer

    def keep(ctx: Context) -> Payment:
        if answer.status == "refused":
            _close(ctx, capture_id, "refused", answer.reason)
            return payment
        after = record(ctx, payment.id, answer, heard).payment
        if answer.status in ("captured", "partially_captured"):
            _close(ctx, capture_id, "done")
        elif answer.status in rules.FAILURE:
            _close(ctx, capture_id, "refused", answer.reason)
        return after

    after = work.perform(system, keep)
    if answer.status == "refused":
        raise CaptureRefused(why=answer.reason or "it gave no reason.")
    return after


class _Claimed(msgspec.Struct, frozen=True):
    """What is to be taken; without a line when it was, or is refused."""

    payment: Payment
    line: Line | None
    amount_minor: int
    is_final: bool


def _claimed(ctx: Context, gateways: Gateways, capture_id: UUID) -> _Claimed:
    row = ctx.db.one(
        """update captures c set asked = c.asked + 1 where c.tenant_id = %(tenant)s and c.id = %(id)s
           returning c.payment_id, c.amount_minor, c.is_final, c.status""",
        id=capture_id,
    )
    if row is None:
        raise PaymentNotFound()
    payment = queries.get(ctx, row.payment_id)
    line = open_line(ctx, gateways, payment) if row.status == "pending" else None
    return _Claimed(payment, line, row.amount_minor, row.is_final)


def _ask(line: Line, claimed: _Claimed, capture_id: UUID) -> Outcome:
    try:
        return line.provider.capture(
            line.account, line.known, claimed.amount_minor, capture_id.hex, is_final=claimed.is_final
        )
    except CaptureRefused as refused:
        return Outcome("refused", reason=str(refused.fields.get("why", "")))


def _asked_before(ctx: Context, payment: Payment, asked: CaptureAsked) -> UUID | None:
    if asked.request is None:
        return None
    row = ctx.db.one(
        """select id, amount_minor, is_final from captures
           where tenant_id = %(tenant)s and payment_id = %(payment)s and request = %(request)s""",
        payment=payment.id,
        request=asked.request,
    )
    if row is None:
        return None
    if asked.amount_minor not in (None, row.amount_minor) or asked.is_final != row.is_final:
        raise IdempotencyKeyReused()
    found: UUID = row.id
    return found


def _claim(ctx: Context, held: Held, asked: CaptureAsked) -> UUID:
    payment = held.payment
    no = possible.capture(payment.status)
    if no is not None:
        raise no
    available = payment.amount_minor - payment.captured_minor
    owed = min(available, held.share_minor - payment.captured_minor)
    amount = owed if asked.amount_minor is None else asked.amount_minor
    if not 0 < amount <= available:
        raise CaptureTooLarge(available_minor=available)
    capture_id = ids.new_id()
    made = ctx.db.run(
        """insert into captures (tenant_id, id, payment_id, amount_minor, is_final, reason, actor, actor_name, request,
                                 created_at, updated_at)
           values (%(tenant)s, %(id)s, %(payment)s, %(amount)s, %(final)s, %(reason)s, %(actor)s, %(name)s, %(request)s,
                   %(now)s, %(now)s)
           on conflict (tenant_id, payment_id) where status = 'pending' do nothing""",
        id=capture_id,
        payment=payment.id,
        amount=amount,
        final=asked.is_final,
        reason=asked.reason[:500],
        actor=ctx.actor.label,
        name=ctx.actor.name,
        request=asked.request,
        now=ctx.now,
    )
    if not made:
        raise PaymentUnderWay()
    trail.note(
        ctx,
        "capture.asked",
        "order",
        payment.order_id,
        before={"captured_minor": payment.captured_minor},
        after={"captured_minor": payment.captured_minor + amount},
        payment_id=ids.public("pay", payment.id),
        amount_minor=amount,
        currency=payment.currency,
        is_final=asked.is_final,
        reason=asked.reason[:500],
    )
    return capture_id


def _close(ctx: Context, capture_id: UUID, status: str, failure: str = "") -> None:
    ctx.db.run(
        """update captures set status = %(status)s, failure = %(failure)s, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s and status = 'pending'""",
        id=capture_id,
        status=status,
        failure=failure[:500],
        now=ctx.now,
    )
