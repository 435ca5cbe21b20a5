"""Writing a new order."""

from uuid import UUID

import msgspec

from duka.carts.permissions import customer_of, is_trusted
from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.ids import new_id, token_hash
from duka.ledger import service as ledger
from duka.ledger.types import Sale
from duka.orders.events import OrderCreated, OrderPlaced
from duka.orders.inputs import NewOrder

FIRST_NUMBER = 1001


def draw_number(ctx: Context, cart_id: UUID, token: str | None) -> str | None:
    """The tenant's next order number, after the store's prefix, for an open cart and its holder; None for anybody else
    and any other cart.

    Drawn in a short transaction before the order's own, so that no order waits for another's commit to reach the disk;
    a number whose order is refused is left out. Its own commit need not wait for the disk either: the order's commit
    comes after it in the log, and waits.
    """
    ctx.require("orders:create")
    number = ctx.db.value(
        """with held as (
               select s.order_prefix from carts c
               join stores s on s.tenant_id = c.tenant_id and s.id = c.store_id
               where c.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and c.id = %(cart)s
                 and c.status = 'open'
                 and (c.token_hash = %(hash)s and c.customer_id is null or c.customer_id = %(customer)s or %(trusted)s)
           ), quickly as materialized (select set_config('synchronous_commit', 'off', true) from held),
           drawn as (
               insert into counters as n (tenant_id, name, value)
               select %(tenant)s, 'orders', %(first)s from quickly
               on conflict (tenant_id, name) do update set value = n.value + 1 returning n.value)
           select held.order_prefix || drawn.value from drawn, held""",
        cart=cart_id,
        hash=token_hash(token or ""),
        customer=customer_of(ctx),
        trusted=is_trusted(ctx),
        first=FIRST_NUMBER,
    )
    return None if number is None else str(number)


