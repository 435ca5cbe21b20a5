"""The verbs of draft orders: building one. Sending is in `sending`, placing in `ordering`."""

from datetime import timedelta
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from duka.carts import coding, terms
from duka.carts import rows as cart_rows
from duka.carts import rules as cart_rules
from duka.carts import service as carts
from duka.carts.rows import CartRow
from duka.carts.types import CartChange, NewLine
from duka.customers import rules as customer_rules
from duka.customers.errors import CustomerNotFound
from duka.customers.types import Address
from duka.draft_orders import holding, queries, rows, rules
from duka.draft_orders.errors import DraftClosed, DraftPricedByHand, DraftStillOpen, StoreLocaleUnknown
from duka.draft_orders.permissions import within
from duka.draft_orders.rows import DraftRow
from duka.draft_orders.types import Agreed, Draft, DraftChange, WantedLine
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.orders import queries as orders
from duka.orders.revisions import Discount
from duka.stores import queries as stores
from duka.stores.seen import market_of

FIRST_NUMBER = 1
LONGEST_HOLD = timedelta(days=30)
MOST_NOTE = 2000
_MILLION = 1_000_000
_ADDRESS = msgspec.json.Decoder(Address)


def create(ctx: Context, store_id: UUID, change: DraftChange, locale: str = "") -> Draft:
    """A new draft of a store, in one of its languages and markets. Refuses `StoreNotFound`, `StoreLocaleUnknown`, and what
    `update` refuses."""
    ctx = within(ctx, "drafts:write", store_id)
    terms.of(ctx, store_id)
    spoken = ctx.db.one(
        "select s.locales, s.default_locale from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s",
        store=store_id,
    )
    assert spoken is not None  # its terms were read
    if locale and locale not in spoken.locales:
        raise StoreLocaleUnknown(locale=locale)
    market = change.market if isinstance(change.market, str) else ""
    said = msgspec.structs.replace(ctx, locale=locale or spoken.default_locale, market=market)
    wanted = change.lines if isinstance(change.lines, list) else []
    made = carts.create(said, store_id, [NewLine(line.variant_id, line.quantity) for line in wanted])
    draft_id = ids.parse("cart", made.id)
    ctx.db.run(
        """with drawn as (
               insert into counters as n (tenant_id, name, value) values (%(tenant)s, 'drafts', %(first)s)
               on conflict (tenant_id, name) do update set value = n.value + 1 returning n.value)
           insert into draft_orders (tenant_id, id, store_id, number, currency, created_by, created_by_name, created_at,
                                     updated_at)
           select %(tenant)s, %(id)s, %(store)s, 'D' || drawn.value, %(currency)s, %(by)s, %(name)s, %(now)s, %(now)s
           from drawn""",
        id=draft_id,
        store=store_id,
        first=FIRST_NUMBER,
        currency=made.currency,
        by=ctx.actor.label,
        name=ctx.actor.name,
        now=ctx.now,
    )
    draft = rows.load(ctx, draft_id)
    trail.note(ctx, "draft_order.created", "draft_order", draft_id, number=draft.number)
    return _change(said, draft, cart_rows.load(said, draft_id, None), change)


def update(ctx: Context, draft_id: UUID, change: DraftChange, version: int) -> Draft:
    """Changes what `change` names.

    Refuses `DraftNotFound`, `VersionConflict`, `DraftClosed`, `InvalidInput`, `Forbidden` for prices and discounts without
    orders:discount, `CustomerNotFound`, `SoldOut` for a hold, `DraftPricedByHand` for a market of another currency, and what
    `carts.add` and `carts.update` refuse.
    """
    ctx, draft, cart = hold(ctx, draft_id)
    if cart.version != version:
        raise VersionConflict()
    return _change(ctx, draft, cart, change)


