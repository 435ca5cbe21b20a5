"""Imports in the console: a file is uploaded and looked at, run by a job, watched, stopped and gone on with.

The content is kept as CSV in the row of the file until its run is over, since the worker may be another machine. The run
itself is the one of the command line; it acts as who started it, with the permissions that they had then.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from uuid import UUID

import msgspec

from duka.imports import console_queries, formats, queries, service, tabular, workbook
from duka.imports.console_types import Kind, Options, Preview, RowProblem, SeenColumn, Uploaded
from duka.imports.datasets import engine
from duka.imports.datasets.registry import DATASETS
from duka.imports.errors import FileTooLarge, ImportNotFound, ImportStatus
from duka.imports.events import ImportFinished
from duka.imports.service import Upload
from duka.imports.tabular import TextFile
from duka.imports.types import Outcome, Settings, Summary
from duka.kernel import events, jobs, trail
from duka.kernel.context import Actor, Context, Grant
from duka.kernel.db import Row
from duka.kernel.errors import Refusal
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work

JOB = "imports.run"
LARGEST = 20 * 1024 * 1024
SAMPLE = 8
MOST_PROBLEMS = 10_000


class Asker(msgspec.Struct, frozen=True):
    """Who started a run, as the job acts."""

    kind: str
    id: UUID | None
    name: str
    permissions: list[str]
    grants: tuple[Grant, ...]
    origin: str

    def caller(self, tenant: UUID) -> Caller:
        actor = Actor(self.kind, self.id, self.name)
        return Caller(tenant, actor, frozenset(self.permissions), origin=self.origin, grants=self.grants)


def upload(work: Work, caller: Caller, kind: Kind, name: str, data: bytes, store: str = "") -> Uploaded:
    """Keeps the file and tells what is in it; nothing is imported yet. CSV of any delimiter, and XLSX, XLS or ODS.

    Refuses `FileTooLarge` (20 MB), `UnreadableFile`, `UnknownColumns`, `WrongColumns`, `StoreUnknown`.
    """
    if len(data) > LARGEST:
        raise FileTooLarge()
    work.perform(caller, lambda ctx: ctx.require("imports:run"))
    content = workbook.as_csv(data) if workbook.is_workbook(data) else data
    with _on_disk(content, name) as path:
        preview, rows = _look(work, caller, kind, path, store)
    file_id = work.perform(caller, lambda ctx: _keep(ctx, kind, name, store, content, rows, preview))
    return Uploaded(work.perform(caller, lambda ctx: console_queries.import_file(ctx, file_id)), preview)


def start(ctx: Context, file_id: UUID, options: Options) -> None:
    """Begin, or go on where it was stopped. Refuses `ImportNotFound`, `ImportStatus`."""
    ctx.require("imports:run")
    row = _locked(ctx, file_id)
    may_start = row.status in ("ready", "stopped", "failed") or (row.status == "finished" and row.is_dry)
    if not may_start or row.content is None:
        raise ImportStatus(status=row.status)
    asker = Asker(
        ctx.actor.kind, ctx.actor.id, ctx.actor.name, sorted(ctx.permissions), ctx.grants, ctx.origin
    )
    ctx.db.run("delete from import_problems where tenant_id = %(tenant)s and file_id = %(id)s", id=file_id)
    ctx.db.run(
        """update import_files set status = 'waiting', options = %(options)s::jsonb, is_dry = %(dry)s, why = '',
                  caller = %(caller)s::jsonb, started_at = %(now)s, closed_at = null, last_row = 0, created = 0,
                  updated = 0, unchanged = 0, refused = 0
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=file_id,
        options=msgspec.json.encode(options).decode(),
        dry=options.is_dry,
        caller=msgspec.json.encode(asker).decode(),
        now=ctx.now,
    )
    trail.note(
        ctx,
        "import.started",
        "import",
        file_id,
        file=row.file_name,
        kind_of_file=row.kind,
        dry=options.is_dry,
    )
    jobs.defer(ctx, JOB, file_id=str(file_id))


