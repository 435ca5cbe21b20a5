"""What others may hold of a return. Ids are public; quantities are in the steps of their line."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from duka.media.types import Image

Kind = Literal["return", "exchange", "claim"]
Quantity = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Id = Annotated[str, Meta(max_length=60)]
Amount = Annotated[int, Meta(ge=0, le=10**15)]


class LineAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    line_id: Id
    quantity: Quantity
    reason: Annotated[str, Meta(min_length=1, max_length=40)]
    note: Annotated[str, Meta(max_length=1000)] = ""


class WishedGoods(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What somebody wants in an exchange."""

    variant_id: Id
    quantity: Quantity


class ReturnAsked(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a customer, or staff for them, asks for. `photos` were uploaded before."""

    lines: Annotated[list[LineAsked], Meta(min_length=1, max_length=100)]
    outcome: Literal["refund", "exchange", "credit"] = "refund"
    wishes: Annotated[list[WishedGoods], Meta(max_length=50)] = []
    photos: Annotated[list[Id], Meta(max_length=5)] = []
    note: Annotated[str, Meta(max_length=2000)] = ""


class LineReceived(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came of a line: the three add up to what was to come."""

    line_id: Id
    sellable: Annotated[int, Meta(ge=0, le=1_000_000_000)] = 0
    damaged: Annotated[int, Meta(ge=0, le=1_000_000_000)] = 0
    missing: Annotated[int, Meta(ge=0, le=1_000_000_000)] = 0


class ReturnCarriage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the goods travel back; what is not known is empty."""

    carrier: Annotated[str, Meta(max_length=100)] = ""
    tracking_number: Annotated[str, Meta(max_length=100)] = ""


class ReturnApproval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`quantities`: by line, where less than was asked is taken back (0: none of it). `needs_goods` False: a claim whose goods
    stay where they are. `carriage_minor`: what the way back costs the customer. None: as the policy says."""

    quantities: dict[Id, Annotated[int, Meta(ge=0, le=1_000_000_000)]] = {}
    needs_goods: bool | None = None
    carriage_minor: Amount | None = None
    message: Annotated[str, Meta(max_length=2000)] = ""


class ReturnSettling(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a return is settled. `amount_minor` None: the proposed one. `outcome` None: what was asked for."""

    outcome: Literal["refund", "exchange", "credit"] | None = None
    amount_minor: Amount | None = None
    reason: Annotated[str, Meta(max_length=500)] = ""


class ReturnLine(msgspec.Struct, frozen=True):
    line_id: str
    sku: str
    title: str
    variant_title: str
    image: Image | None
    quantity: int
    unit: str
    scale: int
    reason: str
    note: str
    fee_percent: int
    sellable: int
    damaged: int
    missing: int
    settled: int
    value_minor: int


class WishedLine(msgspec.Struct, frozen=True):
    variant_id: str
    sku: str
    title: str
    variant_title: str
    quantity: int
    unit: str
    scale: int


class ReturnPhoto(msgspec.Struct, frozen=True):
    id: str
    image: Image


class Return(msgspec.Struct, frozen=True):
    """A return as its customer and staff see it. `need` is what comes next; `instructions` what the customer is to do, in the
    order's language; `address` is written on the parcel. `refunded_minor`: how much of `amount_minor` has gone back by now."""

    id: str
    number: str
    order_id: str
    order_number: str
    store_id: str
    kind: str
    status: str
    need: str
    outcome: str
    needs_goods: bool
    note: str
    refuse_reason: str
    by_customer: bool
    location_id: str | None
    location: str
    carrier: str
    tracking_number: str
    tracking_url: str
    carriage_minor: int
    currency: str
    goods_minor: int
    fee_minor: int
    shipping_minor: int
    amount_minor: int
    is_paying: bool
    exchange_order_id: str | None
    exchange_order_number: str
    instructions: str
    address: str
    lines: list[ReturnLine]
    wishes: list[WishedLine]
    photos: list[ReturnPhoto]
    requested_at: datetime
    approved_at: datetime | None
    refused_at: datetime | None
    in_transit_at: datetime | None
    received_at: datetime | None
    settled_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    version: int


class ReturnMoment(msgspec.Struct, frozen=True):
    """Something that happened to a return, for staff."""

    at: datetime
    type: str
    actor: str
    details: dict[str, object] = {}


class ReturnAction(msgspec.Struct, frozen=True):
    """`code` and `reason` say why it is not allowed: the refusal that the verb would give."""

    action: str
    is_allowed: bool
    code: str = ""
    reason: str = ""


class ProposedLine(msgspec.Struct, frozen=True):
    line_id: str
    quantity: int
    value_minor: int


class ReturnProposal(msgspec.Struct, frozen=True):
    """What would be given now. `available_minor`: what was paid and is still there, the most that can be given.
    `wishes_minor`: what the wished goods cost by now."""

    currency: str
    lines: list[ProposedLine]
    goods_minor: int
    fee_minor: int
    shipping_minor: int
    amount_minor: int
    available_minor: int
    may_credit: bool


class ReturnDetail(msgspec.Struct, frozen=True):
    """A return as staff work on it. `policy` is as it was when the return was asked for."""

    item: Return
    email: str
    name: str
    customer_id: str | None
    policy: dict[str, object]
    actions: list[ReturnAction]
    proposal: ReturnProposal
    timeline: list[ReturnMoment]


class ReturnListItem(msgspec.Struct, frozen=True):
    id: str
    number: str
    order_id: str
    order_number: str
    store_id: str
    kind: str
    status: str
    need: str
    outcome: str
    reasons: list[str]
    pieces: int
    photos: int
    currency: str
    amount_minor: int
    name: str
    email: str
    requested_at: datetime
    version: int


class ReturnList(msgspec.Struct, frozen=True):
    """`counts`: how many there are of each need, with the first page."""

    items: list[ReturnListItem]
    next: str | None
    counts: dict[str, int] | None


class ExchangeChoice(msgspec.Struct, frozen=True):
    """Another variant of a line's product, as the store sells it now. `title` names its options in the reader's language.
    `price_minor` is for one (piece or unit), `difference_minor` what that costs beyond what was paid for one of the line, below
    zero what it costs less; both in the order's currency, with tax where the store's prices have it in them."""

    variant_id: str
    title: str
    price_minor: int
    difference_minor: int
    is_available: bool


class Returnable(msgspec.Struct, frozen=True):
    """A line of an order and what can be done with it. `open`: how much may be sent back, `claimable`: of how much a fault may
    be told. `until`: the last instant for sending it back; `why` says why it can't be, in the reader's language or empty.
    `exchanges`: what may be wished for in its place, where exchanges are offered."""

    line_id: str
    sku: str
    title: str
    variant_title: str
    image: Image | None
    unit: str
    scale: int
    open: int
    claimable: int
    until: datetime | None
    why: str
    exchanges: list[ExchangeChoice]


class OfferedReason(msgspec.Struct, frozen=True):
    """`label` is empty for the known codes, which have words of their own."""

    code: str
    label: str
    paid_by: str
    needs_photo: bool
    fee_percent: int
    is_fault: bool


class OrderReturns(msgspec.Struct, frozen=True):
    """What of an order can be sent back, on which terms, and what was asked for already."""

    order_id: str
    order_number: str
    accepted: bool
    lines: list[Returnable]
    reasons: list[OfferedReason]
    outcomes: list[str]
    most_photos: int
    returns: list[Return]
