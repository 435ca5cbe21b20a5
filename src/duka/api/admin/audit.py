"""The audit trail: who did what, and the history of a thing."""

from datetime import datetime
from itertools import chain
from typing import Annotated
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, Parameter
from litestar.response import Stream

from duka.api.call import Call
from duka.audit import checks, exporting, history, queries
from duka.audit.checks import Verification
from duka.audit.errors import EntryNotFound
from duka.audit.queries import AuditFilter
from duka.audit.types import AuditEntry, HistoryItem
from duka.kernel.paging import Page

TAGS = ["Admin: audit"]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]
Actor = Annotated[str, Parameter(max_length=80, description="staff_…, key_…, cus_…, or a kind: system")]
Action = Annotated[str, Parameter(max_length=80, description="a beginning: order., product.updated")]
Kind = Annotated[str, Parameter(max_length=40, description="product, order, customer, store, …")]
Thing = Annotated[str, Parameter(max_length=60, description="the id of what it was done to")]
Since = Annotated[datetime | None, Parameter(required=False, description="from this instant on")]
Until = Annotated[datetime | None, Parameter(required=False, description="before this instant")]
Text = Annotated[str, Parameter(max_length=200, description="in names, details, before and after")]


@get("/audit", permission="audit:read", sync_to_thread=False, tags=TAGS)
def admin_audit(
    call: NamedDependency[Call],
    actor: Actor = "",
    action: Action = "",
    kind: Kind = "",
    object: Thing = "",
    since: Since = None,
    until: Until = None,
    q: Text = "",
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[AuditEntry]:
    """Who did what to which thing, newest first."""
    wanted = AuditFilter(actor, action, kind, object, since, until, q)
    return call.read(lambda ctx: queries.entries(ctx, wanted, cursor, limit))


@get("/audit/actions", permission="audit:read", sync_to_thread=False, tags=TAGS)
def admin_audit_actions(call: NamedDependency[Call]) -> list[str]:
    """The names of what was done lately, to filter by."""
    return call.read(queries.actions)


@get(
    "/audit/export",
    permission="audit:read",
    when_suspended=True,
    sync_to_thread=True,
    tags=TAGS,
    media_type="text/csv",
)
def admin_audit_export(
    call: NamedDependency[Call],
    actor: Actor = "",
    action: Action = "",
    kind: Kind = "",
    object: Thing = "",
    since: Since = None,
    until: Until = None,
    q: Text = "",
) -> Stream:
    """The entries that match, newest first, as CSV. Taking it leaves an entry as well."""
    wanted = AuditFilter(actor, action, kind, object, since, until, q)
    pieces = exporting.export(call.services.work, call.caller, wanted)
    first = next(pieces)
    return Stream(
        chain([first], pieces),
        media_type="text/csv",
        headers={"content-disposition": 'attachment; filename="audit.csv"'},
    )


@get("/audit/verification", permission="audit:read", sync_to_thread=False, tags=TAGS)
def admin_audit_verification(call: NamedDependency[Call]) -> Verification:
    """The head of the chain of hashes, and what the last verification found."""
    return call.read(checks.known)


@post("/audit/verification", permission="audit:read", sync_to_thread=True, tags=TAGS, status_code=200)
def admin_verify_audit(call: NamedDependency[Call]) -> Verification:
    """Verify the chain: at once, or in a moment when it is long."""
    return checks.ask(call.services.work, call.caller)


@get("/audit/{entry:str}", permission="audit:read", sync_to_thread=False, tags=TAGS)
def admin_audit_entry(call: NamedDependency[Call], entry: FromPath[str]) -> AuditEntry:
    """One entry."""
    try:
        entry_id = UUID(hex=entry)
    except ValueError:
        raise EntryNotFound() from None
    return call.read(lambda ctx: queries.entry(ctx, entry_id))


@get("/history/{kind:str}/{thing:str}", permission="stores:read", sync_to_thread=False, tags=TAGS)
def admin_history(
    call: NamedDependency[Call],
    kind: FromPath[str],
    thing: FromPath[str],
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[HistoryItem]:
    """What was done to one thing, newest first: `kind` is product, order, customer, category, store, …, `thing` its id.
    Whoever may see the thing may see its history."""
    return call.read(lambda ctx: history.of_thing(ctx, kind, thing, cursor, limit))


HANDLERS = [
    admin_audit,
    admin_audit_actions,
    admin_audit_export,
    admin_audit_verification,
    admin_verify_audit,
    admin_audit_entry,
    admin_history,
]
