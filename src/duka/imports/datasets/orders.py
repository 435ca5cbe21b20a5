"""Past orders, as another system sold them: a row a line of an order, the rows of one order together.

They are history: nothing moves in stock, nobody is written to, no payment is made of them. An order whose number is
here already is left as it is.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from duka.imports import cells
from duka.imports.datasets.types import Batch, Column, Line, Refused, Result, needed
from duka.imports.types import Problem
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.money import round_half_up
from duka.orders.inputs import PastLine, PastOrder
from duka.orders.service.past import record_past

ADDRESS = ("line1", "line2", "city", "region", "postal_code", "country")
STATUSES = ("completed", "cancelled")
PAYMENTS = ("pending", "captured", "refunded")
FULFILMENTS = ("unfulfilled", "prepared", "shipped", "delivered", "returned")


class Orders:
    """Every row of an order repeats its number; what is about the whole order is read from its first row."""

    name = "orders"
    key = "number"
    columns = (
        Column("number", "the order's number", is_needed=True, aliases=("name", "order", "order number")),
        Column("store", "the short name of the store; needed when there are several"),
        Column(
            "placed_at", "when it was placed", is_needed=True, aliases=("created at", "date", "created_at")
        ),
        Column("email", "the buyer's", is_needed=True),
        Column("name", "the buyer's name", aliases=("billing name", "customer")),
        Column("phone", "", aliases=("billing phone",)),
        Column("currency", "must be the store's"),
        Column("status", "completed or cancelled; completed if it is empty"),
        Column("payment_status", "pending, captured or refunded; captured if it is empty"),
        Column(
            "fulfillment_status",
            "unfulfilled, prepared, shipped, delivered or returned; delivered if it is empty",
        ),
        Column("payment_method", "", aliases=("payment method",)),
        Column("shipping", "what delivery cost"),
        Column("discount", "what was taken off", aliases=("discount amount",)),
        Column("tax", "the taxes, as a sum", aliases=("taxes",)),
        Column("total", "what it came to; checked"),
        *(Column(name, "of the address it went to", aliases=(f"shipping {name}",)) for name in ADDRESS),
        Column("note", "", aliases=("notes",)),
        Column("sku", "the article number of this line", is_needed=True, aliases=("lineitem sku",)),
        Column("title", "what it was called", aliases=("lineitem name",)),
        Column("quantity", "in units like 3 or 1.25", is_needed=True, aliases=("lineitem quantity",)),
        Column("unit_price", "of one unit", is_needed=True, aliases=("lineitem price", "price")),
    )

    def apply(self, ctx: Context, lines: Sequence[Line]) -> tuple[str, Result]:
        first = lines[0]
        number = needed(first, "number").lstrip("#")
        store = _store(ctx, first)
        currency = store.currency
        if first.cells.get("currency", currency).upper() != currency:
            raise Refused(Problem(first.number, "currency", f"this store sells in {currency}"))
        address = {name: first.cells.get(name, "") for name in ADDRESS}
        address["country"] = (address["country"] or store.country).upper()
        read = [_line(ctx, line, currency) for line in lines]
        scales = [scale for _, scale in read]
        order = PastOrder(
            store_id=store.id,
            number=number,
            placed_at=_read(first, "placed_at", cells.instant),
            email=needed(first, "email"),
            name=first.cells.get("name", ""),
            phone=first.cells.get("phone", ""),
            address=address,
            status=_word(first, "status", STATUSES, "completed"),
            payment_status=_word(first, "payment_status", PAYMENTS, "captured"),
            fulfillment_status=_word(first, "fulfillment_status", FULFILMENTS, "delivered"),
            payment_method=first.cells.get("payment_method", "") or "imported",
            shipping_minor=_amount(first, "shipping", currency),
            discount_minor=_amount(first, "discount", currency),
            tax_minor=_amount(first, "tax", currency),
            note=first.cells.get("note", ""),
            lines=[line for line, _ in read],
        )
        _check_total(first, order, scales, currency, includes_tax=store.prices_include_tax)
        return number, "created" if record_past(ctx, order) else "unchanged"

    def rows(self, ctx: Context, after: UUID | str | None, count: int) -> Batch:
        ctx.require("orders:read")
        found = ctx.db.all(
            """with picked as (
                 select o.* from orders o where o.tenant_id = %(tenant)s and o.id > %(after)s
                    and o.placed_at is not null
                    and (%(stores)s::uuid[] is null or o.store_id = any(%(stores)s))
                  order by o.id limit %(count)s)
               select o.*, s.slug as store, l.position, l.sku, l.title, l.variant_title, l.quantity, l.scale,
                      l.unit_price_minor
                 from picked o
                 join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
                 join order_lines l on l.tenant_id = %(tenant)s and l.order_id = o.id
                order by o.id, l.position""",
            after=after or UUID(int=0),
            count=count,
            stores=ctx.stores_with("orders:read"),
        )
        return Batch([_row(row) for row in found], found[-1].id if found else None)


def _row(row: Row) -> dict[str, str]:
    money = {
        name: cells.amount_text(getattr(row, f"{name}_minor"), row.currency)
        for name in ("shipping", "discount", "tax", "total", "unit_price")
    }
    address = {name: str(row.shipping_address.get(name) or "") for name in ADDRESS}
    return {
        "number": row.number,
        "store": row.store,
        "placed_at": row.placed_at.isoformat(),
        "email": row.email,
        "name": str(row.shipping_address.get("name") or ""),
        "phone": row.phone,
        "currency": row.currency,
        "status": row.status,
        "payment_status": row.payment_status,
        "fulfillment_status": row.fulfillment_status,
        "payment_method": row.payment_method,
        "note": row.note,
        "sku": row.sku,
        "title": " / ".join(filter(None, (row.title, row.variant_title))),
        "quantity": cells.quantity_text(row.quantity, row.scale),
        **money,
        **address,
    }


def _store(ctx: Context, line: Line) -> Row:
    wanted = line.cells.get("store", "")
    found = ctx.db.all(
        """select s.id, s.currency, s.country, s.prices_include_tax from stores s
           where s.tenant_id = %(tenant)s and (%(slug)s = '' or s.slug = %(slug)s) order by s.slug limit 2""",
        slug=wanted,
    )
    if len(found) == 1:
        return found[0]
    why = f"there is no store {cells.shown(wanted)} here" if wanted else "say which store: there are several"
    raise Refused(Problem(line.number, "store", why))


def _line(ctx: Context, line: Line, currency: str) -> tuple[PastLine, int]:
    """The line, and the scale of its quantity."""
    sku = needed(line, "sku")
    scale = ctx.db.value(
        """select p.scale from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
           where v.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and v.sku = %(sku)s""",
        sku=sku,
    )
    if scale is None:
        raise Refused(
            Problem(line.number, "sku", f"there is no article {cells.shown(sku)} here; import products first")
        )
    quantity = _read(line, "quantity", lambda text: cells.steps(cells.quantity(text), scale))
    if quantity <= 0:
        raise Refused(Problem(line.number, "quantity", "must be more than nothing"))
    return PastLine(sku, quantity, _amount(line, "unit_price", currency), line.cells.get("title", "")), scale


def _check_total(
    first: Line, order: PastOrder, scales: Sequence[int], currency: str, *, includes_tax: bool
) -> None:
    if not first.cells.get("total"):
        return
    asked = _amount(first, "total", currency)
    goods = sum(
        round_half_up(line.unit_price_minor * line.quantity, 10**scale)
        for line, scale in zip(order.lines, scales, strict=True)
    )
    found = goods - order.discount_minor + order.shipping_minor + (0 if includes_tax else order.tax_minor)
    if found != asked:
        sums = cells.amount_text(max(found, 0), currency), cells.amount_text(asked, currency)
        why = "the lines, delivery, discount and taxes come to {}, not {}".format(*sums)
        raise Refused(Problem(first.number, "total", why))


def _read(line: Line, column: str, read: Any) -> Any:
    try:
        return read(needed(line, column))
    except ValueError as error:
        raise Refused(Problem(line.number, column, str(error))) from None


def _amount(line: Line, column: str, currency: str) -> int:
    text = line.cells.get(column, "")
    return int(_read(line, column, lambda word: cells.amount(word, currency))) if text else 0


def _word(line: Line, column: str, words: Sequence[str], otherwise: str) -> str:
    text = line.cells.get(column, "")
    return str(_read(line, column, lambda word: cells.one_of(word, words))) if text else otherwise
