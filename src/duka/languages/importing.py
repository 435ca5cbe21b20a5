"""A translator's file, brought back: looked at first, then written, each thing in a transaction of its own.

`look_at` compares every text of the file with what is there and keeps the outcome of each, so that nothing is written that
nobody saw. `carry_on` writes what is new or changed, in the name of who asked; it can be stopped anywhere, and repeated.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import ids, jobs, trail
from duka.kernel.context import Actor, Context, Grant
from duka.kernel.errors import Forbidden, MalformedId, Refusal
from duka.kernel.work import Caller, Work
from duka.languages import kinds, placeholders, queries, sheet, writing, xliff
from duka.languages.errors import (
    FileOfOtherLanguage,
    FileTooLong,
    FileUnreadable,
    IsOriginal,
    NothingInFile,
    RunIsDone,
    RunNotFound,
)
from duka.languages.queries import Held
from duka.languages.types import Format
from duka.languages.units import TranslatedFile, Unit, plain

MOST = 50_000
LARGEST = 20_000_000
"""Bytes of a file."""
AT_ONCE = 50
"""So many texts are written while the caller waits."""
JOB = "languages.write"
GONE = "there is no such text here any more"
CHANGED = "the original has changed since this was translated; export it again"


class Asker(msgspec.Struct, frozen=True):
    """In whose name a run is carried on."""

    actor: Actor
    permissions: frozenset[str]
    grants: tuple[Grant, ...]
    origin: str
    request_id: str


def read(data: bytes) -> tuple[Format, TranslatedFile]:
    """Refuses `FileUnreadable`, `FileTooLong`, `NothingInFile`."""
    if len(data) > LARGEST:
        raise FileUnreadable(why=f"it has more than {LARGEST // 1_000_000} MB")
    head = data[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    format: Format
    if head.startswith(b"<") or b"\x00<\x00?" in head[:8]:
        format, found = "xliff", xliff.read(data)
    else:
        format, found = ("xlsx" if head.startswith(b"PK") else "csv"), sheet.read(data)
    if not found.units:
        raise NothingInFile()
    if len(found.units) > MOST:
        raise FileTooLong(most=f"{MOST:,}")
    return format, found


def look_at(ctx: Context, locale: str, file_name: str, format: Format, file: TranslatedFile) -> UUID:
    """Keep what would become of each text of the file; nothing is written yet. Refuses `LanguageUnknown`, `IsOriginal`,
    `FileOfOtherLanguage`, and Forbidden to who may not write products."""
    ctx.require("products:write")
    queries.known(ctx, locale)
    if locale == queries.source_locale(ctx):
        raise IsOriginal(locale=locale)
    if file.locale and file.locale.replace("_", "-").casefold() != locale.casefold():
        raise FileOfOtherLanguage(found=file.locale[:20], locale=locale)
    rows = [{"place": place, **row} for place, row in enumerate(_rows(ctx, locale, file.units), 1)]
    run_id = ids.new_id()
    asker = Asker(ctx.actor, ctx.permissions, ctx.grants, ctx.origin, ctx.request_id)
    ctx.db.run(
        """with run as (
             insert into translation_runs (tenant_id, id, locale, file_name, format, caller, started_by, created_at)
             values (%(tenant)s, %(id)s, %(locale)s, %(name)s, %(format)s, %(caller)s::jsonb, %(by)s, %(now)s))
           insert into translation_rows (tenant_id, run_id, place, kind, thing_id, field, title, source, text, before,
             outcome, message)
           select %(tenant)s, %(id)s, n.place, n.kind, n.thing_id, n.field, n.title, n.source, n.text, n.before, n.outcome,
                  n.message
           from jsonb_to_recordset(%(rows)s::jsonb) as n (place int, kind text, thing_id uuid, field text, title text,
                source text, text text, before text, outcome text, message text)""",
        id=run_id,
        locale=locale,
        name=file_name[:200],
        format=format,
        caller=_json(asker),
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
        rows=_json(rows),
    )
    trail.note(
        ctx,
        "translations.looked_at",
        "translation_run",
        run_id,
        after={"file": file_name[:200], "language": locale, "texts": len(rows)},
    )
    return run_id


def _rows(ctx: Context, locale: str, units: Sequence[Unit]) -> Iterator[dict[str, Any]]:
    """The outcome of each, in the order of the file; things are read 200 at a time."""
    by_kind: dict[str, list[UUID]] = {}
    known = [(unit, _id(unit)) for unit in units]
    for unit, id in known:
        if id is not None:
            by_kind.setdefault(unit.kind, []).append(id)
    held: dict[tuple[str, UUID], Held] = {}
    barred: set[str] = set()
    for name, things in by_kind.items():
        try:
            kind = kinds.require(ctx, name, to_write=True)
        except Forbidden:
            barred.add(name)
            continue
        unique = list(dict.fromkeys(things))
        for start in range(0, len(unique), 200):
            found = queries.held(ctx, locale, kind, unique[start : start + 200])
            held |= {(name, id): thing for id, thing in found.items()}
    twice: set[tuple[str, UUID | None, str]] = set()
    for unit, id in known:
        thing = held.get((unit.kind, id)) if id else None
        outcome, message = _judge(unit, thing, is_barred=unit.kind in barred)
        if (unit.kind, id, unit.field) in twice:
            outcome, message = "refused", "this text is in the file twice"
        twice.add((unit.kind, id, unit.field))
        yield {
            "kind": unit.kind[:40],
            "thing_id": id,
            "field": unit.field[:400],
            "title": (thing.title if thing else unit.title)[:300],
            "source": thing.sources.get(unit.field, "") if thing else unit.source,
            "text": plain(unit.text),
            "before": thing.texts.get(unit.field, "") if thing else "",
            "outcome": outcome,
            "message": message,
        }


def _id(unit: Unit) -> UUID | None:
    kind = kinds.KINDS.get(unit.kind)
    try:
        return ids.parse(kind.prefix, unit.id) if kind else None
    except MalformedId:
        return None


def _judge(unit: Unit, thing: Held | None, *, is_barred: bool) -> tuple[str, str]:
    if unit.kind not in kinds.KINDS:
        return "refused", "this is no kind of thing that we know"
    if is_barred:
        return "refused", "you may not write texts of this kind"
    if thing is None or unit.field not in thing.sources:
        return "refused", GONE
    if plain(unit.source) != plain(thing.sources[unit.field]):
        return "refused", CHANGED
    if "\x00" in unit.text:
        return "refused", "there are characters in it that cannot be stored"
    text, before = plain(unit.text), thing.texts.get(unit.field, "")
    most = kinds.field_format(unit.kind, unit.field)[1]
    if len(text) > most:
        return "refused", f"{len(text)} characters are too many; shorten it to {most}"
    if unit.kind == "message":
        try:
            placeholders.require_same(thing.sources[unit.field], text)
        except Refusal as refusal:
            return "refused", refusal.message
    if text == plain(before):
        return "unchanged", ""
    return ("changed" if before else "new"), ""


def apply(ctx: Context, run_id: UUID) -> bool:
    """Write what is new or changed from now on: while the caller waits when it is little (True), else by a job. Refuses
    `RunNotFound`, `RunIsDone`."""
    ctx.require("products:write")
    row = ctx.db.one(
        """select r.status, r.locale, (select count(*) from translation_rows w where w.tenant_id = %(tenant)s and w.run_id = r.id
                     and w.outcome in ('new', 'changed')) as waiting
             from translation_runs r where r.tenant_id = %(tenant)s and r.id = %(id)s for update of r""",
        id=run_id,
    )
    if row is None:
        raise RunNotFound()
    if row.status != "looked_at":
        raise RunIsDone()
    asker = Asker(ctx.actor, ctx.permissions, ctx.grants, ctx.origin, ctx.request_id)
    ctx.db.run(
        """update translation_runs set status = 'running', caller = %(caller)s::jsonb
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=run_id,
        caller=_json(asker),
    )
    told = {"language": row.locale, "texts": row.waiting}
    trail.note(ctx, "translations.written", "translation_run", run_id, after=told)
    if row.waiting > AT_ONCE:
        jobs.defer(ctx, JOB, run_id=str(run_id))
        return False
    return True


