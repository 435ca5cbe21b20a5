"""Settings: a table of contents, one pair of routes a section (generated from the registry, so that clients are typed),
and the history of all."""

from collections.abc import Callable
from types import GenericAlias
from typing import Annotated, Any, cast
from uuid import UUID

import msgspec
from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, StoreRequired
from duka.api.versions import IfMatch, version_of
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.settings import limits, queries, rules, service
from duka.settings.errors import SectionNotFound
from duka.settings.types import Answer, Resolved, Section, SectionSummary, SettingsVersion
from duka.wiring import SECTIONS

TAGS = ["Admin: settings"]
BY_NAME = {section.name: section for section in SECTIONS}


def _place(call: Call) -> UUID | None:
    """The store that the call is about; None is the company."""
    try:
        return call.store
    except StoreRequired:
        return None


def _section(name: str) -> Section[Any]:
    try:
        return BY_NAME[name]
    except KeyError:
        raise SectionNotFound() from None


def _answer(
    ctx: Context, section: Section[Any], store_id: UUID | None, found: Resolved[Any]
) -> msgspec.Struct:
    where = queries.place(section, store_id)
    return rules.answer_shape(section)(
        section=section.name,
        store=ids.public("store", where) if where else None,
        version=found.version,
        value=found.value,
        own=msgspec.convert(found.own, rules.own_shape(section)),
        inherited=found.inherited,
        sources=found.sources,
        limits=dict(limits.of(section.name)),
        may_write=queries.may_change(ctx, section.write, where),
        ignored=found.ignored,
        clamped=found.clamped,
        updated_at=found.updated_at,
        updated_by=found.updated_by,
    )


@get("/settings", permission="settings:read", sync_to_thread=False, tags=TAGS)
def admin_list_settings(call: NamedDependency[Call]) -> list[SectionSummary]:
    """The sections of settings: the company's, or with ?store= those of a store."""
    place = _place(call)
    return call.read(lambda ctx: queries.list_sections(ctx, SECTIONS, place))


@get("/settings/history/{section:str}", permission="settings:read", sync_to_thread=False, tags=TAGS)
def admin_settings_history(
    call: NamedDependency[Call],
    section: FromPath[str],
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[SettingsVersion]:
    """The versions of a section, newest first: who changed what."""
    found, place = _section(section), _place(call)
    return call.read(lambda ctx: queries.history(ctx, found, place, cursor, limit))


@post(
    "/settings/history/{section:str}/restore/{old_version:int}",
    permission="settings:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_restore_settings(
    call: NamedDependency[Call], section: FromPath[str], old_version: FromPath[int], if_match: IfMatch = None
) -> Response[Answer]:
    """An old version becomes the newest. Needs If-Match with the version that you saw."""
    found, place, version = _section(section), _place(call), version_of(if_match)

    def act(ctx: Context) -> msgspec.Struct:
        return _answer(ctx, found, place, service.restore(ctx, found, place, old_version, version))

    return call.write(act)


def _typed(
    function: Callable[..., Any], section: Section[Any], verb: str, doc: str, **types: Any
) -> Callable[..., Any]:
    """`function` with the section's own types and name, as the contract is generated from them."""
    function.__name__ = f"admin_{verb}_{section.name}_settings"
    function.__doc__ = doc
    function.__annotations__ = {**function.__annotations__, **types}
    return function


def _routes(section: Section[Any]) -> list[HTTPRouteHandler]:
    shape, own = rules.answer_shape(section), rules.own_shape(section)

    def read(call: NamedDependency[Call]) -> msgspec.Struct:
        place = _place(call)
        return call.read(lambda ctx: _answer(ctx, section, place, queries.resolved(ctx, section, place)))

    def write(
        call: NamedDependency[Call], data: JSONBody[msgspec.Struct], if_match: IfMatch = None
    ) -> Response[Any]:
        version, place = version_of(if_match), _place(call)

        def act(ctx: Context) -> msgspec.Struct:
            saved = service.save(ctx, section, place, rules.given(data), version)
            return _answer(ctx, section, place, saved)

        return call.write(act)

    about = f"{section.title}: {section.about[0].lower()}{section.about[1:]}."
    inherits = (
        "What is left out is inherited again."
        if section.truth is None
        else "What is left out stays as it is."
    )
    saving = f"Saves them. {inherits} Needs If-Match with the version that you saw."
    address = f"/settings/{section.name}"
    answer = GenericAlias(cast("type", Response), (shape,))
    return [
        get(address, permission=section.read, sync_to_thread=False, tags=TAGS)(
            _typed(read, section, "get", about, **{"return": shape})
        ),
        put(address, permission=section.write, sync_to_thread=True, tags=TAGS)(
            _typed(
                write,
                section,
                "save",
                f"{about} {saving}",
                data=JSONBody[own],  # type: ignore[misc, valid-type]
                **{"return": answer},
            )
        ),
    ]


HANDLERS = [
    admin_list_settings,
    admin_settings_history,
    admin_restore_settings,
    *(route for section in SECTIONS for route in _routes(section)),
]