def duplicate(ctx: Context, draft_id: UUID) -> Draft:
    """A new open draft of the same content at today's prices, whatever became of the first. Prices of staff's own go along
    and ask for their permission anew."""
    ctx.require("drafts:read")
    draft = rows.load(ctx, draft_id)
    inner = within(ctx, "drafts:read", draft.store_id, draft.locale)
    cart = cart_rows.load(inner, draft_id, None)
    change = DraftChange(
        lines=[
            WantedLine(
                UUID(line.variant_id), line.quantity, draft.agreed.get(UUID(line.variant_id), Agreed())
            )
            for line in cart.lines
            if line.is_sold
        ],
        customer_id=draft.customer_id,
        email=cart.email,
        phone=cart.phone,
        shipping_address=cart.shipping_address,
        billing_address=cart.billing_address,
        shipping_rate_id=cart.shipping_rate_id,
        carriage=draft.carriage,
        without_promotions=draft.without_promotions,
        discount=draft.discount,
        note=cart.note,
        internal_note=draft.internal_note,
        tags=draft.tags,
        market=cart.seen.market,
    )
    return create(ctx, draft.store_id, change, draft.locale)


def of_order(ctx: Context, order_id: UUID) -> Draft:
    """A new draft with what an order had that is still sold, for the same customer, at today's prices. Refuses
    `OrderNotFound`."""
    ctx.require("orders:read")
    order = orders.order(ctx, order_id)
    store = ids.parse("store", order.store_id)
    ctx.require("orders:read", store=store)
    inner = within(ctx, "drafts:write", store)
    sold = inner.db.all(
        """select v.id from variants v
           join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
           join store_products sp on sp.tenant_id = %(tenant)s and sp.store_id = %(store)s and sp.product_id = p.id
           join prices q on q.tenant_id = %(tenant)s and q.store_id = %(store)s and q.variant_id = v.id
           where v.tenant_id = %(tenant)s and v.id = any(%(variants)s) and v.is_active and p.status = 'active'
             and sp.is_visible and q.base_minor is not null""",
        store=store,
        variants=[ids.parse("var", line.variant_id) for line in order.lines],
    )
    there = {row.id for row in sold}
    wanted: dict[UUID, int] = {}
    for line in order.lines:
        variant = ids.parse("var", line.variant_id)
        if variant in there:
            wanted[variant] = wanted.get(variant, 0) + line.quantity
    is_carried = order.shipping_method.kind not in ("pickup", "none")
    market = market_of(stores.selling(inner, store).markets, order.market)
    change = DraftChange(
        lines=[WantedLine(variant, quantity) for variant, quantity in wanted.items()],
        customer_id=ids.parse("cus", order.customer_id) if order.customer_id else None,
        email=order.email,
        phone=order.phone,
        shipping_address=order.shipping_address if is_carried else UNSET,
        billing_address=order.billing_address,
        market=market.handle if market else "",
    )
    return create(ctx, store, change, order.locale)


def cancel(ctx: Context, draft_id: UUID) -> Draft:
    """Nobody can order it any more; what was kept for it is free. Twice is safe. Refuses `DraftClosed` for one that was
    ordered."""
    ctx, draft, cart = _locked(ctx, draft_id)
    state = rules.state(draft, cart, ctx.now)
    if state == "ordered":
        raise DraftClosed(state=state)
    if state != "cancelled":
        holding.let_go(ctx, draft)
        ctx.db.run(
            """update draft_orders set cancelled_at = %(now)s, hold_until = null, token_hash = null, link_expires_at = null,
                      updated_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s""",
            id=draft_id,
            now=ctx.now,
        )
        trail.note(ctx, "draft_order.cancelled", "draft_order", draft_id, number=draft.number)
    return queries.shown(ctx, rows.load(ctx, draft_id))


def delete(ctx: Context, draft_id: UUID) -> None:
    """Gone for good. Refuses `DraftStillOpen` for one that was sent and is valid, and `DraftClosed` for one that was
    ordered."""
    ctx, draft, cart = _locked(ctx, draft_id)
    state = rules.state(draft, cart, ctx.now)
    if state == "ordered":
        raise DraftClosed(state=state)
    if state == "sent":
        raise DraftStillOpen()
    holding.let_go(ctx, draft)
    ctx.db.run("delete from draft_orders where tenant_id = %(tenant)s and id = %(id)s", id=draft_id)
    trail.note(ctx, "draft_order.deleted", "draft_order", draft_id, number=draft.number)


