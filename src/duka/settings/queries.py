"""Questions about settings.

`section` is for the program: it says how to act, shows nothing to anybody, and so asks for no permission. `resolved`
and the others are for people who look at settings, and ask.
"""

from collections.abc import Iterable
from datetime import datetime
from types import MappingProxyType
from typing import Any, LiteralString, NamedTuple, TypeVar
from uuid import UUID

from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.paging import Page
from duka.settings import rules
from duka.settings.errors import SettingsPlaceNotFound, StoreNeeded
from duka.settings.types import Resolved, Section, SectionSummary, SettingsVersion, Values

T = TypeVar("T")


class Saved(NamedTuple):
    """The last version of a section at one place; version 0 and nothing where there is none."""

    version: int = 0
    value: Values = MappingProxyType({})
    by: str = ""
    at: datetime | None = None


NOTHING = Saved()


def section(ctx: Context, section: Section[T], store_id: UUID | None = None) -> T:
    """The section's value for this store, or for the company: remembered for `cache_seconds`, one statement when it is
    not. A company's section is the same for every store. Refuses `StoreNeeded`."""
    where = place(section, store_id)
    return ctx.cache.get(
        (ctx.tenant, "settings", section.name, where), lambda: load(ctx, section, where).value
    )


def resolved(ctx: Context, section: Section[T], store_id: UUID | None = None) -> Resolved[T]:
    """The section with its version, and where each of its values comes from. Refuses `Forbidden`, `StoreNeeded`,
    `SettingsPlaceNotFound`."""
    where = place(section, store_id)
    may_look(ctx, section.read, where)
    return load(ctx, section, where)


def list_sections(
    ctx: Context, sections: Iterable[Section[Any]], store_id: UUID | None = None
) -> list[SectionSummary]:
    """The table of contents: for a store its own sections and those it may take otherwise than the company, without it
    the company's. Sections that the caller may not read are left out. Two statements."""
    ctx.require("settings:read", store=store_id)
    may_look(ctx, "settings:read", store_id)
    rows = ctx.db.all(
        """select distinct on (section) section, version, at, actor_name from setting_versions
           where tenant_id = %(tenant)s and store_id is not distinct from %(store)s
           order by section, version desc""",
        store=store_id,
    )
    saved = {row.section: row for row in rows}
    listed = []
    for each in sections:
        fits = each.scope in (("store", "both") if store_id else ("company", "both"))
        if not fits or not ctx.may(each.read, store=store_id):
            continue
        row = saved.get(each.name)
        listed.append(
            SectionSummary(
                section=each.name,
                title=each.title,
                about=each.about,
                scope=each.scope,
                read=each.read,
                write=each.write,
                may_write=may_change(ctx, each.write, store_id),
                version=row.version if row else 0,
                updated_at=row.at if row else None,
                updated_by=row.actor_name if row else "",
            )
        )
    return listed