def record(ctx: Context, order: NewOrder, number: str | None = None) -> str:
    """Writes the order with its lines, taxes, number, for a guest an unclaimed customer, and its sale in the books when it
    counts at once: one statement.

    The guest. As `customers.service.create_or_claim` does it, within this statement: what a guest left empty
    is filled in, and an account is never changed. Nor is the order put into an account by its e-mail address
    alone: whoever registered somebody else's address would read that person's orders.

    The number. Given one that was drawn before, it is used; else the tenant's counter is locked, last of all
    and until the transaction commits.
    """
    ctx.require("orders:create")
    sale = ledger.of_sale(
        Sale(
            order_id=order.id,
            store_id=order.store_id,
            currency=order.currency,
            goods_minor=sum(line.net_minor for line in order.lines),
            shipping_minor=order.shipping_minor,
            tax_minor=order.tax_minor,
            total_minor=order.total_minor,
            memo=number or "",
        )
    )
    if order.placed_at is None:
        sale = msgspec.structs.replace(sale, lines=())
    written = ctx.db.value(
        "with "  # noqa: S608 - our own text
        + ledger.POSTING
        + """, guest as (
               insert into customers as c (tenant_id, id, email, name, phone, locale, created_at)
               select %(tenant)s, %(guest)s, %(email)s, %(name)s, %(phone)s, %(locale)s, %(now)s
               where %(customer)s::uuid is null
               on conflict (tenant_id, email) do update set
                   name = case when c.claimed_at is null and c.name = '' then excluded.name
                               else c.name end,
                   phone = case when c.claimed_at is null and c.phone = '' then excluded.phone
                                else c.phone end
               returning case when c.claimed_at is null then c.id end as id
           ), buyer as (
               select id from guest union all select %(customer)s::uuid where %(customer)s::uuid is not null
           ), counted as (
               insert into counters as n (tenant_id, name, value)
               select %(tenant)s, 'orders', %(first)s from buyer where %(number)s::text is null
               on conflict (tenant_id, name) do update set value = n.value + 1
               returning n.value
           ), numbered as (
               select coalesce(%(number)s, (select s.order_prefix || c.value from counted c, stores s
                   where s.tenant_id = %(tenant)s and s.id = %(store)s)) as number
           ), written as (
               insert into orders (tenant_id, id, store_id, number, cart_id, cart_version, customer_id,
                   payment_status, placed_at, currency, locale, prices_include_tax, is_estimated,
                   subtotal_minor, discount_minor, shipping_minor, tax_minor, total_minor, email, phone,
                   shipping_address, billing_address, shipping_method, payment_method, note, tracking_hash,
                   sales_channel, market, variants, tax, promotions, created_at, updated_at)
               select %(tenant)s, %(order)s, %(store)s, numbered.number, %(cart)s, %(cart_version)s,
                   buyer.id, %(payment_status)s, %(placed)s::timestamptz, %(currency)s, %(locale)s,
                   %(includes)s, %(estimated)s,
                   %(subtotal)s, %(discount)s, %(shipping)s, %(tax)s, %(total)s, %(email)s, %(phone)s,
                   %(shipping_address)s::jsonb, %(billing_address)s::jsonb, %(method)s::jsonb,
                   %(payment)s, %(note)s, %(tracking)s, %(channel)s, %(market)s, %(variants)s::uuid[],
                   %(tax_facts)s::jsonb, %(promotions)s::jsonb, %(now)s, %(now)s
               from numbered, buyer
               returning number
           ), lines as (
               insert into order_lines (tenant_id, id, order_id, position, product_id, variant_id,
                   stock_item_id, sku, title, variant_title, slug, image, quantity, unit, scale,
                   pricing_mode, unit_price_minor, subtotal_minor, discount_minor, net_minor, tax_minor,
                   total_minor, tax_class, taxes, weight_grams, stock_per_unit, promotion_minor)
               select %(tenant)s, l.id, %(order)s, l.position, l.product_id, l.variant_id, l.stock_item_id,
                   l.sku, l.title, l.variant_title, l.slug, nullif(l.image, 'null'), l.quantity, l.unit,
                   l.scale, l.pricing_mode, l.unit_price_minor, l.subtotal_minor, l.discount_minor,
                   l.net_minor, l.tax_minor, l.total_minor, l.tax_class, l.taxes, l.weight_grams, l.stock_per_unit,
                   l.promotion_minor
               from jsonb_to_recordset(%(lines)s::jsonb) as l (id uuid, position int, product_id uuid,
                   variant_id uuid, stock_item_id uuid, sku text, title text, variant_title text, slug text,
                   image jsonb, quantity bigint, unit text, scale int, pricing_mode text, unit_price_minor
                   bigint, subtotal_minor bigint, discount_minor bigint, net_minor bigint, tax_minor bigint,
                   total_minor bigint, tax_class text, taxes jsonb, weight_grams bigint, stock_per_unit bigint,
                   promotion_minor bigint)
           ), discounts as (
               insert into order_discounts (tenant_id, order_id, position, line_id, promotion_id, code, title, amount_minor)
               select %(tenant)s, %(order)s, d.position, d.line_id, d.promotion_id, d.code, d.title, d.amount_minor
               from jsonb_to_recordset(%(discounts)s::jsonb) as d (position int, line_id uuid, promotion_id uuid, code text,
                   title text, amount_minor bigint)
           ), taxes as (
               insert into order_taxes (tenant_id, order_id, code, name, rate_ppm, amount_minor)
               select %(tenant)s, %(order)s, t.code, t.name, t.rate_ppm, t.amount_minor
               from jsonb_to_recordset(%(taxes)s::jsonb)
                   as t (code text, name text, rate_ppm int, amount_minor bigint)
           )
           select number from written""",
        order=order.id,
        number=number,
        guest=new_id(),
        store=order.store_id,
        cart=order.cart_id,
        cart_version=order.cart_version,
        customer=order.customer_id,
        name=order.billing_address.name or order.shipping_address.name,
        first=FIRST_NUMBER,
        payment_status=order.payment_status,
        placed=order.placed_at,
        currency=order.currency,
        locale=order.locale,
        includes=order.prices_include_tax,
        estimated=order.is_estimated,
        subtotal=order.subtotal_minor,
        discount=order.discount_minor,
        shipping=order.shipping_minor,
        tax=order.tax_minor,
        total=order.total_minor,
        email=order.email,
        phone=order.phone,
        shipping_address=msgspec.json.encode(order.shipping_address).decode(),
        billing_address=msgspec.json.encode(order.billing_address).decode(),
        method=msgspec.json.encode(order.shipping_method).decode(),
        payment=order.payment_method,
        note=order.note,
        tracking=order.tracking_hash,
        channel=order.sales_channel,
        market=order.market,
        variants=order.variants,
        tax_facts=msgspec.json.encode(order.tax.kept()).decode(),
        lines=msgspec.json.encode(order.lines).decode(),
        discounts=msgspec.json.encode(order.discounts).decode(),
        promotions=order.promotions.decode() if order.promotions else None,
        taxes=msgspec.json.encode(order.taxes).decode(),
        now=ctx.now,
        **ledger.posting(ctx, sale),
    )
    events.emit(
        ctx,
        OrderCreated(
            aggregate_id=order.id,
            number=written,
            store_id=order.store_id,
            total_minor=order.total_minor,
            currency=order.currency,
            payment_method=order.payment_method,
        ),
    )
    if order.placed_at is not None:
        events.emit(
            ctx,
            OrderPlaced(
                aggregate_id=order.id,
                number=written,
                store_id=order.store_id,
                total_minor=order.total_minor,
                currency=order.currency,
                email=order.email,
                locale=order.locale,
            ),
        )
    return str(written)