def hold(ctx: Context, draft_id: UUID) -> tuple[Context, DraftRow, CartRow]:
    """Locks a draft that can still be changed; with it the context for the steps below and its cart. Refuses
    `DraftNotFound` and `DraftClosed`."""
    inner, draft, cart = _locked(ctx, draft_id)
    state = rules.state(draft, cart, ctx.now)
    if state not in ("open", "sent"):
        raise DraftClosed(state=state)
    return inner, draft, cart


def _locked(ctx: Context, draft_id: UUID) -> tuple[Context, DraftRow, CartRow]:
    ctx.require("drafts:write")
    draft = rows.load(ctx, draft_id, lock=True)
    inner = within(ctx, "drafts:write", draft.store_id, draft.locale)
    return inner, draft, cart_rows.load(inner, draft_id, None)


def _change(ctx: Context, draft: DraftRow, cart: CartRow, change: DraftChange) -> Draft:
    _check(ctx, change)
    agreed = draft.agreed
    if isinstance(change.lines, list):
        agreed = {line.variant_id: line.agreed for line in change.lines if not line.agreed.is_nothing}
        _set_lines(ctx, cart, change.lines)
    discount = draft.discount if change.discount is UNSET else change.discount
    has_own_prices = bool(agreed) or discount is not None
    if has_own_prices and (agreed, discount) != (draft.agreed, draft.discount):
        ctx_may = ctx.may("orders:discount", store=draft.store_id)
        if not ctx_may:
            ctx.require("orders:discount")
    customer_id = draft.customer_id
    typed = _typed(change)
    if isinstance(change.customer_id, UUID):
        customer_id, typed = change.customer_id, _with_customer(ctx, change.customer_id, cart, typed)
    elif change.customer_id is None:
        customer_id = None
    carts.update(ctx, draft.id, None, typed)
    if isinstance(change.codes, list):
        coding.set_codes(ctx, draft.id, None, cart.codes, change.codes)
    _write(ctx, draft, change, customer_id, agreed, discount)
    after = rows.load(ctx, draft.id)
    there = rows.cart_of(ctx, after)
    if there.seen.currency != cart.seen.currency and (agreed or discount or after.carriage):
        raise DraftPricedByHand(currency=cart.seen.currency)
    priced = rules.agreement(after, there, terms.of(ctx, draft.store_id, there.seen), ctx.locale).priced
    is_hold_touched = change.hold_until is not UNSET or (after.held and change.lines is not UNSET)
    if is_hold_touched:
        holding.keep(ctx, after, priced)
        after = rows.load(ctx, draft.id)
    ctx.db.run(
        """update draft_orders set currency = %(currency)s, total_minor = %(total)s, count = %(count)s, words = %(words)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=draft.id,
        currency=priced.totals.currency,
        total=priced.totals.total_minor,
        count=sum(line.quantity if line.scale == 0 else 1 for line in priced.row.lines),
        words=rules.words(
            draft.number,
            after.customer_name,
            priced.row.email,
            priced.row.phone,
            priced.row.shipping_address.name if priced.row.shipping_address else "",
        ),
    )
    return queries.shown(ctx, after)


def _check(ctx: Context, change: DraftChange) -> None:
    """Refuses `InvalidInput`."""
    errors: dict[str, str] = {}
    lines = change.lines if isinstance(change.lines, list) else []
    if len(lines) > cart_rules.MOST_LINES:
        errors["lines"] = f"at most {cart_rules.MOST_LINES}"
    if len({line.variant_id for line in lines}) < len(lines):
        errors["lines"] = "each product once"
    for n, line in enumerate(lines):
        if line.agreed.unit_price_minor is not None and not line.agreed.price_reason.strip():
            errors[f"lines.{n}.price_reason"] = "say why the price is another one"
        _discount(f"lines.{n}.discount", line.agreed.discount, errors)
    _discount("discount", change.discount, errors)
    if isinstance(change.internal_note, str) and len(change.internal_note) > MOST_NOTE:
        errors["internal_note"] = f"has at most {MOST_NOTE} characters"
    until = change.hold_until
    if until is not UNSET and until is not None and not ctx.now < until <= ctx.now + LONGEST_HOLD:
        errors["hold_until"] = f"lies within the next {LONGEST_HOLD.days} days"
    if errors:
        raise InvalidInput(errors)


def _discount(path: str, discount: Discount | UnsetType | None, errors: dict[str, str]) -> None:
    if not isinstance(discount, Discount):
        return
    most = _MILLION if discount.kind == "percent" else 10**12
    if not 0 < discount.value <= most:
        errors[f"{path}.value"] = "is more than nothing, and at most the whole"
    if not discount.reason.strip():
        errors[f"{path}.reason"] = "say what it is for"


def _typed(change: DraftChange) -> CartChange:
    return CartChange(
        email=change.email,
        phone=change.phone,
        shipping_address=change.shipping_address,
        billing_address=change.billing_address,
        shipping_rate_id=change.shipping_rate_id,
        note=change.note,
        market=change.market,
    )


def _with_customer(ctx: Context, customer_id: UUID, cart: CartRow, typed: CartChange) -> CartChange:
    """Fills in what neither the draft nor the change says. Refuses `CustomerNotFound`."""
    row = ctx.db.one(
        """select c.email, c.phone, (select a.address::text from customer_addresses a
                                     where a.tenant_id = %(tenant)s and a.customer_id = c.id
                                     order by a.is_default desc, a.created_at desc limit 1) as address
           from customers c where c.tenant_id = %(tenant)s and c.id = %(id)s""",
        id=customer_id,
    )
    if row is None:
        raise CustomerNotFound()
    if typed.email is UNSET:
        typed = msgspec.structs.replace(typed, email=row.email)
    if typed.phone is UNSET and row.phone:
        typed = msgspec.structs.replace(typed, phone=row.phone)
    if typed.shipping_address is UNSET and cart.shipping_address is None and row.address:
        typed = msgspec.structs.replace(typed, shipping_address=_ADDRESS.decode(row.address))
    return typed


def _set_lines(ctx: Context, cart: CartRow, wanted: list[WantedLine]) -> None:
    """Only what differs is written."""
    before = {UUID(line.variant_id): line.quantity for line in cart.lines}
    after = {line.variant_id: line.quantity for line in wanted}
    for variant in before.keys() - after.keys():
        carts.remove(ctx, cart.id, None, variant)
    for variant, quantity in after.items():
        if before.get(variant) != quantity:
            carts.set_quantity(ctx, cart.id, None, variant, max(quantity, 1))


def _write(
    ctx: Context,
    draft: DraftRow,
    change: DraftChange,
    customer_id: UUID | None,
    agreed: dict[UUID, Agreed],
    discount: Discount | None,
) -> None:
    carriage = draft.carriage if change.carriage is UNSET else change.carriage
    hold_until = draft.hold_until if change.hold_until is UNSET else change.hold_until
    internal = draft.internal_note if change.internal_note is UNSET else change.internal_note.strip()
    tags = draft.tags if change.tags is UNSET else customer_rules.tags(change.tags)
    without = draft.without_promotions if change.without_promotions is UNSET else change.without_promotions
    before = {
        "discount": draft.discount,
        "carriage": draft.carriage,
        "agreed": draft.agreed,
        "without_promotions": draft.without_promotions,
    }
    after = {
        "discount": discount,
        "carriage": carriage,
        "agreed": agreed,
        "without_promotions": without,
    }
    ctx.db.run(
        """update draft_orders set customer_id = %(customer)s, agreed = %(agreed)s::jsonb, discount = %(discount)s::jsonb,
                  carriage = %(carriage)s::jsonb, without_promotions = %(without)s,
                  internal_note = %(note)s, tags = %(tags)s, hold_until = %(hold)s,
                  updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=draft.id,
        customer=customer_id,
        agreed=queries.json({str(variant): one for variant, one in agreed.items()}),
        discount=queries.json(discount) if discount else None,
        carriage=queries.json(carriage) if carriage else None,
        without=without,
        note=internal,
        tags=tags,
        hold=hold_until,
        now=ctx.now,
    )
    trail.note(
        ctx,
        "draft_order.updated",
        "draft_order",
        draft.id,
        before=msgspec.to_builtins(before, str_keys=True),
        after=msgspec.to_builtins(after, str_keys=True),
        number=draft.number,
    )
