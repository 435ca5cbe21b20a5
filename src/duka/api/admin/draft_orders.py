"""Orders that staff build for somebody."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter
from msgspec import UNSET, Meta, UnsetType

from duka.api.admin.payment_links import qr_of
from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.carts.rules import MOST_LINES, MOST_QUANTITY
from duka.customers.types import Address
from duka.draft_orders import goods, ordering, queries, sending, service
from duka.draft_orders.types import Agreed, ByHand, Draft, DraftChange, DraftSummary, Minor, WantedLine
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.notifications import letterhead
from duka.order_edits.types import Goods
from duka.orders.revisions import Discount
from duka.orders.types import Order

TAGS = ["Admin: draft orders"]
Id = Annotated[str, Meta(max_length=60)]
Text = Annotated[str, Meta(max_length=2000)]


class DraftLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`unit_price_minor` is a price of your own, `discount` is off the line; both need orders:discount and a reason."""

    variant_id: Id
    quantity: Annotated[int, Meta(ge=1, le=MOST_QUANTITY)]
    unit_price_minor: Minor | None = None
    price_reason: Annotated[str, Meta(max_length=200)] = ""
    discount: Discount | None = None


class DraftInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays; null clears. `lines` are all lines. `customer_id` fills in what is empty of their e-mail address,
    telephone number and address. `market` is a market's handle, empty for the store's own prices."""

    lines: Annotated[list[DraftLineInput], Meta(max_length=MOST_LINES)] | UnsetType = UNSET
    customer_id: Id | UnsetType | None = UNSET
    email: Annotated[str, Meta(max_length=254)] | UnsetType = UNSET
    phone: Annotated[str, Meta(max_length=32)] | UnsetType = UNSET
    shipping_address: Address | UnsetType | None = UNSET
    billing_address: Address | UnsetType | None = UNSET
    shipping_rate_id: Id | UnsetType | None = UNSET
    carriage: ByHand | UnsetType | None = UNSET
    without_promotions: bool | UnsetType = UNSET
    codes: Annotated[list[Annotated[str, Meta(max_length=60)]], Meta(max_length=10)] | UnsetType = UNSET
    discount: Discount | UnsetType | None = UNSET
    note: Text | UnsetType = UNSET
    internal_note: Text | UnsetType = UNSET
    tags: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=20)] | UnsetType = UNSET
    hold_until: datetime | UnsetType | None = UNSET
    market: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET

    def change(self) -> DraftChange:
        return DraftChange(
            lines=UNSET
            if self.lines is UNSET
            else [
                WantedLine(
                    uuid("var", line.variant_id),
                    line.quantity,
                    Agreed(line.unit_price_minor, line.price_reason.strip(), line.discount),
                )
                for line in self.lines
            ],
            customer_id=uuid("cus", self.customer_id)
            if isinstance(self.customer_id, str)
            else self.customer_id,
            email=self.email,
            phone=self.phone,
            shipping_address=self.shipping_address,
            billing_address=self.billing_address,
            shipping_rate_id=uuid("rate", self.shipping_rate_id)
            if isinstance(self.shipping_rate_id, str)
            else self.shipping_rate_id,
            carriage=self.carriage,
            without_promotions=self.without_promotions,
            codes=self.codes,
            discount=self.discount,
            note=self.note,
            internal_note=self.internal_note,
            tags=self.tags,
            hold_until=self.hold_until,
            market=self.market,
        )


class NewDraftInput(DraftInput, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`locale` is one of the store's languages; empty: its own."""

    store_id: Id
    locale: Annotated[str, Meta(max_length=10)] = ""


class DraftLinkInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how many days it is valid."""

    days: Annotated[int, Meta(ge=1, le=sending.LONGEST)] = 7


class SendDraftInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`to` is an e-mail address or a telephone number; empty: where the customer is reached."""

    to: Annotated[str, Meta(max_length=254)] = ""
    days: Annotated[int, Meta(ge=1, le=sending.LONGEST)] = 7
    message: Annotated[str, Meta(max_length=1000)] = ""


class PlaceDraftInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`phone`: the telephone that is asked for the money, where the way to pay asks one. `expected_total_minor`: refused
    when it costs something else by now."""

    payment_method: Annotated[str, Meta(min_length=1, max_length=64)]
    expected_total_minor: Annotated[int, Meta(ge=0, le=10**15)] | None = None
    phone: Annotated[str, Meta(max_length=32)] = ""


class DraftLink(msgspec.Struct, frozen=True):
    """`url` is a secret, and told this once, like `qr`, a picture of it (a data: address of an SVG); both null when the same
    request is repeated."""

    url: str | None
    qr: str | None
    draft: Draft


@get("/draft-orders", permission="drafts:read", sync_to_thread=False, tags=TAGS)
def admin_list_draft_orders(
    call: NamedDependency[Call],
    status: Annotated[str, Parameter(pattern="^(open|sent|ordered|cancelled|expired)?$")] = "",
    q: Annotated[
        str,
        Parameter(max_length=100, description="part of a number, name, e-mail address or telephone number"),
    ] = "",
    store_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    customer_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[DraftSummary]:
    """Newest first; totals as they were last priced."""
    store = uuid("store", store_id) if store_id else call.place
    customer = uuid("cus", customer_id) if customer_id else None
    return call.read(
        lambda ctx: queries.list_drafts(
            ctx, store=store, state=status, text=q, customer=customer, cursor=cursor, limit=limit
        )
    )


@get("/draft-orders/goods", permission="drafts:read", sync_to_thread=False, tags=TAGS)
def admin_find_draft_goods(
    call: NamedDependency[Call],
    store_id: Annotated[str, Parameter(max_length=60)],
    q: Annotated[str, Parameter(max_length=200, description="words of titles, SKUs and barcodes")] = "",
    market: Annotated[str, Parameter(max_length=40, description="a market's handle")] = "",
    customer_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
) -> list[Goods]:
    """What could be put into a draft of this store, with its price of now, as a market and a customer see it, and what there is
    of it; at most 20."""
    store, customer = uuid("store", store_id), uuid("cus", customer_id) if customer_id else None
    return call.read(lambda ctx: goods.find(ctx, store, q, market=market, customer_id=customer))


@get("/draft-orders/{draft:str}", permission="drafts:read", sync_to_thread=False, tags=TAGS)
def admin_get_draft_order(call: NamedDependency[Call], draft: FromPath[str]) -> Draft:
    """Priced now, with what keeps it from being placed."""
    return call.read(lambda ctx: queries.draft(ctx, uuid("draft", draft)))


@post("/draft-orders", permission="drafts:write", sync_to_thread=True, tags=TAGS)
def admin_create_draft_order(call: NamedDependency[Call], data: JSONBody[NewDraftInput]) -> Response[Draft]:
    """A new draft of a store."""
    store, change = uuid("store", data.store_id), data.change()
    return call.write(lambda ctx: service.create(ctx, store, change, data.locale), status=201)


@patch("/draft-orders/{draft:str}", permission="drafts:write", sync_to_thread=True, tags=TAGS)
def admin_update_draft_order(
    call: NamedDependency[Call],
    draft: FromPath[str],
    data: JSONBody[DraftInput],
    if_match: IfMatch = None,
) -> Response[Draft]:
    """Needs If-Match with the version that you saw."""
    seen, change = version_of(if_match), data.change()
    return call.write(lambda ctx: service.update(ctx, uuid("draft", draft), change, seen))


@post("/draft-orders/{draft:str}/duplicate", permission="drafts:write", sync_to_thread=True, tags=TAGS)
def admin_duplicate_draft_order(call: NamedDependency[Call], draft: FromPath[str]) -> Response[Draft]:
    """A new draft of the same content, at today's prices."""
    return call.write(lambda ctx: service.duplicate(ctx, uuid("draft", draft)), status=201)


