"""The stock list, transfers and count sheets."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.inventory import staff_queries
from duka.inventory.documents import (
    Counted,
    CountSheet,
    CountSheetRow,
    NewCountSheet,
    NewTransfer,
    Receipt,
    Transfer,
    TransferRow,
)
from duka.inventory.service import counting, moves, sheets, transfers
from duka.inventory.types import StockRow
from duka.kernel.context import Context
from duka.kernel.paging import Page

READ, WRITE = "inventory:read", "inventory:write"
TAGS = ["Admin: stock"]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]


class BulkRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same rules for many SKUs at one location; what is left out stays."""

    location_id: Annotated[str, msgspec.Meta(max_length=80)]
    skus: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=100)]], msgspec.Meta(min_length=1, max_length=1_000)
    ]
    safety: Annotated[int, msgspec.Meta(ge=0, le=10**12)] | None = None
    low_at: Annotated[int, msgspec.Meta(ge=0, le=10**12)] | None = None


@get("/inventory", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_stock(
    call: NamedDependency[Call],
    q: Annotated[str, Parameter(max_length=200)] = "",
    location: Annotated[str | None, Parameter(max_length=80, required=False)] = None,
    having: FromQuery[Literal["low", "out", "in", "promised"] | None] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[StockRow]:
    """What lies where, by SKU."""
    place = uuid("loc", location) if location else None
    return call.read(
        lambda ctx: staff_queries.list_stock(
            ctx, text=q, location_id=place, state=having, cursor=cursor, limit=limit
        )
    )


@put("/inventory/rules", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_set_many_stock_rules(call: NamedDependency[Call], data: JSONBody[BulkRules]) -> None:
    """Safety stock and warning level of many SKUs at one location."""
    place = uuid("loc", data.location_id)

    def act(ctx: Context) -> None:
        items = moves.items_of(ctx, data.skus)
        counting.set_rules(ctx, list(items.values()), place, safety=data.safety, low_at=data.low_at)

    call.write(act)


@get("/transfers", permission=READ, sync_to_thread=False, tags=TAGS, feature="stock_transfers")
def admin_list_transfers(
    call: NamedDependency[Call],
    status: FromQuery[Literal["draft", "sent", "received", "cancelled"] | None] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[TransferRow]:
    """Transfers between locations, the newest first."""
    return call.read(lambda ctx: staff_queries.list_transfers(ctx, status, cursor, limit))


@post(
    "/transfers", permission=WRITE, sync_to_thread=True, tags=TAGS, feature="stock_transfers", status_code=201
)
def admin_create_transfer(call: NamedDependency[Call], data: JSONBody[NewTransfer]) -> Response[Transfer]:
    """A transfer, as a draft or sent at once."""

    def act(ctx: Context) -> Transfer:
        return staff_queries.transfer(ctx, transfers.create_transfer(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/transfers/{transfer:str}", permission=READ, sync_to_thread=False, tags=TAGS, feature="stock_transfers")
def admin_get_transfer(call: NamedDependency[Call], transfer: FromPath[str]) -> Transfer:
    """A transfer with its lines."""
    return call.read(lambda ctx: staff_queries.transfer(ctx, uuid("tra", transfer)))


@post(
    "/transfers/{transfer:str}/send",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="stock_transfers",
    status_code=200,
)
def admin_send_transfer(
    call: NamedDependency[Call], transfer: FromPath[str], if_match: IfMatch = None
) -> Response[Transfer]:
    """The goods leave. Needs If-Match with the version that you saw."""
    version = version_of(if_match)
    return _moved(call, transfer, lambda ctx, i: transfers.send_transfer(ctx, i, version))


@post(
    "/transfers/{transfer:str}/receive",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="stock_transfers",
    status_code=200,
)
def admin_receive_transfer(
    call: NamedDependency[Call], transfer: FromPath[str], data: JSONBody[Receipt], if_match: IfMatch = None
) -> Response[Transfer]:
    """The goods arrive, all of them or what is said. Needs If-Match."""
    version = version_of(if_match)
    return _moved(call, transfer, lambda ctx, i: transfers.receive_transfer(ctx, i, data, version))


@post(
    "/transfers/{transfer:str}/cancel",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="stock_transfers",
    status_code=200,
)
def admin_cancel_transfer(
    call: NamedDependency[Call], transfer: FromPath[str], if_match: IfMatch = None
) -> Response[Transfer]:
    """Drop a draft; what was sent goes back. Needs If-Match."""
    version = version_of(if_match)
    return _moved(call, transfer, lambda ctx, i: transfers.cancel_transfer(ctx, i, version))


@get("/count-sheets", permission=READ, sync_to_thread=False, tags=TAGS, feature="stock_counts")
def admin_list_count_sheets(
    call: NamedDependency[Call],
    status: FromQuery[Literal["open", "closed", "cancelled"] | None] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[CountSheetRow]:
    """Count sheets, the newest first."""
    return call.read(lambda ctx: staff_queries.list_sheets(ctx, status, cursor, limit))


@post(
    "/count-sheets", permission=WRITE, sync_to_thread=True, tags=TAGS, feature="stock_counts", status_code=201
)
def admin_create_count_sheet(
    call: NamedDependency[Call], data: JSONBody[NewCountSheet]
) -> Response[CountSheet]:
    """A sheet to count a location by."""

    def act(ctx: Context) -> CountSheet:
        return staff_queries.sheet(ctx, sheets.create_sheet(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/count-sheets/{sheet:str}", permission=READ, sync_to_thread=False, tags=TAGS, feature="stock_counts")
def admin_get_count_sheet(call: NamedDependency[Call], sheet: FromPath[str]) -> CountSheet:
    """A sheet with its lines."""
    return call.read(lambda ctx: staff_queries.sheet(ctx, uuid("cnt", sheet)))


@put(
    "/count-sheets/{sheet:str}/lines",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="stock_counts",
)
def admin_enter_counts(
    call: NamedDependency[Call], sheet: FromPath[str], data: JSONBody[Counted]
) -> Response[CountSheet]:
    """Write down what was counted. Several people may, at once: each line is its own."""
    return _counted(call, sheet, lambda ctx, i: sheets.enter_counts(ctx, i, data))


@post(
    "/count-sheets/{sheet:str}/close",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="stock_counts",
    status_code=200,
)
def admin_close_count_sheet(
    call: NamedDependency[Call], sheet: FromPath[str], if_match: IfMatch = None
) -> Response[CountSheet]:
    """Book the differences. Needs If-Match."""
    version = version_of(if_match)
    return _counted(call, sheet, lambda ctx, i: sheets.close_sheet(ctx, i, version))


@post(
    "/count-sheets/{sheet:str}/cancel",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="stock_counts",
    status_code=200,
)
def admin_cancel_count_sheet(
    call: NamedDependency[Call], sheet: FromPath[str], if_match: IfMatch = None
) -> Response[CountSheet]:
    """Put the sheet away; nothing is booked. Needs If-Match."""
    version = version_of(if_match)
    return _counted(call, sheet, lambda ctx, i: sheets.cancel_sheet(ctx, i, version))


def _moved(call: Call, transfer: str, act: Any) -> Response[Any]:
    transfer_id = uuid("tra", transfer)

    def perform(ctx: Context) -> Transfer:
        act(ctx, transfer_id)
        return staff_queries.transfer(ctx, transfer_id)

    return call.write(perform)


def _counted(call: Call, sheet: str, act: Any) -> Response[Any]:
    sheet_id = uuid("cnt", sheet)

    def perform(ctx: Context) -> CountSheet:
        act(ctx, sheet_id)
        return staff_queries.sheet(ctx, sheet_id)

    return call.write(perform)


HANDLERS = [
    admin_list_stock,
    admin_set_many_stock_rules,
    admin_list_transfers,
    admin_create_transfer,
    admin_get_transfer,
    admin_send_transfer,
    admin_receive_transfer,
    admin_cancel_transfer,
    admin_list_count_sheets,
    admin_create_count_sheet,
    admin_get_count_sheet,
    admin_enter_counts,
    admin_close_count_sheet,
    admin_cancel_count_sheet,
]