def stop(ctx: Context, file_id: UUID) -> None:
    """What is done stays done; `start` goes on. Twice is no mistake. Refuses `ImportNotFound`."""
    ctx.require("imports:run")
    _locked(ctx, file_id)
    ctx.db.run(
        """update import_files set status = 'stopped', closed_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s and status in ('waiting', 'running')""",
        id=file_id,
        now=ctx.now,
    )
    trail.note(ctx, "import.stopped", "import", file_id)


class _Stopped(Exception):
    """Somebody stopped it, or another worker has it."""


def run(work: Work, tenant: UUID, file_id: UUID, upload_picture: Upload) -> None:
    """The job. Safe to do twice: a run that was cut off goes on after its last batch, one that is over stays over."""
    system = Caller(tenant)
    row = work.perform(system, lambda ctx: _begin(ctx, file_id))
    if row is None:
        return
    caller = msgspec.convert(row.caller, Asker, strict=False).caller(tenant)
    options = msgspec.convert(row.options, Options)

    def tell(outcomes: list[Outcome], last_row: int, summary: Summary) -> None:
        if not work.perform(system, lambda ctx: _advance(ctx, file_id, outcomes, last_row, summary)):
            raise _Stopped

    try:
        with _on_disk(row.content, row.file_name) as path:
            if row.kind == "products":
                places = work.perform(caller, lambda ctx: queries.places(ctx, row.store))
                settings = Settings(
                    keeps_stock=options.keeps_stock,
                    makes_categories=options.makes_categories,
                    fetches_images=options.fetches_images,
                    is_dry=options.is_dry,
                )
                service.run(work, caller, formats.recognise(path), places, settings, upload_picture, tell)
            else:
                dataset = DATASETS[row.kind]
                file = tabular.look_at(path, engine.known(dataset))
                engine.run(work, caller, file, dataset, is_dry=options.is_dry, tell=tell)
    except _Stopped:
        return
    except Refusal as refusal:
        why = refusal.message
        work.perform(system, lambda ctx: _close(ctx, file_id, "failed", why))
        return
    work.perform(system, lambda ctx: _close(ctx, file_id, "finished"))


def _look(work: Work, caller: Caller, kind: Kind, path: Path, store: str) -> tuple[Preview, int]:
    if kind == "products":
        places = work.perform(caller, lambda ctx: queries.places(ctx, store))
        source = formats.recognise(path)
        sheets = service.preview(source, places, Settings(), SAMPLE)
        problems = [
            RowProblem(p.row, sheet.slug, p.column, p.why, is_refused=True)
            for sheet in sheets
            for p in sheet.problems
        ]
        return _preview(source.format, source.file, set(source.ignored), problems), source.last_row
    dataset = DATASETS[kind]
    file = tabular.look_at(path, engine.known(dataset))
    ignored = set(engine.ignored(dataset, file.header))
    with tabular.rows(file) as rows:
        last = max((row.number for row in rows), default=1)
    return _preview("duka", file, ignored, []), last


def _preview(format: str, file: TextFile, ignored: set[str], problems: list[RowProblem]) -> Preview:
    with tabular.rows(file) as rows:
        sample = [[cell[:120] for cell in row.cells] for row in islice(rows, SAMPLE)]
    columns = [SeenColumn(title, title not in ignored) for title in file.header]
    return Preview(format, columns, sample, problems)


@contextmanager
def _on_disk(content: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="duka-import-") as folder:
        safe = "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in Path(name).stem)[:80]
        path = Path(folder) / f"{safe or 'file'}.csv"
        path.write_bytes(content)
        yield path


