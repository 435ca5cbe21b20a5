"""The job that reads callbacks: the provider is asked for the truth, and what follows from it is done."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

from duka.checkout import paying
from duka.kernel import ids, log, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller, Work
from duka.payments import service as payments
from duka.payments import staff_queries
from duka.payments.errors import PaymentCallbackNotFound, ProviderUnreachable
from duka.payments.gateways import Gateways
from duka.payments.service import callbacks, disputes
from duka.payments.staff_types import PaymentCallback
from duka.payments.types import DisputeNews, Payment

AT_ONCE = 8
AT_A_TIME = 200
_DUE = """
update payment_callbacks c set due_at = %(until)s
from (select q.tenant_id, q.id from payment_callbacks q where q.processed_at is null and q.due_at <= %(now)s
      order by q.due_at limit 200 for update skip locked) q
where c.tenant_id = q.tenant_id and c.id = q.id
returning c.tenant_id, c.id"""
_log = log.get("checkout.callbacks")


class NotYetKnown(Refusal):
    """Nobody knows this payment yet; the callback may have overtaken the answer to our own request."""


def read_due(work: Work, gateways: Gateways, now: datetime | None = None) -> int:
    """Read what came and was not read, of all companies, oldest first; how many were. What can't be read yet comes again
    later."""
    count = 0
    now = now or work.clock()
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="callbacks") as pool:
        while True:
            with work.database.platform() as tx:
                taken = tx.all(_DUE, now=now, until=work.clock() + callbacks.LEASE)
            list(pool.map(lambda row: _guarded(work, gateways, *row), taken))
            count += len(taken)
            if len(taken) < AT_A_TIME:
                return count


def _guarded(work: Work, gateways: Gateways, tenant: UUID, callback_id: UUID) -> None:
    try:
        read(work, tenant, gateways, callback_id)
    except Refusal as refused:
        _log.info("callback: not yet", why=refused.code)
    except Exception:
        _log.exception("callback could not be read", tenant=str(tenant), callback=callback_id.hex)


def read(work: Work, tenant: UUID, gateways: Gateways, callback_id: UUID) -> None:
    """Twice is once. Raises `ProviderUnreachable` and `NotYetKnown`, to be tried again later; after the last try the
    callback stands as failed or unknown for staff to see."""
    waiting = work.perform(Caller(tenant, SYSTEM), lambda ctx: callbacks.take(ctx, callback_id))
    if waiting is None:
        return
    is_last = waiting.tries >= callbacks.MOST_TRIES
    payment = waiting.payment
    if payment is None:
        if waiting.is_about_us and not is_last:
            raise NotYetKnown()
        outcome = "unknown_reference" if waiting.is_about_us else "not_about_us"
        callbacks.finish(work, tenant, callback_id, outcome)
        return
    news = waiting.dispute
    if news is not None:
        work.perform(Caller(tenant, SYSTEM), lambda ctx: _dispute(ctx, payment, news))
    try:
        recorded = paying.recheck(work, tenant, gateways, payment.id)
    except ProviderUnreachable:
        if is_last:
            callbacks.finish(work, tenant, callback_id, "failed", payment.id)
        raise
    is_unanswered = recorded.payment.status == "unknown" and not recorded.is_changed
    if is_unanswered and not is_last:
        raise ProviderUnreachable()
    applied = recorded.is_changed or news is not None
    outcome = "mismatch" if recorded.is_mismatch else "applied" if applied else "no_change"
    callbacks.finish(work, tenant, callback_id, outcome, payment.id)


def replay(work: Work, caller: Caller, gateways: Gateways, callback_id: UUID) -> PaymentCallback:
    """Staff have it read once more, now: after an account was mended, or a payment became known. What it then is. Refuses
    `PaymentCallbackNotFound`, and `ProviderUnreachable` when the provider does not answer (it stands as failed then)."""

    def reopen(ctx: Context) -> None:
        ctx.require("payments:write")
        found = staff_queries.callback(ctx, callback_id)
        if found is None:
            raise PaymentCallbackNotFound()
        ctx.require("payments:write", store=ids.parse("store", found.store_id) if found.store_id else None)
        callbacks.reopen(ctx, callback_id)
        trail.note(
            ctx, "payment_callback.replayed", "payment_callback", callback_id,
            provider=found.provider, event_id=found.event_id, outcome=found.outcome,
        )  # fmt: skip

    def look(ctx: Context) -> PaymentCallback:
        found = staff_queries.callback(ctx, callback_id)
        if found is None:
            raise PaymentCallbackNotFound()
        return found

    work.perform(caller, reopen)
    read(work, caller.tenant, gateways, callback_id)
    return work.perform(caller, look)


def _dispute(ctx: Context, payment: Payment, news: DisputeNews) -> bool:
    return disputes.record(ctx, payments.hold(ctx, payment.id).payment, news)
