"""A draft becomes an order: by staff, or by the customer who holds its link. The steps are checkout's, with what was agreed."""

from datetime import timedelta
from uuid import UUID

import msgspec

from duka.carts import assembly, terms
from duka.carts import service as carts
from duka.carts.rows import CartRow
from duka.carts.types import Cart, CartChange
from duka.checkout import addresses, paying
from duka.checkout import service as checkout
from duka.customers.types import Address
from duka.draft_orders import holding, rows, rules, service
from duka.draft_orders.errors import DraftClosed, DraftLinkClosed, DraftLinkNotFound
from duka.draft_orders.events import DraftOrderOrdered
from duka.draft_orders.permissions import within
from duka.draft_orders.rows import DraftRow
from duka.draft_orders.types import Agreed
from duka.kernel import events, ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.ids import token_hash
from duka.kernel.work import Caller, Work
from duka.orders import agreeing
from duka.orders import queries as order_queries
from duka.orders import service as orders
from duka.orders.agreeing import AgreedLine
from duka.orders.types import Order
from duka.payments.gateways import Gateways
from duka.payments.service import Way

TOKEN_DAYS = 30
"""For so long the link opens the order that its draft became."""
_NOTHING = Agreed()


class Opened(msgspec.Struct, frozen=True):
    """What a link shows. `state`: open (it can be ordered), ordered (then `order_id`), over (cancelled, expired, or a newer
    link is valid). `asks_for`: what its customer still fills in: email, phone, shipping_address."""

    state: str
    number: str
    cart: Cart
    asks_for: list[str]
    order_id: UUID | None = None


def place(ctx: Context, draft_id: UUID, method: str, expected_total_minor: int | None = None) -> Order:
    """Staff place the draft, to be paid by `method`: cash on delivery and a transfer count at once, another way waits for its
    money. Placing what was ordered gives that order.

    Refuses `DraftNotFound`, `DraftClosed`, and what `checkout.place` refuses; nothing is changed then.
    """
    ctx.require("drafts:write")
    draft = rows.load(ctx, draft_id, lock=True)
    if draft.order_id is not None:
        inner = within(ctx, "drafts:write", draft.store_id, draft.locale)
        return order_queries.order(inner, draft.order_id)
    inner, draft, _ = service.hold(ctx, draft_id)
    order = _sell(inner, draft, CartChange(payment_method=method), expected_total_minor, "staff")
    order_id = ids.parse("ord", order.id)
    if draft.tags:
        orders.add_tags(inner, order_id, draft.tags)
    if draft.internal_note:
        orders.add_note(inner, order_id, draft.internal_note)
    return order


def prompt(work: Work, caller: Caller, gateways: Gateways, order: Order, phone: str, return_url: str) -> None:
    """Ask for the money of an order that was just placed on a telephone. Twice is one prompt. Refuses what `paying.pay`
    refuses."""
    system = Caller(caller.tenant, SYSTEM, store=caller.store, locale=order.locale)
    paying.pay(work, system, gateways, ids.parse("ord", order.id), None, Way(return_url, payer_phone=phone))


def look(work: Work, caller: Caller, token: str) -> Opened:
    """What the link shows in the caller's store and language. Refuses `DraftLinkNotFound`; the surface limits how often it is
    tried."""
    return work.perform(_system(caller), lambda ctx: _opened(ctx, token))


def accept(
    work: Work,
    caller: Caller,
    token: str,
    method: str,
    typed: CartChange,
    expected_total_minor: int | None = None,
) -> Order:
    """The customer orders what was composed for them, to be paid by `method`. Of `typed` only what is asked for counts. The
    link opens the order from then on; twice is the same order.

    Refuses `DraftLinkNotFound`, `DraftLinkClosed`, and what `checkout.place` refuses; nothing is changed then.
    """

    def act(ctx: Context) -> Order:
        draft_id = _find(ctx, token, lock=True)
        draft = rows.load(ctx, draft_id)
        if draft.order_id is not None:
            return order_queries.order(ctx, draft.order_id)
        try:
            inner, draft, cart = service.hold(ctx, draft_id)
        except DraftClosed:
            raise DraftLinkClosed() from None
        if rules.state(draft, cart, ctx.now) != "sent":
            raise DraftLinkClosed()
        asked = _asks_for(cart, _needs_address(ctx, draft, cart))
        change = CartChange(
            payment_method=method,
            email=typed.email if "email" in asked else msgspec.UNSET,
            phone=typed.phone if "phone" in asked else msgspec.UNSET,
            shipping_address=typed.shipping_address if "shipping_address" in asked else msgspec.UNSET,
        )
        order = _sell(inner, draft, change, expected_total_minor, "customer")
        order_id = ids.parse("ord", order.id)
        agreeing.let_in(ctx, order_id, token_hash(token), ctx.now + timedelta(days=TOKEN_DAYS))
        if draft.tags:
            orders.add_tags(inner, order_id, draft.tags)
        if draft.internal_note:
            orders.add_note(inner, order_id, draft.internal_note)
        return order

    return work.perform(_system(caller), act)


