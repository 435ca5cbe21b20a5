"""What is asked of an edit, and what it answers. Amounts are minor units of the order's currency, quantities integers at the
line's scale."""

from typing import Annotated
from uuid import UUID

import msgspec

from duka.carts.types import ShippingOption, TaxLine
from duka.customers.types import Address
from duka.media.types import Image
from duka.orders.revisions import Discount

MOST_MINOR = 10**13
Reason = Annotated[str, msgspec.Meta(max_length=500)]
Minor = Annotated[int, msgspec.Meta(ge=0, le=MOST_MINOR)]


class LineChange(msgspec.Struct, frozen=True, kw_only=True):
    """`quantity` 0 removes the line. `variant_id` replaces its goods, at today's price or at `unit_price_minor` with
    `price_reason`. `discount` None takes away what was agreed off the line; left out, it stays."""

    line_id: UUID
    quantity: int | None = None
    variant_id: UUID | None = None
    unit_price_minor: int | None = None
    price_reason: str = ""
    discount: Discount | msgspec.UnsetType | None = msgspec.UNSET


class NewLine(msgspec.Struct, frozen=True, kw_only=True):
    """At today's price, or at `unit_price_minor` with `price_reason`."""

    variant_id: UUID
    quantity: int
    unit_price_minor: int | None = None
    price_reason: str = ""
    discount: Discount | None = None


class ShippingChange(msgspec.Struct, frozen=True, kw_only=True):
    """Another way to carry it (`rate_id`), at today's price for it; or `price_minor`, 0 waives it, as it is shown to the
    buyer."""

    rate_id: UUID | None = None
    price_minor: int | None = None


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays."""

    lines: tuple[LineChange, ...] = ()
    added: tuple[NewLine, ...] = ()
    discount: Discount | msgspec.UnsetType | None = msgspec.UNSET
    shipping: ShippingChange | None = None
    shipping_address: Address | None = None
    note: str | None = None

    @property
    def sets_prices(self) -> bool:
        """It says what something costs, other than what the store asks today."""
        return (
            self.discount is not msgspec.UNSET
            or any(c.unit_price_minor is not None or c.discount is not msgspec.UNSET for c in self.lines)
            or any(n.unit_price_minor is not None or n.discount is not None for n in self.added)
            or (self.shipping is not None and self.shipping.price_minor is not None)
        )


class Offer(msgspec.Struct, frozen=True):
    """A variant as the store sells it now; `price_minor` None: it has no price there. `places`: public ids of its categories and
    collections, for promotions."""

    variant_id: str
    product_id: str
    stock_item_id: str
    stock_per_unit: int
    tracks_stock: bool
    sells_without_stock: bool
    slug: str
    title: str
    variant_title: str
    sku: str
    image: Image | None
    unit: str
    scale: int
    pricing_mode: str
    tax_class: str
    weight_grams: int
    price_minor: int | None
    places: list[str] = []
    is_reduced: bool = False


class Goods(msgspec.Struct, frozen=True):
    """A variant that can be put into an order: `price_minor` today, None where it has none; `available` in its steps, None where
    stock is not counted."""

    variant_id: str
    product_id: str
    sku: str
    title: str
    variant_title: str
    image: Image | None
    unit: str
    scale: int
    price_minor: int | None
    available: int | None


class EditedLine(msgspec.Struct, frozen=True):
    """A line as it would be. `change`: empty, added, removed, replaced or changed; `quantity_before` and `total_before_minor`
    are what it was. `least` is what can't be taken off: it is packed or has left."""

    id: str
    variant_id: str
    product_id: str
    sku: str
    title: str
    variant_title: str
    image: Image | None
    quantity: int
    unit: str
    scale: int
    pricing_mode: str
    unit_price_minor: int
    price_reason: str
    subtotal_minor: int
    discount_minor: int
    discount: Discount | None
    tax_minor: int
    total_minor: int
    change: str
    quantity_before: int
    total_before_minor: int
    least: int


class Short(msgspec.Struct, frozen=True):
    """Not enough of it is left: `available` more can be had, `wanted` more are asked for; in the line's steps."""

    sku: str
    title: str
    wanted: int
    available: int
    unit: str
    scale: int


class MoneyStep(msgspec.Struct, frozen=True):
    """One thing that happens with the money. `kind`: hold_kept (of `before_minor` that is held `amount_minor` will be taken),
    waiting_changed (a payment by hand of `before_minor` becomes `amount_minor`; 0: it is not needed any more), due
    (`amount_minor` is to be asked for), surplus (`amount_minor` can go back), owed_elsewhere (a surplus that no payment can give
    back), none. `text` says it in English."""

    kind: str
    amount_minor: int
    before_minor: int
    provider: str
    text: str


class EditPreview(msgspec.Struct, frozen=True):
    """What would come of the changes; nothing has changed. `version` is the order's: give it to the edit. `shortages` would
    refuse it. `carriages` are the ways to carry what it would hold, at today's prices."""

    version: int
    edits: int
    currency: str
    prices_include_tax: bool
    is_changed: bool
    lines: list[EditedLine]
    discount: Discount | None
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int
    shipping_before_minor: int
    shipping_method: ShippingOption
    tax_minor: int
    taxes: list[TaxLine]
    total_before_minor: int
    total_minor: int
    difference_minor: int
    due_minor: int
    surplus_minor: int
    money: list[MoneyStep]
    shortages: list[Short]
    carriages: list[ShippingOption]


class Applied(msgspec.Struct, frozen=True):
    """What came of an edit. `given_back_minor` of the surplus was asked for at the providers; `problem` is why not, or why no
    link was sent, and empty when all went well."""

    edit: int
    version: int
    difference_minor: int
    total_minor: int
    currency: str
    due_minor: int
    surplus_minor: int
    given_back_minor: int
    link_sent: bool
    problem: str


class LineDifference(msgspec.Struct, frozen=True):
    """`before` and `after` are quantities; 0 where the line was not there. `unit_price_*` and `total_*` likewise."""

    sku: str
    title: str
    variant_title: str
    unit: str
    scale: int
    before: int
    after: int
    total_before_minor: int
    total_after_minor: int


class OrderVersion(msgspec.Struct, frozen=True):
    """The order before its `number`th edit, and what that edit changed. `total_minor` is before, `total_after_minor` after."""

    number: int
    at: str
    by: str
    reason: str
    currency: str
    total_minor: int
    total_after_minor: int
    shipping_minor: int
    shipping_after_minor: int
    lines: list[LineDifference]
