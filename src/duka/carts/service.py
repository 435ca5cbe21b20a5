"""The verbs of carts. Each changes the tables in one statement and answers with the cart as it then is."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
import psycopg

from duka.carts import assembly, queries, rows, rules, taxes, terms
from duka.carts.belonging import have_own, take_over
from duka.carts.errors import (
    CartFull,
    MarketUnavailable,
    PaymentMethodUnavailable,
    QuantityNotAllowed,
    ShippingUnavailable,
    VariantUnavailable,
)
from duka.carts.merging import merge, put
from duka.carts.opening import TOUCH, refuse, who
from duka.carts.permissions import customer_of
from duka.carts.rows import LineRow
from duka.carts.types import Cart, CartChange, NewLine
from duka.customers.types import Address
from duka.kernel.context import Context
from duka.kernel.ids import new_id, secret_token, token_hash
from duka.kernel.quantity import QuantityRefused
from duka.stores.errors import StoreNotFound

__all__ = [
    "add",
    "check_quantity",
    "create",
    "expire_carts",
    "have_own",
    "merge",
    "put",
    "remove",
    "reopen",
    "set_quantity",
    "take",
    "take_over",
    "update",
]


def create(
    ctx: Context, store_id: UUID, lines: Sequence[NewLine] = (), change: CartChange | None = None
) -> Cart:
    """A new open cart, with its secret token, which is told this once.

    Refuses `StoreNotFound`, and what `add` and `update` refuse.
    """
    ctx.require("carts:write")
    if len(lines) > rules.MOST_LINES:
        raise CartFull(most=rules.MOST_LINES)
    cart_id, token = new_id(), secret_token()
    wanted: dict[UUID, int] = {}
    for line in lines:
        wanted[line.variant_id] = wanted.get(line.variant_id, 0) + _bounded(line.quantity)
    made = ctx.db.value(
        """with cart as (
               insert into carts (tenant_id, id, store_id, token_hash, customer_id, locale, market, variants,
                   created_at, updated_at, expires_at)
               select %(tenant)s, %(cart)s, s.id, %(hash)s, %(customer)s::uuid, %(locale)s, %(market)s,
                      %(variants)s::uuid[], %(now)s, %(now)s,
                      %(now)s + make_interval(days => s.cart_days)
               from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s and s.status = 'active'
               returning id
           ), lines as (
               insert into cart_lines (tenant_id, cart_id, variant_id, quantity, added_at)
               select %(tenant)s, cart.id, v.id, w.quantity, %(now)s + w.place * interval '1 microsecond'
               from cart, jsonb_to_recordset(%(lines)s::jsonb) as w (variant_id uuid, quantity bigint,
                   place int)
               join variants v on v.tenant_id = %(tenant)s and v.id = w.variant_id
               returning 1
           )
           select (select count(*) from lines) from cart""",
        cart=cart_id,
        store=store_id,
        hash=token_hash(token),
        customer=customer_of(ctx),
        locale=ctx.locale,
        market=ctx.market,
        variants=list(ctx.variants),
        now=ctx.now,
        lines=msgspec.json.encode(
            [{"variant_id": v, "quantity": q, "place": n} for n, (v, q) in enumerate(wanted.items())]
        ).decode(),
    )
    if made is None:
        raise StoreNotFound()
    if made < len(wanted):
        raise VariantUnavailable()
    if change is not None:
        _change(ctx, cart_id, token, change)
    priced = queries.priced(ctx, cart_id, token)
    for variant_id in wanted:
        _check_line(priced, variant_id)
    if change is not None:
        _check_choices(priced, change)
    taxes.follow(ctx, priced, change)
    return assembly.cart(priced, token)


def add(ctx: Context, cart_id: UUID, token: str | None, variant_id: UUID, quantity: int) -> Cart:
    """Puts `quantity` more of a variant into the cart.

    Refuses `CartNotFound`, `CartClosed`, `CartFull`, `VariantUnavailable` and `QuantityNotAllowed`. More than
    is in stock may lie in a cart: its line says so.
    """
    ctx.require("carts:write")
    changed = ctx.db.run(
        TOUCH  # noqa: S608 - our own text
        + """insert into cart_lines as l (tenant_id, cart_id, variant_id, quantity, added_at)
             select %(tenant)s, cart.id, v.id, %(quantity)s, %(now)s
             from cart, variants v where v.tenant_id = %(tenant)s and v.id = %(variant)s
             on conflict (tenant_id, cart_id, variant_id)
             do update set quantity = least(l.quantity + excluded.quantity, 1000000000)""",
        variant=variant_id,
        quantity=_bounded(quantity),
        **who(ctx, cart_id, token),
    )
    if not changed:
        refuse(ctx, cart_id, token)
    return _checked(ctx, cart_id, token, variant_id)


def set_quantity(ctx: Context, cart_id: UUID, token: str | None, variant_id: UUID, quantity: int) -> Cart:
    """Makes it `quantity` of a variant, whatever it was; 0 removes the line. Refuses what `add` refuses."""
    if quantity == 0:
        return remove(ctx, cart_id, token, variant_id)
    ctx.require("carts:write")
    changed = ctx.db.run(
        TOUCH  # noqa: S608 - our own text
        + """insert into cart_lines as l (tenant_id, cart_id, variant_id, quantity, added_at)
             select %(tenant)s, cart.id, v.id, %(quantity)s, %(now)s
             from cart, variants v where v.tenant_id = %(tenant)s and v.id = %(variant)s
             on conflict (tenant_id, cart_id, variant_id) do update set quantity = excluded.quantity""",
        variant=variant_id,
        quantity=_bounded(quantity),
        **who(ctx, cart_id, token),
    )
    if not changed:
        refuse(ctx, cart_id, token)
    return _checked(ctx, cart_id, token, variant_id)


def remove(ctx: Context, cart_id: UUID, token: str | None, variant_id: UUID) -> Cart:
    """Takes a line out; one that is not there is no error. Refuses `CartNotFound` and `CartClosed`."""
    ctx.require("carts:write")
    found = ctx.db.value(
        TOUCH  # noqa: S608 - our own text
        + """, gone as (
                 delete from cart_lines l using cart
                 where l.tenant_id = %(tenant)s and l.cart_id = cart.id and l.variant_id = %(variant)s
             )
             select count(*) from cart""",
        variant=variant_id,
        **who(ctx, cart_id, token),
    )
    if not found:
        refuse(ctx, cart_id, token)
    return queries.cart(ctx, cart_id, token)


def update(ctx: Context, cart_id: UUID, token: str | None, change: CartChange) -> Cart:
    """Keeps what the shopper filled in; whether it suffices is asked when the order is placed.

    Refuses `CartNotFound`, `CartClosed`, `InvalidInput`, `MarketUnavailable`, `ShippingUnavailable` and
    `PaymentMethodUnavailable`.
    """
    ctx.require("carts:write")
    _change(ctx, cart_id, token, change)
    priced = queries.priced(ctx, cart_id, token)
    _check_choices(priced, change)
    taxes.follow(ctx, priced, change)
    return assembly.cart(priced)


def expire_carts(ctx: Context) -> int:
    """Closes the open carts whose time is over; how many."""
    ctx.require("carts:write")
    return ctx.db.run(
        """update carts c set status = 'expired', updated_at = %(now)s
           where c.tenant_id = %(tenant)s and c.id in (
               select x.id from carts x
               where x.tenant_id = %(tenant)s and x.status = 'open' and x.expires_at < %(now)s
               limit 1000 for update skip locked)""",
        now=ctx.now,
    )


def take(ctx: Context, cart_id: UUID, token: str | None) -> assembly.Priced | None:
    """Marks an open cart as ordered, holds its row and prices it; None when it is not open. Checkout's first
    step.

    Refuses `CartNotFound`.
    """
    ctx.require("carts:write")
    row = rows.take(ctx, cart_id, token)
    return assembly.price(row, terms.of(ctx, row.store_id, row.seen), ctx.locale) if row else None


def reopen(ctx: Context, cart_id: UUID, version: int) -> None:
    """What became an order in vain is a cart again, with a new version; twice is safe."""
    ctx.db.run(
        """update carts c set status = 'open', version = c.version + 1, updated_at = %(now)s,
                  expires_at = greatest(c.expires_at, %(now)s + interval '1 day')
           where c.tenant_id = %(tenant)s and c.id = %(cart)s and c.status = 'ordered'
               and c.version = %(version)s""",
        cart=cart_id,
        version=version,
        now=ctx.now,
    )


def _change(ctx: Context, cart_id: UUID, token: str | None, change: CartChange) -> None:
    change = rules.cleaned(change)

    def given(value: object) -> object:
        return None if value is msgspec.UNSET else value

    def address(value: Address | msgspec.UnsetType | None) -> str | None:
        return msgspec.json.encode(value).decode() if isinstance(value, Address) else None

    try:
        changed = ctx.db.run(
            """update carts c set
                   email = coalesce(%(email)s, c.email),
                   phone = coalesce(%(phone)s, c.phone),
                   note = coalesce(%(note)s, c.note),
                   payment_method = coalesce(%(payment)s, c.payment_method),
                   market = coalesce(%(market)s, c.market),
                   vat_number = coalesce(%(vat_number)s, c.vat_number),
                   shipping_address = case when %(has_shipping)s then %(shipping)s::jsonb
                                           else c.shipping_address end,
                   billing_address = case when %(has_billing)s then %(billing)s::jsonb
                                          else c.billing_address end,
                   shipping_rate_id = case when %(has_rate)s then %(rate)s::uuid else c.shipping_rate_id end,
                   version = c.version + 1,
                   updated_at = %(now)s,
                   expires_at = %(now)s + make_interval(
                       days => (select s.cart_days from stores s
                                where s.tenant_id = %(tenant)s and s.id = c.store_id))
               where c.tenant_id = %(tenant)s and c.id = %(cart)s and c.status = 'open'
                 and (c.token_hash = %(hash)s and c.customer_id is null or c.customer_id = %(customer)s or %(trusted)s)""",
            email=given(change.email),
            phone=given(change.phone),
            note=given(change.note),
            payment=given(change.payment_method),
            market=given(change.market),
            vat_number=given(change.vat_number),
            has_shipping=change.shipping_address is not msgspec.UNSET,
            shipping=address(change.shipping_address),
            has_billing=change.billing_address is not msgspec.UNSET,
            billing=address(change.billing_address),
            has_rate=change.shipping_rate_id is not msgspec.UNSET,
            rate=given(change.shipping_rate_id),
            **who(ctx, cart_id, token),
        )
    except psycopg.errors.ForeignKeyViolation:
        raise ShippingUnavailable() from None
    if not changed:
        refuse(ctx, cart_id, token)


def _check_choices(priced: assembly.Priced, change: CartChange) -> None:
    if isinstance(change.market, str) and change.market != priced.row.seen.market:
        raise MarketUnavailable()
    if isinstance(change.shipping_rate_id, UUID) and priced.carriage is None and priced.needs_shipping:
        raise ShippingUnavailable()
    method = priced.row.payment_method
    if isinstance(change.payment_method, str) and method and method not in priced.terms.payment_methods:
        raise PaymentMethodUnavailable()


def _checked(ctx: Context, cart_id: UUID, token: str | None, variant_id: UUID) -> Cart:
    priced = queries.priced(ctx, cart_id, token)
    _check_line(priced, variant_id)
    taxes.follow(ctx, priced)
    return assembly.cart(priced)


def _check_line(priced: assembly.Priced, variant_id: UUID) -> None:
    if len(priced.row.lines) > rules.MOST_LINES:
        raise CartFull(most=rules.MOST_LINES)
    wanted = str(variant_id)
    line = next((line for line in priced.row.lines if line.variant_id == wanted), None)
    if line is None or not line.is_sold:
        raise VariantUnavailable()
    check_quantity(line)


def check_quantity(line: LineRow) -> None:
    """Refuses `QuantityNotAllowed` unless the product may be ordered in that quantity."""
    try:
        assembly.rule_of(line).check(line.quantity)
    except QuantityRefused as refused:
        raise QuantityNotAllowed(
            sku=line.sku, quantity=refused.quantity, nearest=refused.nearest, reason=refused.reason
        ) from None


def _bounded(quantity: int) -> int:
    if not 1 <= quantity <= rules.MOST_QUANTITY:
        raise QuantityNotAllowed(sku="", quantity=quantity, nearest=1, reason="not_positive")
    return quantity