def _sell(ctx: Context, draft: DraftRow, change: CartChange, expected: int | None, by: str) -> Order:
    carts.update(ctx, draft.id, None, change)
    holding.let_go(ctx, draft)
    taken = carts.take(ctx, draft.id, None)
    assert taken is not None  # its row was open, and the draft's is held
    agreement = rules.agreement(draft, taken.shown, taken.terms, ctx.locale)
    order = checkout.sell(
        ctx,
        agreement.priced,
        expected,
        channel=rules.CHANNEL,
        reprice=lambda row: rules.agreement(draft, row, taken.terms, ctx.locale).priced,
    )
    order_id = ids.parse("ord", order.id)
    lines = {}
    for line, shared in zip(agreement.priced.row.lines, agreement.shared_minor, strict=True):
        one = draft.agreed.get(UUID(line.variant_id), _NOTHING)
        if shared or not one.is_nothing:
            lines[UUID(line.variant_id)] = AgreedLine(one.discount, one.price_reason, shared)
    agreeing.agree(ctx, order_id, draft.discount, lines)
    ctx.db.run(
        """update draft_orders set total_minor = %(total)s, hold_until = null, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=draft.id,
        total=order.total_minor,
        now=ctx.now,
    )
    events.emit(
        ctx,
        DraftOrderOrdered(
            aggregate_id=draft.id,
            number=draft.number,
            store_id=draft.store_id,
            order_id=order_id,
            order_number=order.number,
            by=by,
            total_minor=order.total_minor,
            currency=order.currency,
        ),
    )
    return order


def _opened(ctx: Context, token: str) -> Opened:
    draft = rows.load(ctx, _find(ctx, token))
    cart = rows.cart_of(ctx, draft)
    state = rules.state(draft, cart, ctx.now)
    priced = rules.agreement(draft, cart, terms.of(ctx, draft.store_id, cart.seen), ctx.locale).priced
    shown = {"sent": "open", "ordered": "ordered"}.get(state, "over")
    asked = _asks_for(cart, priced.needs_shipping and not _is_fetched(priced)) if shown == "open" else []
    return Opened(shown, draft.number, assembly.cart(priced), asked, draft.order_id)


def _needs_address(ctx: Context, draft: DraftRow, cart: CartRow) -> bool:
    priced = rules.agreement(draft, cart, terms.of(ctx, draft.store_id, cart.seen), ctx.locale).priced
    return priced.needs_shipping and not _is_fetched(priced)


def _is_fetched(priced: assembly.Priced) -> bool:
    return priced.carriage is not None and priced.carriage.location_id is not None


def _asks_for(cart: CartRow, is_carried: bool) -> list[str]:
    asked = [] if cart.email else ["email"]
    if not cart.phone and not (cart.shipping_address and cart.shipping_address.phone):
        asked.append("phone")
    if is_carried and _is_lacking(cart.shipping_address):
        asked.append("shipping_address")
    return asked


def _is_lacking(address: Address | None) -> bool:
    return address is None or bool(addresses.problems(address))


def _find(ctx: Context, token: str, *, lock: bool = False) -> UUID:
    """The draft of a link of this store. Refuses `DraftLinkNotFound`."""
    draft_id: UUID | None = ctx.db.value(
        """select d.id from draft_orders d where d.tenant_id = %(tenant)s and d.token_hash = %(hash)s
             and (%(store)s::uuid is null or d.store_id = %(store)s)""",
        hash=token_hash(token),
        store=ctx.store,
    )
    if draft_id is None:
        raise DraftLinkNotFound()
    if lock:
        rows.load(ctx, draft_id, lock=True)
    return draft_id


def _system(caller: Caller) -> Caller:
    return Caller(
        caller.tenant, SYSTEM, store=caller.store, locale=caller.locale, request_id=caller.request_id
    )
