"""The verbs: `preview` and `apply`."""

from uuid import UUID

import msgspec

from duka.carts import terms as cart_terms
from duka.carts.terms import Terms
from duka.checkout import giving_back, links, paying
from duka.kernel import jobs
from duka.kernel.context import Context
from duka.kernel.errors import IdempotencyKeyReused, Refusal
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.markets import queries as markets
from duka.order_edits import asking, money, offers, queries, rules, stock, taxes
from duka.order_edits.errors import NothingToEdit, OrderLeftFree
from duka.order_edits.events import OrderEdited
from duka.order_edits.money import Standing
from duka.order_edits.types import Applied, Changes, EditPreview
from duka.orders import holding, possible, reach
from duka.orders import service as orders
from duka.orders.fulfillment import queries as progress_queries
from duka.orders.fulfillment import service as fulfillment
from duka.orders.fulfillment.types import LineProgress
from duka.orders.possible import Facts, PaymentFacts
from duka.orders.revisions import Contents, Edit
from duka.orders.service import revising
from duka.orders.telling import tell
from duka.orders.types import Destination, OrderState
from duka.payments import owing
from duka.payments import queries as payment_queries
from duka.payments import rules as payment_rules
from duka.payments import service as payments
from duka.payments.gateways import Gateways
from duka.payments.types import Payment

GIVE_BACK = "order_edits.give_back"


class EditAsked(msgspec.Struct, frozen=True, kw_only=True):
    """`gives_back`: a surplus goes back now. `sends_link`: for what is due a payment link is sent to `link_to`, or to where the
    buyer is reached. `request`: the same one edits once."""

    changes: Changes
    reason: str
    request: bytes
    gives_back: bool = False
    sends_link: bool = False
    link_to: str = ""


class _Weighed(msgspec.Struct, frozen=True):
    """What would come of some changes of an order, as it is now."""

    order: OrderState
    terms: Terms
    before: Contents
    after: Contents
    progress: list[LineProgress]
    planned: stock.Plan
    attempts: list[Payment]
    standing: Standing

    @property
    def is_changed(self) -> bool:
        return self.after != self.before


def preview(ctx: Context, order_id: UUID, changes: Changes) -> EditPreview:
    """What would come of these changes: lines, totals, what is short in stock, and what happens with the money. Changes nothing.
    Refuses `OrderNotFound`, `OrderClosed`, `OrderNotPlaced`, `PastOrderFixed`, `PaymentUnderWay`, and what the changes are
    refused with; goods that are short are listed in `shortages`."""
    reach.require(ctx, "orders:edit", order_id)
    weighed = _weigh(ctx, holding.hold(ctx, order_id), changes)
    return queries.previewed(
        ctx,
        weighed.order,
        weighed.terms,
        weighed.before,
        weighed.after,
        weighed.progress,
        weighed.planned,
        weighed.standing,
    )


def apply(
    work: Work, caller: Caller, gateways: Gateways, order_id: UUID, asked: EditAsked, expected: int | None
) -> Applied:
    """The changes are made, all or nothing; then a surplus goes back, if that was asked for. The same request edits once.

    Refuses what `preview` refuses, `NothingToEdit`, `VersionConflict`, `SoldOut`, `OrderLeftFree`, `IdempotencyKeyReused`, and
    `Forbidden` for prices without orders:discount and for giving back without payments:write. What a provider refuses
    afterwards does not undo the edit: it is told in `problem`, and a job asks again.
    """
    applied, give_back = work.perform(caller, lambda ctx: _apply(ctx, order_id, asked, expected))
    if not give_back:
        return applied
    try:
        given = give_back_surplus(work, caller, gateways, order_id, applied.edit)
    except Refusal as refusal:
        return msgspec.structs.replace(applied, problem=refusal.code)
    return msgspec.structs.replace(
        applied, given_back_minor=given, surplus_minor=max(applied.surplus_minor - given, 0)
    )