def carry_on(work: Work, tenant: UUID, run_id: UUID) -> None:
    """Write what still waits. Safe to repeat, and to do at the same time as another worker."""
    caller, locale = work.perform(Caller(tenant), lambda ctx: _asked(ctx, run_id))
    while work.perform(caller, lambda ctx: _next(ctx, run_id, locale)):
        pass


def _asked(ctx: Context, run_id: UUID) -> tuple[Caller, str]:
    row = ctx.db.one(
        """select r.caller::text as caller, r.locale from translation_runs r
           where r.tenant_id = %(tenant)s and r.id = %(id)s""",
        id=run_id,
    )
    if row is None:
        raise RunNotFound()
    asker = msgspec.json.decode(row.caller, type=Asker)
    caller = Caller(
        ctx.tenant,
        asker.actor,
        asker.permissions,
        request_id=asker.request_id,
        origin=asker.origin,
        grants=asker.grants,
    )
    return caller, row.locale


def _next(ctx: Context, run_id: UUID, locale: str) -> bool:
    """The texts of one thing; False when none is left."""
    first = ctx.db.one(
        """select w.place, w.kind, w.thing_id from translation_rows w
            where w.tenant_id = %(tenant)s and w.run_id = %(run)s and w.outcome in ('new', 'changed')
            order by w.place limit 1 for update skip locked""",
        run=run_id,
    )
    if first is None:
        _finish(ctx, run_id)
        return False
    rows = ctx.db.all(
        """select w.place, w.field, w.source, w.text, w.before from translation_rows w
            where w.tenant_id = %(tenant)s and w.run_id = %(run)s and w.outcome in ('new', 'changed')
              and w.kind = %(kind)s and w.thing_id = %(thing)s order by w.place for update""",
        run=run_id,
        kind=first.kind,
        thing=first.thing_id,
    )
    kind = kinds.KINDS[first.kind]
    thing = queries.held(ctx, locale, kind, [first.thing_id]).get(first.thing_id)
    told = [{"place": row.place, "why": _since(row, thing)} for row in rows]
    good = {row.field: row.text for row, entry in zip(rows, told, strict=True) if not entry["why"]}
    if good and thing is not None:
        refused = _write(ctx, locale, kind, thing, good)
        for row, entry in zip(rows, told, strict=True):
            entry["why"] = entry["why"] or refused.get(row.field, "")[:500]
    ctx.db.run(
        """update translation_rows w set outcome = case when n.why = '' then 'written' else 'refused' end, message = n.why
             from jsonb_to_recordset(%(told)s::jsonb) as n (place int, why text)
            where w.tenant_id = %(tenant)s and w.run_id = %(run)s and w.place = n.place""",
        run=run_id,
        told=_json(told),
    )
    return True


