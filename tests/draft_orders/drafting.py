"""Staff at a telephone, in the shop of the bazaar."""

from typing import Any
from uuid import UUID

from tests.checkout.bazaar import DAKAR, Bazaar

from duka.customers.types import Address
from duka.draft_orders import ordering, queries, sending, service
from duka.draft_orders.types import Agreed, Draft, DraftChange, WantedLine
from duka.kernel import ids
from duka.orders.revisions import Discount
from duka.orders.types import Order

TENTH = Discount("percent", 100_000, "Regular")


def draft_id(draft: Draft) -> UUID:
    return ids.parse("draft", draft.id)


def line(
    variant: UUID, quantity: int = 1, price: int | None = None, discount: Discount | None = None
) -> WantedLine:
    return WantedLine(variant, quantity, Agreed(price, "" if price is None else "As agreed", discount))


def build(bazaar: Bazaar, *lines: WantedLine, **values: Any) -> Draft:
    """A draft that lacks nothing but a way to pay."""
    filled = {
        "email": "awa@example.com",
        "shipping_address": Address(**DAKAR),
        "shipping_rate_id": bazaar.flat,
        "lines": list(lines),
        **values,
    }
    made: Draft = bazaar.staff(lambda ctx: service.create(ctx, bazaar.store, DraftChange(**filled), "fr"))
    return made


def change(bazaar: Bazaar, draft: Draft, **values: Any) -> Draft:
    done: Draft = bazaar.staff(
        lambda ctx: service.update(ctx, draft_id(draft), DraftChange(**values), draft.version)
    )
    return done


def look(bazaar: Bazaar, draft: Draft) -> Draft:
    seen: Draft = bazaar.staff(lambda ctx: queries.draft(ctx, draft_id(draft)))
    return seen


def place(
    bazaar: Bazaar, draft: Draft, method: str = "cash_on_delivery", expected: int | None = None
) -> Order:
    order: Order = bazaar.staff(lambda ctx: ordering.place(ctx, draft_id(draft), method, expected))
    return order


def issue(bazaar: Bazaar, draft: Draft, days: int = 7) -> str:
    return str(bazaar.staff(lambda ctx: sending.issue(ctx, draft_id(draft), days))[1])
