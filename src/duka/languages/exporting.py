"""Texts with their translations as a file for translators."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from duka.imports import exporting, workbook
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.languages import kinds, queries, sheet, xliff
from duka.languages.errors import IsOriginal
from duka.languages.types import Format, State
from duka.languages.units import Unit

AT_ONCE = 200
"""Things read in one transaction."""
SUFFIX: dict[str, str] = {"xliff": "xlf", "csv": "csv", "xlsx": "xlsx"}


def export(
    work: Work, caller: Caller, locale: str, format: Format, path: Path, kind: str = "", state: State = "all"
) -> int:
    """Write every text of `kind` (of all that the caller may see) that is `state` into the file, each with what is said in
    `locale`. Returns how many. Refuses `LanguageUnknown`, `IsOriginal`, `ThingNotFound` (no such kind), Forbidden.

    Slugs are left out: they are no text for translators."""
    source, wanted = work.perform(caller, lambda ctx: _asked(ctx, locale, kind))
    count = 0

    def counted() -> Iterator[Unit]:
        nonlocal count
        for unit in _units(work, caller, locale, wanted, state):
            count += 1
            yield unit

    if format == "xliff":
        with path.open("w", encoding="utf-8", newline="\n") as out:
            out.writelines(xliff.write(source, locale, counted()))
    elif format == "csv":
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            write = exporting.csv_into(out)
            write(sheet.header(locale))
            for unit in counted():
                write(sheet.cells_of(unit))
    else:
        book = workbook.Writer(path, locale)
        book.write(sheet.header(locale))
        for unit in counted():
            if sheet.fits_workbook(unit):
                book.write(sheet.cells_of(unit))
        book.close()
    return count


def _asked(ctx: Context, locale: str, kind: str) -> tuple[str, list[str]]:
    ctx.require("products:read")
    queries.known(ctx, locale)
    source = queries.source_locale(ctx)
    if locale == source:
        raise IsOriginal(locale=locale)
    return source, [kinds.require(ctx, kind).name] if kind else kinds.seen_by(ctx)


def _units(work: Work, caller: Caller, locale: str, wanted: list[str], state: State) -> Iterator[Unit]:
    for kind in wanted:
        after = UUID(int=0)
        while True:
            found, last = work.perform(
                caller,
                lambda ctx, kind=kind, after=after: _batch(ctx, locale, kind, state, after),  # type: ignore[misc]
            )
            yield from found
            if last is None:
                break
            after = last


def _batch(
    ctx: Context, locale: str, kind_name: str, state: State, after: UUID
) -> tuple[list[Unit], UUID | None]:
    kind = kinds.require(ctx, kind_name)
    rows = ctx.db.all(
        """select o.thing_id from text_states o
            where o.tenant_id = %(tenant)s and o.kind = %(kind)s and o.locale = '' and o.is_live and o.thing_id > %(after)s
            order by o.thing_id limit %(limit)s""",
        kind=kind.name,
        after=after,
        limit=AT_ONCE,
    )
    things = [row.thing_id for row in rows]
    held = queries.held(ctx, locale, kind, things)
    units = []
    for id in things:
        thing = held.get(id)
        for field in sorted(thing.sources, key=lambda f: kinds.order(kind.name, f)) if thing else ():
            assert thing is not None
            now = queries.state_of(thing, field)
            if state in ("all", now) or (state == "complete" and now == "translated"):
                units.append(
                    Unit(
                        kind=kind.name,
                        id=ids.public(kind.prefix, id),
                        field=field,
                        title=thing.title,
                        source=thing.sources[field],
                        text=thing.texts.get(field, ""),
                        state=now,
                        format=kinds.field_format(kind.name, field)[0],
                    )
                )
    return units, things[-1] if len(things) == AT_ONCE else None
