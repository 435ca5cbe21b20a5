"""A shop whose staff edit orders."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from tests.checkout.steps import buy, order_id
from tests.payments.card_shop import CardShop
from tests.payments.till import Till

from duka.access.roles import OWNER
from duka.kernel import ids
from duka.kernel.context import Actor
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.order_edits import queries, service
from duka.order_edits.service import EditAsked
from duka.order_edits.types import Applied, Changes, EditPreview, LineChange, NewLine, OrderVersion
from duka.orders import service as orders
from duka.orders import staff_queries
from duka.orders.fulfillment import service as fulfillment
from duka.orders.fulfillment.types import Picked
from duka.orders.revisions import Discount
from duka.orders.staff_types import OrderDetail
from duka.orders.types import Order

WHY = "The buyer called"
TENTH = Discount("percent", 100_000, "a friend of the house")


def caller(till: Till, permissions: frozenset[str] = OWNER) -> Caller:
    return Caller(till.bazaar.tenant, Actor("staff", new_id(), "Bob"), permissions, till.bazaar.store, "en")


def edit(
    till: Till,
    order: Order,
    *lines: LineChange,
    by: Caller | None = None,
    version: int | None = None,
    request: bytes | None = None,
    gives_back: bool = False,
    sends_link: bool = False,
    reason: str = WHY,
    **changes: Any,
) -> Applied:
    asked = EditAsked(
        changes=Changes(lines=lines, **changes),
        reason=reason,
        request=request or new_id().bytes,
        gives_back=gives_back,
        sends_link=sends_link,
    )
    return service.apply(till.work, by or caller(till), till.gateways, order_id(order), asked, version)


def preview(
    till: Till, order: Order, *lines: LineChange, by: Caller | None = None, **changes: Any
) -> EditPreview:
    wanted = Changes(lines=lines, **changes)
    return till.work.perform(by or caller(till), lambda ctx: service.preview(ctx, order_id(order), wanted))


def line(order: Order, quantity: int | None = None, n: int = 0, **values: Any) -> LineChange:
    """A change of the order's `n`th line."""
    return LineChange(line_id=ids.parse("line", order.lines[n].id), quantity=quantity, **values)


def more(variant: UUID, quantity: int = 1, **values: Any) -> NewLine:
    return NewLine(variant_id=variant, quantity=quantity, **values)


def sold(till: Till, *lines: tuple[UUID, int], method: str = "cash_on_delivery", **values: Any) -> Order:
    return buy(till.bazaar, *(lines or [(till.shirt, 2)]), method=method, **values)


def detail(till: Till, order: Order) -> OrderDetail:
    return till.bazaar.staff(lambda ctx: staff_queries.detail(ctx, order_id(order)))


def pack(till: Till, order: Order, *picked: tuple[int, int]) -> list[UUID]:
    """(line, quantity) each; all that is open without any."""
    wanted: Sequence[Picked] | None = [
        Picked(ids.parse("line", order.lines[n].id), quantity) for n, quantity in picked
    ] or None
    return till.bazaar.staff(lambda ctx: fulfillment.prepare(ctx, order_id(order), wanted))


def send(till: Till, parcel: UUID) -> None:
    till.bazaar.staff(lambda ctx: fulfillment.ship(ctx, parcel))


def cancel(till: Till, order: Order) -> None:
    till.bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "no more wanted"))


def versions(till: Till, order: Order) -> list[OrderVersion]:
    return till.bazaar.staff(lambda ctx: queries.versions(ctx, order_id(order))).items


def state(till: Till, order: Order) -> tuple[str, int, int]:
    """(payment status, total, what is due) as they are now."""
    from duka.payments import owing

    seen = till.look(order)
    owed = till.bazaar.perform(lambda ctx: owing.of(ctx, order_id(order)))
    return seen.payment_status, seen.total_minor, owed.due_minor


def adds_up(till: Till, order: Order) -> None:
    """Lines = taxes = totals, the stock's books and the ledger are right."""
    from duka.inventory import queries as stock
    from duka.ledger import verifying

    seen = till.look(order)
    assert sum(line.subtotal_minor for line in seen.lines) == seen.subtotal_minor
    assert sum(line.discount_minor for line in seen.lines) == seen.discount_minor
    assert sum(tax.amount_minor for tax in seen.taxes) == seen.tax_minor
    for each in seen.lines:
        assert each.net_minor + each.tax_minor == each.total_minor
        assert sum(tax.amount_minor for tax in each.taxes) == each.tax_minor
    goods = seen.subtotal_minor - seen.discount_minor + seen.shipping_minor
    assert seen.total_minor == goods + (0 if seen.prices_include_tax else seen.tax_minor)
    assert till.bazaar.staff(stock.verify) == []
    assert till.bazaar.staff(verifying.verify).findings == []


__all__ = [
    "CardShop",
    "adds_up",
    "caller",
    "cancel",
    "detail",
    "edit",
    "line",
    "more",
    "pack",
    "preview",
    "send",
    "sold",
    "state",
]