def history(
    ctx: Context,
    section: Section[Any],
    store_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[SettingsVersion]:
    """The versions of a section at one place, newest first, each with what it changed. Refuses as `resolved` does."""
    where = place(section, store_id)
    may_look(ctx, section.read, where)
    limit = paging.bounded(limit)
    (below,) = paging.decode(cursor, int) if cursor else (2**31 - 1,)
    rows = ctx.db.all(
        """select version, value, actor_name, at, restored_from,
                  version = max(version) over () and %(below)s = 2147483647 as is_current
           from setting_versions
           where tenant_id = %(tenant)s and section = %(section)s and store_id is not distinct from %(store)s
             and version < %(below)s order by version desc limit %(limit)s + 1""",
        section=section.name,
        store=where,
        below=below,
        limit=limit,
    )
    found = [
        SettingsVersion(
            version=row.version,
            at=row.at,
            by=row.actor_name,
            changes=rules.changes(earlier.value if earlier else {}, row.value),
            is_current=row.is_current,
            restored_from=row.restored_from,
        )
        for row, earlier in zip(rows, [*rows[1:], None][: len(rows)], strict=True)
    ][:limit]
    return Page(found, paging.encode(found[-1].version) if len(rows) > limit else None)


def saved_json(section: LiteralString, store: LiteralString) -> LiteralString:
    """SQL for a JSON object with what was decided of `section` for the store whose id is the SQL expression `store`,
    the company's decisions below it: for the statements of modules that show it to the crowd. `understood` reads it."""
    last = (
        "coalesce((select v.value from setting_versions v where v.tenant_id = %(tenant)s and v.section = '"  # noqa: S608
        + section
        + "' and v.store_id is not distinct from "
    )  # our own text: `section` and `store` are literals of the program
    newest = " order by v.version desc limit 1), '{}')"
    return "(" + last + "null" + newest + " || " + last + store + newest + ")"


def understood(section: Section[T], saved: Values) -> T:
    """The whole value that the object of `saved_json` makes."""
    return rules.merge(section, {}, rules.adopt(section, saved)[0])[0]


def place(section: Section[Any], store_id: UUID | None) -> UUID | None:
    """Where a section is decided: None is the company. Refuses `StoreNeeded`."""
    if section.scope == "company":
        return None
    if store_id is None and section.scope == "store":
        raise StoreNeeded()
    return store_id


def may_look(ctx: Context, permission: str, store_id: UUID | None) -> None:
    """Refuses `Forbidden`, and `SettingsPlaceNotFound` for a store of somebody else's. Who works in some stores only
    sees the company's settings, which theirs stand on, and not those of the other stores."""
    ctx.require(permission, store=store_id)
    if store_id is None:
        return
    if ctx.store not in (None, store_id) and ctx.actor.kind == "key":
        raise SettingsPlaceNotFound()
    if ctx.db.value("select 1 from stores where tenant_id = %(tenant)s and id = %(id)s", id=store_id) is None:
        raise SettingsPlaceNotFound()


def may_change(ctx: Context, permission: str, store_id: UUID | None) -> bool:
    """Whether the caller may change what is decided there: of the company's settings only who is limited to no store."""
    if store_id is not None:
        return ctx.may(permission, store=store_id)
    is_of_a_store = ctx.store is not None and ctx.actor.kind == "key"
    return ctx.may(permission) and ctx.stores_with(permission) is None and not is_of_a_store


def require_change(ctx: Context, permission: str, store_id: UUID | None) -> None:
    """Refuses `Forbidden`, `SettingsPlaceNotFound`."""
    if not may_change(ctx, permission, store_id):
        raise Forbidden(permission=permission)
    if store_id is not None:
        may_look(ctx, permission, store_id)


def load(ctx: Context, section: Section[T], where: UUID | None) -> Resolved[T]:
    """As it is now, without asking for permission."""
    company, store = last_saved(ctx, section.name, where)
    here = company if where is None else store
    if section.truth is not None and where is not None:
        own: dict[str, Any] = section.truth.load(ctx, where)
        value, sources = rules.merge(section, {}, own)
        nothing = section.shape()
        return Resolved(value, own, sources, here.version, nothing, [], [], here.at, here.by)
    above, _, _ = rules.adopt(section, company.value if where is not None else {})
    own, ignored, clamped = rules.adopt(section, here.value)
    value, sources = rules.merge(section, above if where else own, own if where else {})
    inherited, _ = rules.merge(section, above if where else {}, {})
    return Resolved(value, own, sources, here.version, inherited, ignored, clamped, here.at, here.by)


def last_saved(ctx: Context, name: str, where: UUID | None) -> tuple[Saved, Saved]:
    """The company's and the store's last versions, in one statement."""
    rows = ctx.db.all(
        """(select store_id, version, value, actor_name, at from setting_versions
            where tenant_id = %(tenant)s and section = %(section)s and store_id is null
            order by version desc limit 1)
           union all
           (select store_id, version, value, actor_name, at from setting_versions
            where tenant_id = %(tenant)s and section = %(section)s and store_id = %(store)s
            order by version desc limit 1)""",
        section=name,
        store=where,
    )
    found = {row.store_id: Saved(row.version, row.value, row.actor_name, row.at) for row in rows}
    return found.get(None, NOTHING), found.get(where, NOTHING) if where else NOTHING
