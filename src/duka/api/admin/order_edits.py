"""Changing what was ordered: what would come of it, doing it, and what the order was before."""

import hashlib
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter
from msgspec import UNSET, UnsetType

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.customers.types import Address
from duka.kernel.errors import IdempotencyKeyRequired
from duka.kernel.idempotency import IdempotencyKeyTooLong
from duka.kernel.paging import Page
from duka.order_edits import offers, queries, service
from duka.order_edits.service import EditAsked
from duka.order_edits.types import (
    Applied,
    Changes,
    EditPreview,
    Goods,
    LineChange,
    NewLine,
    OrderVersion,
    ShippingChange,
)
from duka.orders.revisions import Discount

TAGS = ["Admin: orders"]
Text = Annotated[str, msgspec.Meta(max_length=500)]
Id = Annotated[str, msgspec.Meta(max_length=60)]
Quantity = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
Some = Annotated[int, msgspec.Meta(ge=1, le=10**9)]
Number = Annotated[int, msgspec.Meta(ge=1, le=10**6)]
Minor = Annotated[int, msgspec.Meta(ge=0, le=10**13)]


class DiscountInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`kind`: amount (`value` in minor units) or percent (`value` in parts per million: 100000 is 10 %)."""

    kind: Annotated[str, msgspec.Meta(pattern="^(amount|percent)$")]
    value: Minor
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]

    @property
    def meant(self) -> Discount:
        return Discount("percent" if self.kind == "percent" else "amount", self.value, self.reason.strip())


class EditedLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of the order; what is left out stays. `quantity` at the line's scale; 0 removes it. `variant_id` puts other
    goods in its place, at today's price or at `unit_price_minor` with `price_reason`. `discount` null takes away what was agreed
    off it."""

    line_id: Id
    quantity: Quantity | None = None
    variant_id: Id | None = None
    unit_price_minor: Minor | None = None
    price_reason: Text = ""
    discount: DiscountInput | UnsetType | None = UNSET


class AddedLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """At today's price, or at `unit_price_minor` with `price_reason`."""

    variant_id: Id
    quantity: Some
    unit_price_minor: Minor | None = None
    price_reason: Text = ""
    discount: DiscountInput | None = None


class ShippingInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another way to carry it, at today's price, or at `price_minor`; 0 waives it."""

    rate_id: Id | None = None
    price_minor: Minor | None = None


class ChangesInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays as it was sold. `discount` is off the whole order; null takes it away."""

    lines: Annotated[list[EditedLineInput], msgspec.Meta(max_length=100)] = []
    added: Annotated[list[AddedLineInput], msgspec.Meta(max_length=100)] = []
    discount: DiscountInput | UnsetType | None = UNSET
    shipping: ShippingInput | None = None
    shipping_address: Address | None = None
    note: Annotated[str, msgspec.Meta(max_length=2000)] | None = None


class EditInput(ChangesInput, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`gives_back`: what was paid too much goes back now; otherwise it stays, and can be given back later. `sends_link`: for
    what is due a payment link is sent to `link_to`, or to where the buyer is reached."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
    gives_back: bool = False
    sends_link: bool = False
    link_to: Annotated[str, msgspec.Meta(max_length=254)] = ""


def _discount(given: DiscountInput | UnsetType | None) -> Discount | UnsetType | None:
    return given.meant if isinstance(given, DiscountInput) else given


def _variant(public_id: str | None) -> UUID | None:
    return uuid("var", public_id) if public_id else None


def _changes(data: ChangesInput) -> Changes:
    return Changes(
        lines=tuple(
            LineChange(
                line_id=uuid("line", line.line_id),
                quantity=line.quantity,
                variant_id=_variant(line.variant_id),
                unit_price_minor=line.unit_price_minor,
                price_reason=line.price_reason,
                discount=_discount(line.discount),
            )
            for line in data.lines
        ),
        added=tuple(
            NewLine(
                variant_id=uuid("var", new.variant_id),
                quantity=new.quantity,
                unit_price_minor=new.unit_price_minor,
                price_reason=new.price_reason,
                discount=new.discount.meant if new.discount else None,
            )
            for new in data.added
        ),
        discount=_discount(data.discount),
        shipping=ShippingChange(
            rate_id=uuid("rate", data.shipping.rate_id) if data.shipping.rate_id else None,
            price_minor=data.shipping.price_minor,
        )
        if data.shipping
        else None,
        shipping_address=data.shipping_address,
        note=data.note,
    )


@post(
    "/orders/{order:str}/edits/preview",
    permission="orders:edit",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_preview_order_edit(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ChangesInput]
) -> EditPreview:
    """What would come of these changes: lines, totals, what is short in stock, and what happens with the money. Changes
    nothing; without changes it shows the order as it can be edited."""
    return call.read(lambda ctx: service.preview(ctx, uuid("ord", order), _changes(data)))


@get("/orders/{order:str}/goods", permission="orders:edit", sync_to_thread=False, tags=TAGS)
def admin_find_order_goods(
    call: NamedDependency[Call],
    order: FromPath[str],
    q: Annotated[str, Parameter(max_length=200, description="words of titles, SKUs and barcodes")] = "",
) -> list[Goods]:
    """What could be put into this order, with its price of today in the order's store and what there is of it; at most 20."""
    return call.read(lambda ctx: offers.find(ctx, uuid("ord", order), q))


@post("/orders/{order:str}/edits", permission="orders:edit", sync_to_thread=True, tags=TAGS, status_code=200)
def admin_edit_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[EditInput], if_match: IfMatch = None
) -> Applied:
    """The changes are made, all or nothing. Needs If-Match with the version that was previewed, and an Idempotency-Key: the same
    one edits once. Prices and discounts need orders:discount, giving back needs payments:write."""
    key = call.request.headers.get("idempotency-key")
    if not key:
        raise IdempotencyKeyRequired()
    if len(key) > 255:
        raise IdempotencyKeyTooLong()
    asked = EditAsked(
        changes=_changes(data),
        reason=data.reason,
        request=hashlib.sha256(f"{call.caller.actor.label}|{key}".encode()).digest(),
        gives_back=data.gives_back,
        sends_link=data.sends_link,
        link_to=data.link_to,
    )
    services = call.services
    expected = version_of(if_match)
    return service.apply(services.work, call.caller, services.gateways, uuid("ord", order), asked, expected)


@get("/orders/{order:str}/versions", permission="orders:read", sync_to_thread=False, tags=TAGS)
def admin_list_order_versions(
    call: NamedDependency[Call],
    order: FromPath[str],
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[OrderVersion]:
    """What the order was before each edit, and what the edit changed; the newest first."""
    return call.read(lambda ctx: queries.versions(ctx, uuid("ord", order), cursor=cursor, limit=limit))


@get("/orders/{order:str}/versions/{number:int}", permission="orders:read", sync_to_thread=False, tags=TAGS)
def admin_get_order_version(
    call: NamedDependency[Call],
    order: FromPath[str],
    number: FromPath[Number],
) -> OrderVersion:
    """One of them."""
    return call.read(lambda ctx: queries.version(ctx, uuid("ord", order), number))


HANDLERS = [
    admin_preview_order_edit,
    admin_find_order_goods,
    admin_edit_order,
    admin_list_order_versions,
    admin_get_order_version,
]