def give_back_surplus(work: Work, caller: Caller, gateways: Gateways, order_id: UUID, edit: int) -> int:
    """What the `edit`th edit was to give back goes back, once however often this is called. For `apply`, and for the job that
    finishes what was cut off."""

    def find(ctx: Context) -> tuple[int, str]:
        row = ctx.db.one(
            """select give_back_minor, reason from order_versions
               where tenant_id = %(tenant)s and order_id = %(order)s and number = %(edit)s""",
            order=order_id,
            edit=edit,
        )
        return (row.give_back_minor, row.reason) if row else (0, "")

    amount, reason = work.perform(caller, find)
    if not amount:
        return 0
    request = f"edit:{order_id.hex}:{edit}"
    return giving_back.give_back(work, caller, gateways, order_id, amount, reason, request)


def _weigh(ctx: Context, order: OrderState, changes: Changes) -> _Weighed:
    """The caller holds the order. About ten statements."""
    order_id = order.id
    before = revising.contents(ctx, order_id)
    attempts = payment_queries.of_order(ctx, order_id)
    no = possible.edit(_facts(ctx, order, before, attempts))
    if no is not None:
        raise no
    if changes.sets_prices:
        reach.require(ctx, "orders:discount", order_id)
    seen = markets.of_order(ctx, order.store_id, order_id, order.currency)
    terms = taxes.agreed(cart_terms.of(ctx, order.store_id, seen), before)
    progress = progress_queries.progress(ctx, order_id)
    wanted = {new.variant_id: new.quantity for new in changes.added}
    wanted |= {c.variant_id: c.quantity or 1 for c in changes.lines if c.variant_id}
    changes = asking.cleaned(changes, before, order)
    place = rules.place_of(changes.shipping_address or before.shipping_address)
    after = rules.revised(
        before,
        changes,
        offers=taxes.asked(offers.of(ctx, order, seen, wanted, before.locale), terms, place),
        progress={line.line_id: line for line in progress},
        terms=terms,
        address=changes.shipping_address or before.shipping_address,
        new_id=new_id,
    )
    standing = money.standing(
        owing.of(ctx, order_id),
        attempts,
        after.total_minor - before.total_minor,
        returning_minor=money.returning(ctx, order_id),
        currency=before.currency,
    )
    planned = stock.plan(ctx, order_id, before, after, terms)
    return _Weighed(order, terms, before, after, progress, planned, attempts, standing)


def _apply(ctx: Context, order_id: UUID, asked: EditAsked, expected: int | None) -> tuple[Applied, int]:
    reach.require(ctx, "orders:edit", order_id)
    order = holding.hold(ctx, order_id)
    fingerprint = asking.fingerprint(
        asked.changes, asked.reason, asked.gives_back, asked.sends_link, asked.link_to
    )
    done = _done_before(ctx, order, asked.request, fingerprint)
    if done is not None:
        return done
    holding.hold_version(ctx, order_id, expected)
    weighed = _weigh(ctx, order, asked.changes)
    before, after = weighed.before, weighed.after
    if not weighed.is_changed:
        raise NothingToEdit()
    if after.total_minor == 0 and not any(p.captured_minor for p in weighed.attempts) and weighed.attempts:
        raise OrderLeftFree()
    give_back = weighed.standing.returnable_minor if asked.gives_back else 0
    if give_back:
        reach.require(ctx, "payments:write", order_id)
    stock.carry_out(ctx, order_id, after, weighed.planned)
    edit = revising.revise(
        ctx, order, before, after, Edit(asked.reason, asked.request, fingerprint, give_back)
    )
    fulfillment.refresh(ctx, order)
    _redirect(ctx, order, before, after)
    _follow_money(ctx, order, weighed, sends_link=asked.sends_link)
    _tell(ctx, order, before, after, edit, asked.reason)
    if asked.sends_link and owing.of(ctx, order_id).due_minor:
        links.send(ctx, order_id, to=asked.link_to or None)
    if give_back:
        at = ctx.now + asking.SECOND_TRY
        jobs.defer(ctx, GIVE_BACK, at=at, order_id=order_id.hex, edit=edit)
    return _applied(ctx, order_id, edit), give_back