def _since(row: Any, thing: Held | None) -> str:
    """Why a text that was looked at may not be written any more."""
    if thing is None or row.field not in thing.sources:
        return GONE
    if thing.sources[row.field] != row.source:
        return CHANGED
    if thing.texts.get(row.field, "") != row.before:
        return "somebody wrote something else here in the meantime"
    return ""


def _write(ctx: Context, locale: str, kind: kinds.Kind, thing: Held, texts: dict[str, str]) -> dict[str, str]:
    """All texts of the thing at once; when that is refused, one after the other, so that each has its own reason. Returns
    the reasons by field."""
    try:
        with ctx.db.savepoint():
            kinds.require(ctx, kind.name, to_write=True)
            writing.put(ctx, locale, kind, thing, texts)
        return {}
    except Refusal as refusal:
        if len(texts) == 1 or isinstance(refusal, Forbidden):
            return dict.fromkeys(texts, refusal.message)
    refused: dict[str, str] = {}
    for field, text in texts.items():
        refused |= _write(ctx, locale, kind, thing, {field: text})
    return refused


def _finish(ctx: Context, run_id: UUID) -> None:
    ctx.db.run(
        """update translation_runs r set status = 'finished', finished_at = %(now)s
           where r.tenant_id = %(tenant)s and r.id = %(id)s and r.status = 'running'
             and not exists (select from translation_rows w where w.tenant_id = %(tenant)s and w.run_id = %(id)s
                             and w.outcome in ('new', 'changed'))""",
        id=run_id,
        now=ctx.now,
    )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
