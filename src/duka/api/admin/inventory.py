"""Stock as staff count and move it."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.inventory import queries
from duka.inventory.service import counting
from duka.inventory.types import LedgerEntry, Level, Mismatch
from duka.kernel.context import Context
from duka.kernel.paging import Page

Amount = Annotated[int, msgspec.Meta(ge=0, le=10**12)]
TAGS = ["Admin: stock"]


class CountInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """So many are on hand, in the item's smallest steps."""

    location_id: str
    on_hand: Amount


class AdjustInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    location_id: str
    delta: Annotated[int, msgspec.Meta(ge=-(10**12), le=10**12)]
    reason: Literal["adjustment", "received", "damaged", "lost", "found", "used"] = "adjustment"
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class TransferInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    from_location_id: str
    to_location_id: str
    quantity: Annotated[int, msgspec.Meta(ge=1, le=10**12)]
    note: Annotated[str, msgspec.Meta(max_length=500)] = ""


class RulesInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`safety` is never sold; at `low_at` a warning is given."""

    location_id: str
    safety: Amount = 0
    low_at: Amount = 0


def _then_show(call: Call, sku: str, act: Any) -> Response[Any]:
    def perform(ctx: Context) -> list[Level]:
        item = queries.item_of(ctx, sku)
        act(ctx, item)
        return queries.levels(ctx, [item])

    return call.write(perform)


@get("/stock/{sku:str}", permission="inventory:read", sync_to_thread=False, tags=TAGS)
def admin_get_stock(call: NamedDependency[Call], sku: FromPath[str]) -> list[Level]:
    """What lies where of one SKU."""
    return call.read(lambda ctx: queries.levels(ctx, [queries.item_of(ctx, sku)]))


@put("/stock/{sku:str}/count", permission="inventory:write", sync_to_thread=True, tags=TAGS)
def admin_count_stock(
    call: NamedDependency[Call], sku: FromPath[str], data: JSONBody[CountInput]
) -> Response[list[Level]]:
    """Set what is on hand at a location, as counted."""
    place = uuid("loc", data.location_id)
    return _then_show(call, sku, lambda ctx, item: counting.set_stock(ctx, item, place, data.on_hand))


@post(
    "/stock/{sku:str}/adjust", permission="inventory:write", sync_to_thread=True, tags=TAGS, status_code=200
)
def admin_adjust_stock(
    call: NamedDependency[Call], sku: FromPath[str], data: JSONBody[AdjustInput]
) -> Response[list[Level]]:
    """Add to what is on hand, or take away."""
    place = uuid("loc", data.location_id)
    return _then_show(
        call, sku, lambda ctx, item: counting.adjust(ctx, item, place, data.delta, data.reason, data.note)
    )


@post(
    "/stock/{sku:str}/transfer", permission="inventory:write", sync_to_thread=True, tags=TAGS, status_code=200
)
def admin_transfer_stock(
    call: NamedDependency[Call], sku: FromPath[str], data: JSONBody[TransferInput]
) -> Response[list[Level]]:
    """Move stock between two locations."""
    start, end = uuid("loc", data.from_location_id), uuid("loc", data.to_location_id)
    return _then_show(
        call, sku, lambda ctx, item: counting.transfer(ctx, item, start, end, data.quantity, data.note)
    )


@put("/stock/{sku:str}/rules", permission="inventory:write", sync_to_thread=True, tags=TAGS)
def admin_set_stock_rules(
    call: NamedDependency[Call], sku: FromPath[str], data: JSONBody[RulesInput]
) -> Response[list[Level]]:
    """Safety stock and the level at which a warning is given."""
    place = uuid("loc", data.location_id)
    return _then_show(
        call,
        sku,
        lambda ctx, item: counting.set_levels(ctx, item, place, safety=data.safety, low_at=data.low_at),
    )


@get("/stock-ledger", permission="inventory:read", sync_to_thread=False, tags=TAGS)
def admin_stock_ledger(
    call: NamedDependency[Call],
    sku: Annotated[str | None, Parameter(max_length=100, required=False)] = None,
    location: Annotated[str | None, Parameter(max_length=80, required=False)] = None,
    reason: Annotated[str | None, Parameter(max_length=20, required=False)] = None,
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[LedgerEntry]:
    """Every movement of stock, newest first."""

    def ask(ctx: Context) -> Page[LedgerEntry]:
        item = queries.item_of(ctx, sku) if sku else None
        place = uuid("loc", location) if location else None
        return queries.ledger(ctx, item_id=item, location_id=place, reason=reason, cursor=cursor, limit=limit)

    return call.read(ask)


@get("/stock-check", permission="inventory:write", sync_to_thread=False, tags=TAGS)
def admin_check_stock(call: NamedDependency[Call]) -> list[Mismatch]:
    """Where the shelves differ from the books; empty when all is right."""
    return call.read(queries.verify)


HANDLERS = [
    admin_get_stock,
    admin_count_stock,
    admin_adjust_stock,
    admin_transfer_stock,
    admin_set_stock_rules,
    admin_stock_ledger,
    admin_check_stock,
]