def _facts(ctx: Context, order: OrderState, before: Contents, attempts: list[Payment]) -> Facts:
    capturing = money.is_capturing(ctx, order.id)
    return Facts(
        status=order.status,
        payment_status=order.payment_status,
        fulfillment_status=order.fulfillment_status,
        is_placed=order.is_placed,
        is_past=before.sales_channel == "import",
        payments=tuple(
            PaymentFacts(p.id.hex, p.provider, p.status, p.captured_minor, p.refunded_minor, capturing)
            for p in attempts
        ),
    )


def _done_before(
    ctx: Context, order: OrderState, request: bytes, fingerprint: bytes
) -> tuple[Applied, int] | None:
    """The edit that the same request made. Refuses `IdempotencyKeyReused` when it asked for something else."""
    row = ctx.db.one(
        """select number, asked, give_back_minor from order_versions
           where tenant_id = %(tenant)s and order_id = %(order)s and request = %(request)s""",
        order=order.id,
        request=request,
    )
    if row is None:
        return None
    if bytes(row.asked) != fingerprint:
        raise IdempotencyKeyReused()
    return _applied(ctx, order.id, row.number), row.give_back_minor


def _redirect(ctx: Context, order: OrderState, before: Contents, after: Contents) -> None:
    if (before.shipping_address, before.billing_address) == (after.shipping_address, after.billing_address):
        return
    was = Destination(before.shipping_address, before.billing_address, before.shipping_method, 0, [], 0)
    orders.set_addresses(ctx, order, was, after.shipping_address, after.billing_address)


def _follow_money(ctx: Context, order: OrderState, weighed: _Weighed, *, sends_link: bool) -> None:
    """What waits to be paid by hand becomes what is due; where nothing waits, cash or a transfer for the rest does. The order's
    payment status follows."""
    payments.resize(ctx, order.id)
    due = owing.of(ctx, order.id).due_minor
    if due and not weighed.attempts:
        revising.wait_for_payment(ctx, order.id)
    is_by_hand = order.payment_method in payment_rules.BY_HAND and not sends_link
    if due and is_by_hand and money.by_hand(weighed.attempts) is None and ctx.may("payments:create"):
        payments.pay_rest(ctx, order.id, order.payment_method)
    paying.follow_money(ctx, order.id)


def _tell(ctx: Context, order: OrderState, before: Contents, after: Contents, edit: int, reason: str) -> None:
    event = OrderEdited(
        aggregate_id=order.id,
        number=order.number,
        edit=edit,
        difference_minor=after.total_minor - before.total_minor,
        total_minor=after.total_minor,
        currency=before.currency,
        reason=reason[:500],
    )
    tell(ctx, event, asking.told(before), asking.told(after))


def _applied(ctx: Context, order_id: UUID, edit: int) -> Applied:
    row = ctx.db.one(
        """select o.version, o.currency, v.total_minor as before,
                  coalesce((select n.total_minor from order_versions n where n.tenant_id = %(tenant)s and n.order_id = o.id
                            and n.number = v.number + 1), o.total_minor) as after,
                  exists (select from payment_links l where l.tenant_id = %(tenant)s and l.order_id = o.id
                          and l.created_at = v.at) as link_sent
           from orders o join order_versions v on v.tenant_id = %(tenant)s and v.order_id = o.id and v.number = %(edit)s
           where o.tenant_id = %(tenant)s and o.id = %(order)s""",
        order=order_id,
        edit=edit,
    )
    assert row is not None  # it was just written, or found
    now = owing.of(ctx, order_id)
    return Applied(
        edit=edit,
        version=row.version,
        difference_minor=row.after - row.before,
        total_minor=row.after,
        currency=row.currency,
        due_minor=now.due_minor,
        surplus_minor=max(now.surplus_minor - money.returning(ctx, order_id), 0),
        given_back_minor=0,
        link_sent=row.link_sent,
        problem="",
    )
