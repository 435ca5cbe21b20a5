"""Gateways' statements: imported, held against our payments, and what differs explained."""

from itertools import chain
from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, Parameter
from litestar.response import Stream

from duka.api.call import Call, uuid
from duka.imports import workbook
from duka.kernel.paging import Page
from duka.payments.statements import exporting, importing, queries
from duka.payments.statements.types import Match, OpenDifferences, Statement, StatementLine

READ, WRITE = "payments:read", "payments:reconcile"
TAGS = ["Admin: payment statements"]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]
Provider = Annotated[
    str, Parameter(max_length=40, description="stripe, paypal, mtn_momo, orange_money, sandbox")
]
Position = Annotated[int, Parameter(ge=1, le=1_000_000)]


class Explanation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a line differs, in a person's words."""

    note: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


@get("/payment-statements", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_payment_statements(
    call: NamedDependency[Call], provider: Provider = "", cursor: Cursor = None, limit: Limit = 20
) -> Page[Statement]:
    """The newest first; of one store with `store`."""
    return call.read(
        lambda ctx: queries.statements(
            ctx, store_id=call.place, provider=provider, cursor=cursor, limit=limit
        )
    )


@post(
    "/payment-statements",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
    is_upload=True,
)
def admin_import_payment_statement(
    call: NamedDependency[Call],
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
    provider: Provider,
) -> Statement:
    """A statement as the provider gives it (CSV, or a workbook of it; at most 20 MB), of the store named with `store`. What
    it tells of fees and payouts is entered in the books."""
    content = data.file.read(importing.LARGEST + 1)
    name = data.filename or "statement.csv"
    if len(content) <= importing.LARGEST and workbook.is_workbook(content):
        content = workbook.as_csv(content)
    return call.services.work.perform(
        call.caller,
        lambda ctx: importing.import_statement(
            ctx, store_id=call.store, provider=provider, file_name=name, data=content
        ),
    )


@get("/payment-statements/open", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_open_payment_differences(call: NamedDependency[Call]) -> list[OpenDifferences]:
    """What nobody has explained yet, over all statements."""
    return call.read(queries.open_differences)


@get("/payment-statements/{statement:str}", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_payment_statement(call: NamedDependency[Call], statement: FromPath[str]) -> Statement:
    """One statement, with how many of its lines agree."""
    return call.read(lambda ctx: queries.statement(ctx, uuid(importing.PREFIX, statement)))


@get("/payment-statements/{statement:str}/lines", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_payment_statement_lines(
    call: NamedDependency[Call],
    statement: FromPath[str],
    match: FromQuery[Match | None] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[StatementLine]:
    """Its lines in the order of the file, then what it should name and does not."""
    return call.read(
        lambda ctx: queries.lines(
            ctx,
            uuid(importing.PREFIX, statement),
            matches=(match,) if match else (),
            cursor=cursor,
            limit=limit,
        )
    )


@post(
    "/payment-statements/{statement:str}/lines/{position:int}/resolve",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_resolve_payment_difference(
    call: NamedDependency[Call],
    statement: FromPath[str],
    position: FromPath[Position],
    data: JSONBody[Explanation],
) -> Response[Any]:
    """Explain a difference. It counts as open no more."""
    return call.write(
        lambda ctx: importing.resolve(ctx, uuid(importing.PREFIX, statement), position, data.note)
    )


@post(
    "/payment-statements/{statement:str}/recheck",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_recheck_payment_statement(call: NamedDependency[Call], statement: FromPath[str]) -> Response[Any]:
    """Match again what did not match, after news came late."""
    return call.write(lambda ctx: importing.recheck(ctx, uuid(importing.PREFIX, statement)))


@get(
    "/payment-statements/{statement:str}/differences.csv",
    permission=READ,
    sync_to_thread=True,
    tags=TAGS,
    media_type="text/csv",
)
def admin_export_payment_differences(call: NamedDependency[Call], statement: FromPath[str]) -> Stream:
    """What does not agree, as CSV. Taking it leaves an entry in the trail."""
    statement_id = uuid(importing.PREFIX, statement)
    pieces = exporting.export(call.services.work, call.caller, statement_id)
    first = next(pieces)
    return Stream(
        chain([first], pieces),
        media_type="text/csv",
        headers={"content-disposition": 'attachment; filename="differences.csv"'},
    )


HANDLERS = [
    admin_list_payment_statements,
    admin_import_payment_statement,
    admin_open_payment_differences,
    admin_get_payment_statement,
    admin_list_payment_statement_lines,
    admin_resolve_payment_difference,
    admin_recheck_payment_statement,
    admin_export_payment_differences,
]
