"""The books: balances, entries, whether they agree with what happened; entries by hand."""

from datetime import datetime
from itertools import chain
from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, Parameter
from litestar.response import Stream

from duka.api.call import Call, uuid
from duka.kernel.paging import Page
from duka.ledger import exporting, listing, queries, service, verifying
from duka.ledger.listing import EntryFilter
from duka.ledger.types import AccountName, Balance, Entry, Line, NewEntry
from duka.ledger.verifying import BooksReport

READ, WRITE = "ledger:read", "ledger:write"
TAGS = ["Admin: ledger"]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]
AccountAsked = Annotated[str, Parameter(max_length=60, description="revenue, gateway_clearing:stripe, …")]
Fact = Annotated[str, Parameter(max_length=40, description="sale, collected, refund, payout, manual, …")]
OrderAsked = Annotated[str | None, Parameter(max_length=80, required=False, description="ord_…")]
PaymentAsked = Annotated[str | None, Parameter(max_length=80, required=False, description="pay_…")]
Since = Annotated[datetime | None, Parameter(required=False, description="from this instant on")]
Until = Annotated[datetime | None, Parameter(required=False, description="before this instant")]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class EntryLineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A debit above zero, a credit below."""

    account: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
    amount_minor: Annotated[int, msgspec.Meta(ge=-(10**15), le=10**15)]


class EntryInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry by hand: its lines add up to nothing. Without `store_id` it is the whole company's."""

    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
    lines: Annotated[list[EntryLineInput], msgspec.Meta(min_length=2, max_length=50)]
    memo: Text
    store_id: Annotated[str, msgspec.Meta(max_length=80)] | None = None


class ReversalInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Text


@get("/ledger/balances", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_ledger_balances(call: NamedDependency[Call], until: Until = None) -> list[Balance]:
    """What lies on each account, by currency: now, or before an instant; of one store with `store`."""
    return call.read(lambda ctx: queries.balances(ctx, until=until, store_id=call.place))


@get("/ledger/accounts", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_ledger_accounts(call: NamedDependency[Call]) -> list[AccountName]:
    """The accounts that entries may name."""
    return call.read(queries.accounts)


@get("/ledger/entries", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_ledger_entries(
    call: NamedDependency[Call],
    account: AccountAsked = "",
    fact: Fact = "",
    order: OrderAsked = None,
    payment: PaymentAsked = None,
    since: Since = None,
    until: Until = None,
    sort: FromQuery[Literal["newest", "oldest", "posted"]] = "newest",
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[Entry]:
    """Entries with their lines. With `sort=posted` this is a feed: each page has a cursor, the last one too, and going on from
    it later tells what was posted since, a minute after it was."""
    wanted = _wanted(call, account, fact, order, payment, since, until)
    return call.read(lambda ctx: listing.entries(ctx, wanted, sort=sort, cursor=cursor, limit=limit))


@post("/ledger/entries", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_post_ledger_entry(call: NamedDependency[Call], data: JSONBody[EntryInput]) -> Response[Any]:
    """Post an entry by hand."""
    entry = NewEntry(
        fact="manual",
        source="",
        currency=data.currency,
        lines=[Line(line.account, line.amount_minor) for line in data.lines],
        store_id=uuid("store", data.store_id) if data.store_id else None,
        memo=data.memo,
    )
    return call.write(lambda ctx: listing.get(ctx, service.post(ctx, entry)), status=201)


@get("/ledger/entries/{entry:str}", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_ledger_entry(call: NamedDependency[Call], entry: FromPath[str]) -> Entry:
    """One entry."""
    entry_id = uuid("entry", entry)
    return call.read(lambda ctx: listing.get(ctx, entry_id))


@post(
    "/ledger/entries/{entry:str}/reverse", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201
)
def admin_reverse_ledger_entry(
    call: NamedDependency[Call], entry: FromPath[str], data: JSONBody[ReversalInput]
) -> Response[Any]:
    """Take an entry back by one that is its opposite. Entries that follow from orders and payments cannot be."""
    entry_id = uuid("entry", entry)
    return call.write(lambda ctx: listing.get(ctx, service.reverse(ctx, entry_id, data.reason)), status=201)


@post("/ledger/verify", permission=READ, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_verify_ledger(call: NamedDependency[Call]) -> BooksReport:
    """Whether the books balance and agree with orders and payments, and where not. Asking leaves an entry in the trail."""
    return call.read(verifying.verify_for)


@get(
    "/ledger/export.csv",
    permission=READ,
    when_suspended=True,
    sync_to_thread=True,
    tags=TAGS,
    media_type="text/csv",
)
def admin_export_ledger(
    call: NamedDependency[Call],
    account: AccountAsked = "",
    fact: Fact = "",
    order: OrderAsked = None,
    payment: PaymentAsked = None,
    since: Since = None,
    until: Until = None,
) -> Stream:
    """The lines of the entries that match, oldest first, as CSV. Taking it leaves an entry in the trail."""
    wanted = _wanted(call, account, fact, order, payment, since, until)
    pieces = exporting.export(call.services.work, call.caller, wanted)
    first = next(pieces)
    return Stream(
        chain([first], pieces),
        media_type="text/csv",
        headers={"content-disposition": 'attachment; filename="ledger.csv"'},
    )


def _wanted(
    call: Call,
    account: str,
    fact: str,
    order: str | None,
    payment: str | None,
    since: datetime | None,
    until: datetime | None,
) -> EntryFilter:
    return EntryFilter(
        account=account,
        fact=fact,
        order_id=uuid("ord", order) if order else None,
        payment_id=uuid("pay", payment) if payment else None,
        store_id=call.place,
        since=since,
        until=until,
    )


HANDLERS = [
    admin_ledger_balances,
    admin_ledger_accounts,
    admin_list_ledger_entries,
    admin_post_ledger_entry,
    admin_ledger_entry,
    admin_reverse_ledger_entry,
    admin_verify_ledger,
    admin_export_ledger,
]
