"""Reading a file of a dataset: batches of things, each in one transaction, each thing in a savepoint of its own, going
on after the last batch of a run that was stopped."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, islice

import psycopg

from duka.imports import cells, runs, tabular
from duka.imports.datasets.types import Dataset, Line, Refused
from duka.imports.errors import UnknownColumns, WrongColumns
from duka.imports.runs import Run
from duka.imports.tabular import Broken, TextFile
from duka.imports.types import Outcome, Problem, Summary
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, Refusal
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work

BATCH = 50
Tell = Callable[[list[Outcome], int, Summary], None]


def known(dataset: Dataset) -> set[str]:
    """Every name, folded, that a column of it may have."""
    return {name for column in dataset.columns for name in (column.name, *column.aliases)}


def mapping(dataset: Dataset, header: list[str]) -> dict[int, str]:
    """Place in the file → our column. Refuses `UnknownColumns` and `WrongColumns` (a needed one is missing, or one
    stands there twice)."""
    names = {name: column.name for column in dataset.columns for name in (column.name, *column.aliases)}
    found: dict[int, str] = {}
    for place, title in enumerate(header):
        column = names.get(title.strip().casefold())
        if column is None:
            continue
        if column in found.values():
            raise WrongColumns(why=f"Two columns of this file are {column}. Take one of them out.")
        found[place] = column
    if not found:
        raise UnknownColumns(found=", ".join(header[:6]) or "nothing")
    missing = [c.name for c in dataset.columns if c.is_needed and c.name not in found.values()]
    if missing:
        raise WrongColumns(why=f"This file lacks the column {missing[0]}, without which nothing can be done.")
    return found


def ignored(dataset: Dataset, header: list[str]) -> list[str]:
    places = mapping(dataset, header)
    return [title for place, title in enumerate(header) if place not in places and title.strip()]


def things(dataset: Dataset, file: TextFile, after: int = 0) -> Iterator[list[Line]]:
    """The rows of the file below row `after`, those of one thing together. Raises `Broken` where it breaks off."""
    places = mapping(dataset, file.header)
    with tabular.rows(file) as rows:
        lines = (
            Line(
                row.number,
                {name: cells.unguarded(row.cells[place].strip()) for place, name in places.items()},
            )
            if not row.why
            else Line(row.number, {"": row.why})
            for row in rows
            if row.number > after
        )
        for _, group in groupby(lines, key=lambda line: line.cells.get(dataset.key) or line.number):
            yield list(group)


class _TakenBack(Exception):
    def __init__(self, outcomes: list[Outcome]) -> None:
        self.outcomes = outcomes


def run(
    work: Work,
    caller: Caller,
    file: TextFile,
    dataset: Dataset,
    *,
    is_dry: bool = False,
    restarts: bool = False,
    tell: Tell = lambda *_: None,
) -> Summary:
    """Import the whole file. A dry run does everything batch by batch and takes each back. Refuses Forbidden,
    `RunTakenOver`, and what `mapping` refuses; what is wrong with a row is in its outcome."""
    started = time.monotonic()
    mapping(dataset, file.header)
    the_run = Run(new_id(), 0)
    if not is_dry:
        the_run = work.perform(
            caller,
            lambda ctx: runs.begin(ctx, dataset.name, file.checksum, file.path.name, restarts=restarts),
        )
    summary = the_run.summary()
    for batch, broken in _batches(things(dataset, file, the_run.last_row)):
        outcomes, the_run = _import(work, caller, dataset, batch, the_run, is_dry=is_dry)
        if broken is not None:
            outcomes = [*outcomes, Outcome(broken.row, "", "refused", [], [broken])]
        for name in runs.COUNTS:
            setattr(summary, name, getattr(the_run, name))
        summary.refused += broken is not None
        summary.seconds = time.monotonic() - started
        tell(outcomes, the_run.last_row, summary)
    if not is_dry:
        last = the_run
        work.perform(caller, lambda ctx: runs.finish(ctx, last))
    return summary


def _batches(walk: Iterable[list[Line]]) -> Iterator[tuple[list[list[Line]], Problem | None]]:
    remaining = iter(walk)
    while True:
        batch: list[list[Line]] = []
        try:
            for thing in islice(remaining, BATCH):
                batch.append(thing)
        except Broken as broken:
            yield batch, broken.problem
            return
        if not batch:
            return
        yield batch, None


def _import(
    work: Work, caller: Caller, dataset: Dataset, batch: list[list[Line]], the_run: Run, *, is_dry: bool
) -> tuple[list[Outcome], Run]:
    last_row = batch[-1][-1].number if batch else the_run.last_row

    def act(ctx: Context) -> tuple[list[Outcome], Run]:
        ctx.require("imports:run")
        outcomes = [_one(ctx, dataset, lines) for lines in batch]
        after = the_run.after(outcomes, last_row)
        if is_dry:
            raise _TakenBack(outcomes)
        if batch:
            runs.advance(ctx, the_run, after)
        return outcomes, after

    try:
        return work.perform(caller, act)
    except _TakenBack as taken:
        return taken.outcomes, the_run.after(taken.outcomes, last_row)


def _one(ctx: Context, dataset: Dataset, lines: list[Line]) -> Outcome:
    row = lines[0].number
    if misread := [Problem(line.number, "", line.cells[""]) for line in lines if "" in line.cells]:
        return Outcome(row, "", "refused", [], misread)
    try:
        with ctx.db.savepoint():
            name, result = dataset.apply(ctx, lines)
        return Outcome(row, name, result)
    except Refused as refused:
        return Outcome(row, _name(dataset, lines), "refused", [], refused.problems)
    except InvalidInput as invalid:
        errors = invalid.fields["errors"]
        assert isinstance(errors, dict)
        return Outcome(
            row,
            _name(dataset, lines),
            "refused",
            [],
            [Problem(row, path, why) for path, why in errors.items()],
        )
    except Refusal as refusal:
        return Outcome(row, _name(dataset, lines), "refused", [], [Problem(row, "", refusal.message)])
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        why = f"the database cannot hold this: {error.diag.message_primary}"
        return Outcome(row, _name(dataset, lines), "refused", [], [Problem(row, "", why)])


def _name(dataset: Dataset, lines: list[Line]) -> str:
    return lines[0].cells.get(dataset.key or dataset.columns[0].name, "")