@post("/orders/{order:str}/draft", permission="drafts:write", sync_to_thread=True, tags=TAGS)
def admin_draft_of_order(call: NamedDependency[Call], order: FromPath[str]) -> Response[Draft]:
    """A new draft of what this order had, as far as it is still sold, at today's prices."""
    return call.write(lambda ctx: service.of_order(ctx, uuid("ord", order)), status=201)


@post(
    "/draft-orders/{draft:str}/cancel",
    permission="drafts:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_cancel_draft_order(call: NamedDependency[Call], draft: FromPath[str]) -> Response[Draft]:
    """Its link opens nothing any more, and its stock is free."""
    return call.write(lambda ctx: service.cancel(ctx, uuid("draft", draft)))


@delete(
    "/draft-orders/{draft:str}", permission="drafts:write", sync_to_thread=True, tags=TAGS, status_code=204
)
def admin_delete_draft_order(call: NamedDependency[Call], draft: FromPath[str]) -> None:
    """Gone for good; not one that is sent or ordered."""
    call.write(lambda ctx: service.delete(ctx, uuid("draft", draft)))


@post("/draft-orders/{draft:str}/link", permission="drafts:write", sync_to_thread=True, tags=TAGS)
def admin_create_draft_link(
    call: NamedDependency[Call], draft: FromPath[str], data: JSONBody[DraftLinkInput]
) -> Response[DraftLink]:
    """A fresh link, for you to pass on; the one before opens nothing any more. Its address is told once."""
    base = call.services.config.base_url

    def act(ctx: Context) -> DraftLink:
        made, token = sending.issue(ctx, uuid("draft", draft), data.days)
        url = f"{letterhead.address(ctx, base, uuid('store', made.store_id))}/draft/{token}"
        return DraftLink(url, qr_of(url), made)

    return call.write(act, status=201, kept=lambda made: DraftLink(None, None, made.draft))


@post(
    "/draft-orders/{draft:str}/send",
    permission="drafts:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_send_draft_order(
    call: NamedDependency[Call], draft: FromPath[str], data: JSONBody[SendDraftInput]
) -> Response[Draft]:
    """A fresh link by e-mail or SMS: its customer sees what you composed, fills in what is missing, and pays."""
    return call.write(
        lambda ctx: sending.send(ctx, uuid("draft", draft), to=data.to, days=data.days, message=data.message)
    )


@post(
    "/draft-orders/{draft:str}/place",
    permission="drafts:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_place_draft_order(
    call: NamedDependency[Call], draft: FromPath[str], data: JSONBody[PlaceDraftInput]
) -> Response[Draft]:
    """The draft becomes an order, once. Cash on delivery and a transfer count at once; mobile money is asked for on `phone`;
    whatever else is paid online waits, for a link to be sent."""
    draft_id, services = uuid("draft", draft), call.services
    placed: list[tuple[Order, str]] = []

    def act(ctx: Context) -> Draft:
        order = ordering.place(ctx, draft_id, data.payment_method, data.expected_total_minor)
        store = uuid("store", order.store_id)
        placed[:] = [(order, letterhead.address(ctx, services.config.base_url, store))]
        return queries.draft(ctx, draft_id)

    answer = call.write(act)
    about = services.gateways.about(data.payment_method)
    if placed and about is not None and about.needs_phone and placed[0][0].placed_at is None:
        order, store_url = placed[0]
        phone = data.phone or order.phone
        ordering.prompt(
            services.work, call.caller, services.gateways, order, phone, f"{store_url}/shop/track"
        )
    return answer


HANDLERS = [
    admin_list_draft_orders,
    admin_find_draft_goods,
    admin_get_draft_order,
    admin_create_draft_order,
    admin_update_draft_order,
    admin_duplicate_draft_order,
    admin_draft_of_order,
    admin_cancel_draft_order,
    admin_delete_draft_order,
    admin_create_draft_link,
    admin_send_draft_order,
    admin_place_draft_order,
]
