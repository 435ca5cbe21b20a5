"""Synonyms, pinned products, what was searched."""

from typing import Annotated, Any

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.search import indexing, queries, service
from duka.search import report as reports
from duka.search.inputs import PinsChange, PinsInput, SynonymsChange, SynonymsInput
from duka.search.types import Pins, SearchReport, Synonyms

TAGS = ["Admin: search"]
READ, WRITE = "products:read", "products:write"
Text = Annotated[str, Parameter(max_length=80)]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]


@get("/search/report", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_search_report(
    call: NamedDependency[Call],
    days: Annotated[int, Parameter(ge=1, le=180)] = 30,
    in_vain: FromQuery[bool] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> SearchReport:
    """What was searched, the most frequent first; `in_vain`: what found nothing. Of one store with `?store=`."""
    return call.read(
        lambda ctx: reports.report(
            ctx, store_id=call.place, days=days, in_vain=in_vain, cursor=cursor, limit=limit
        )
    )


@get("/search/synonyms", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_synonyms(
    call: NamedDependency[Call], q: Text = "", cursor: Cursor = None, limit: Limit = 50
) -> Page[Synonyms]:
    """Words that mean the same; `q`: those with a word that begins so."""
    return call.read(lambda ctx: queries.list_synonyms(ctx, text=q, cursor=cursor, limit=limit))


@post("/search/synonyms", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_synonyms(call: NamedDependency[Call], data: JSONBody[SynonymsInput]) -> Response[Synonyms]:
    """Say that words mean the same: each finds the others, or only the first does."""

    def act(ctx: Context) -> Synonyms:
        return queries.synonyms(ctx, service.create_synonyms(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/search/synonyms/{synonyms:str}", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_synonyms(call: NamedDependency[Call], synonyms: FromPath[str]) -> Synonyms:
    """Words that mean the same, with their version."""
    return call.read(lambda ctx: queries.synonyms(ctx, uuid("syn", synonyms)))


@patch("/search/synonyms/{synonyms:str}", permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_update_synonyms(
    call: NamedDependency[Call],
    synonyms: FromPath[str],
    data: JSONBody[SynonymsChange],
    if_match: IfMatch = None,
) -> Response[Synonyms]:
    """Needs If-Match with the version that you saw."""
    version, synonyms_id = version_of(if_match), uuid("syn", synonyms)

    def act(ctx: Context) -> Synonyms:
        service.update_synonyms(ctx, synonyms_id, data, version)
        return queries.synonyms(ctx, synonyms_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete("/search/synonyms/{synonyms:str}", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_delete_synonyms(call: NamedDependency[Call], synonyms: FromPath[str]) -> None:
    """The words find themselves again, and no others."""
    call.write(lambda ctx: service.delete_synonyms(ctx, uuid("syn", synonyms)))


@get("/search/pins", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_pins(
    call: NamedDependency[Call], q: Text = "", cursor: Cursor = None, limit: Limit = 50
) -> Page[Pins]:
    """Products that go before all when something is searched; `q`: searches that begin so."""
    return call.read(lambda ctx: queries.list_pins(ctx, text=q, cursor=cursor, limit=limit))


@post("/search/pins", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_pins(call: NamedDependency[Call], data: JSONBody[PinsInput]) -> Response[Pins]:
    """Put up to ten products on top of what a search finds."""

    def act(ctx: Context) -> Pins:
        return queries.pins(ctx, service.create_pins(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/search/pins/{pins:str}", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_pins(call: NamedDependency[Call], pins: FromPath[str]) -> Pins:
    """The products on top of a search, with their version."""
    return call.read(lambda ctx: queries.pins(ctx, uuid("pin", pins)))


@patch("/search/pins/{pins:str}", permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_update_pins(
    call: NamedDependency[Call], pins: FromPath[str], data: JSONBody[PinsChange], if_match: IfMatch = None
) -> Response[Pins]:
    """Needs If-Match with the version that you saw."""
    version, pins_id = version_of(if_match), uuid("pin", pins)

    def act(ctx: Context) -> Pins:
        service.update_pins(ctx, pins_id, data, version)
        return queries.pins(ctx, pins_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete("/search/pins/{pins:str}", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_delete_pins(call: NamedDependency[Call], pins: FromPath[str]) -> None:
    """The search finds what it finds."""
    call.write(lambda ctx: service.delete_pins(ctx, uuid("pin", pins)))


@post("/search/reindex", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_reindex_search(call: NamedDependency[Call]) -> None:
    """Look anew at everything that can be searched; fill the external search engine, if there is one. Done a moment later."""
    call.write(indexing.reindex)


HANDLERS = [
    admin_search_report,
    admin_list_synonyms,
    admin_create_synonyms,
    admin_get_synonyms,
    admin_update_synonyms,
    admin_delete_synonyms,
    admin_list_pins,
    admin_create_pins,
    admin_get_pins,
    admin_update_pins,
    admin_delete_pins,
    admin_reindex_search,
]