def _keep(
    ctx: Context, kind: Kind, name: str, store: str, content: bytes, last_row: int, preview: Preview
) -> UUID:
    ctx.require("imports:run")
    file_id = new_id()
    ctx.db.run(
        """insert into import_files (tenant_id, id, kind, file_name, store, content, preview, total_rows, asked_by,
                  asked_by_kind, asked_by_name, created_at)
           values (%(tenant)s, %(id)s, %(kind)s, %(name)s, %(store)s, %(content)s, %(preview)s::jsonb, %(rows)s, %(by)s,
                   %(by_kind)s, %(by_name)s, %(now)s)""",
        id=file_id,
        kind=kind,
        name=name.replace("\x00", "")[:200],
        store=store,
        content=content,
        preview=msgspec.json.encode(preview).decode(),
        rows=last_row,
        by=ctx.actor.id,
        by_kind=ctx.actor.kind,
        by_name=ctx.actor.name or ctx.actor.kind,
        now=ctx.now,
    )
    trail.note(ctx, "import.uploaded", "import", file_id, file=name[:200], kind_of_file=kind)
    return file_id


def _locked(ctx: Context, file_id: UUID) -> Row:
    row = ctx.db.one(
        "select f.* from import_files f where f.tenant_id = %(tenant)s and f.id = %(id)s for update",
        id=file_id,
    )
    if row is None:
        raise ImportNotFound()
    return row


def _begin(ctx: Context, file_id: UUID) -> Row | None:
    row = ctx.db.one(
        """select f.kind, f.file_name, f.store, f.options, f.content, f.caller, f.status from import_files f
           where f.tenant_id = %(tenant)s and f.id = %(id)s for update""",
        id=file_id,
    )
    if row is None or row.status not in ("waiting", "running") or row.content is None:
        return None
    ctx.db.run(
        "update import_files set status = 'running' where tenant_id = %(tenant)s and id = %(id)s", id=file_id
    )
    return row


def _advance(ctx: Context, file_id: UUID, outcomes: list[Outcome], last_row: int, summary: Summary) -> bool:
    """Whether the run goes on."""
    goes_on = ctx.db.run(
        """update import_files set last_row = %(row)s, created = %(created)s, updated = %(updated)s,
                  unchanged = %(unchanged)s, refused = %(refused)s
           where tenant_id = %(tenant)s and id = %(id)s and status = 'running'""",
        id=file_id,
        row=last_row,
        created=summary.created,
        updated=summary.updated,
        unchanged=summary.unchanged,
        refused=summary.refused,
    )
    rows = [
        {
            "row": problem.row,
            "key": o.slug[:200],
            "column": problem.column,
            "why": problem.why,
            "refused": is_refused,
        }
        for o in outcomes
        for is_refused, found in ((True, o.problems), (False, o.notices))
        for problem in found
    ]
    if rows:
        ctx.db.run(
            """insert into import_problems (tenant_id, file_id, number, row_number, key, column_name, why, is_refused)
               select %(tenant)s, %(id)s, h.n + row_number() over (), r.row, r.key, r."column", r.why, r.refused
               from (select coalesce(max(p.number), 0) as n from import_problems p
                     where p.tenant_id = %(tenant)s and p.file_id = %(id)s) h,
                    jsonb_to_recordset(%(rows)s::jsonb)
                        as r (row bigint, key text, "column" text, why text, refused boolean)
               where h.n < %(most)s""",
            id=file_id,
            rows=msgspec.json.encode(rows).decode(),
            most=MOST_PROBLEMS,
        )
    return bool(goes_on)


def _close(ctx: Context, file_id: UUID, status: str, why: str = "") -> None:
    row = ctx.db.one(
        """update import_files set status = %(status)s, why = %(why)s, closed_at = %(now)s,
                  content = case when %(status)s = 'finished' and not is_dry then null else content end
           where tenant_id = %(tenant)s and id = %(id)s and status in ('waiting', 'running')
           returning kind, file_name, asked_by, created, updated, refused, is_dry""",
        id=file_id,
        status=status,
        why=why[:1000],
        now=ctx.now,
    )
    if row is None:
        return
    events.emit(
        ctx,
        ImportFinished(
            aggregate_id=file_id,
            kind=row.kind,
            file_name=row.file_name,
            asked_by=row.asked_by,
            created=row.created,
            updated=row.updated,
            refused=row.refused,
            is_dry=row.is_dry,
            has_failed=status == "failed",
        ),
    )
