"""Importing a file: batches of products, each in one transaction, each product in a savepoint of its own."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from uuid import UUID

import msgspec
import psycopg

from duka.imports import applying, comparing, formats, pictures, queries, runs
from duka.imports.applying import Hands
from duka.imports.comparing import Refused
from duka.imports.errors import LocationNeeded
from duka.imports.formats import Source
from duka.imports.runs import Run
from duka.imports.types import (
    Held,
    Outcome,
    Places,
    Problem,
    Settings,
    Sheet,
    SheetImage,
    SheetVariant,
    Summary,
)
from duka.kernel.context import Context
from duka.kernel.errors import Invalid, InvalidInput, Refusal
from duka.kernel.work import Caller, Work

Upload = Callable[[bytes, str], UUID]
"""Keeps a picture under a file name and gives its media's id; refuses what is no picture."""
Tell = Callable[[list[Outcome], int, Summary], None]
"""Hears after each batch: its outcomes, the last row that is done, and the counts so far."""


def preview(source: Source, places: Places, settings: Settings, count: int) -> list[Sheet]:
    """The first products as the file has them. Nothing is looked up."""
    return list(islice(formats.sheets(source, places, settings), count))


def run(
    work: Work,
    caller: Caller,
    source: Source,
    places: Places,
    settings: Settings,
    upload: Upload | None = None,
    tell: Tell = lambda *_: None,
) -> Summary:
    """Import the whole file, going on after the last batch of a run of it that was stopped.

    A dry run does all of it batch by batch and takes each batch back: it holds no lock for longer than a real
    one would, and products of one batch do not see those of another. Refuses `Forbidden`, `LocationNeeded`,
    `RunTakenOver` and what `formats.sheets` refuses; what is wrong with a product is in its outcome.
    """
    started = time.monotonic()
    store = places.store
    if source.format == "shopify" and store is not None and not store.first_location:
        raise LocationNeeded(store=store.slug)
    scope = store.slug if store else ""
    the_run = Run(UUID(int=0), 0)
    if not settings.is_dry:
        name, checksum = source.file.path.name, source.file.checksum
        the_run = work.perform(
            caller, lambda ctx: runs.begin(ctx, scope, checksum, name, restarts=settings.restarts)
        )
    summary = the_run.summary()
    fetcher = None
    if upload is not None and settings.fetches_images and not settings.is_dry:
        fetcher = pictures.Fetcher(allows_private=settings.allows_private)
    try:
        for batch in _batches(formats.sheets(source, places, settings, the_run.last_row), settings.batch):
            media, missed = _fetch(work, caller, batch, fetcher, upload)
            summary.pictures_fetched += len(media)
            summary.pictures_missed += len(missed)
            outcomes, the_run = _import(work, caller, places, settings, batch, media, the_run)
            outcomes = [_with_missed(o, s, missed) for o, s in zip(outcomes, batch, strict=True)]
            for name in runs.COUNTS:
                setattr(summary, name, getattr(the_run, name))
            summary.seconds = time.monotonic() - started
            tell(outcomes, the_run.last_row, summary)
    finally:
        if fetcher is not None:
            fetcher.close()
    if not settings.is_dry:
        last = the_run
        work.perform(caller, lambda ctx: runs.finish(ctx, last))
    summary.seconds = time.monotonic() - started
    return summary


def _batches(sheets: Iterable[Sheet], size: int) -> Iterator[list[Sheet]]:
    walk = iter(sheets)
    while batch := list(islice(walk, size)):
        yield batch


class _TakenBack(Exception):
    """Carries the outcomes of a dry run out of the transaction that is rolled back."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        self.outcomes = outcomes


def _import(
    work: Work,
    caller: Caller,
    places: Places,
    settings: Settings,
    batch: list[Sheet],
    media: dict[str, UUID],
    the_run: Run,
) -> tuple[list[Outcome], Run]:
    last_row = batch[-1].last_row

    def act(ctx: Context) -> tuple[list[Outcome], Run]:
        outcomes = _batch(ctx, places, settings, batch, media)
        after = the_run.after(outcomes, last_row)
        if settings.is_dry:
            raise _TakenBack(outcomes)
        runs.advance(ctx, the_run, after)
        return outcomes, after

    try:
        return work.perform(caller, act)
    except _TakenBack as taken:
        return taken.outcomes, the_run.after(taken.outcomes, last_row)


def _batch(
    ctx: Context, places: Places, settings: Settings, batch: list[Sheet], media: dict[str, UUID]
) -> list[Outcome]:
    ctx.require("imports:run")
    known = queries.media_by_checksum(ctx, {i.checksum for i in _images(batch) if _is_checksum(i.checksum)})
    hands = Hands(
        places, queries.category_ids(ctx), {**known, **media}, settings.keeps_stock, settings.makes_categories
    )
    by_slug, by_sku = queries.owners(
        ctx, [sheet.slug for sheet in batch], [v.sku for sheet in batch for v in sheet.variants if v.sku]
    )
    before = queries.held(ctx, list({*by_slug.values(), *by_sku.values()}))
    done: list[UUID | list[Problem]] = []
    for sheet in batch:
        result = _one(ctx, hands, sheet, before, by_slug, by_sku)
        if isinstance(result, list):
            hands.categories = queries.category_ids(ctx)
        done.append(result)
    after = queries.held(ctx, [result for result in done if isinstance(result, UUID)])
    outcomes = []
    for sheet, result in zip(batch, done, strict=True):
        slug = sheet.slug or (after[result].slug if isinstance(result, UUID) else "")
        if isinstance(result, list):
            outcomes.append(Outcome(sheet.row, slug, "refused", [], result, sheet.notices))
        elif result not in before:
            outcomes.append(Outcome(sheet.row, slug, "created", notices=sheet.notices))
        else:
            changed = comparing.changed_parts(before[result], after[result])
            outcomes.append(
                Outcome(
                    sheet.row, slug, "updated" if changed else "unchanged", changed, notices=sheet.notices
                )
            )
    return outcomes


def _one(
    ctx: Context,
    hands: Hands,
    sheet: Sheet,
    before: dict[UUID, Held],
    by_slug: dict[str, UUID],
    by_sku: dict[str, UUID],
) -> UUID | list[Problem]:
    """The product's id, or why it is refused; nothing of a refused one stays. Rows without slugs may speak of
    one product several times in a batch, so what an earlier one changed is read again; a product
    found by a slug that it had before keeps the one it has now."""
    if sheet.problems:
        return sheet.problems
    try:
        with ctx.db.savepoint():
            id = applying.find(sheet, by_slug, by_sku)
            held = before.get(id) if id is not None else None
            if held is not None and not sheet.slug:
                held = queries.held(ctx, [held.id])[held.id]
            if held is not None and sheet.slug in by_slug:
                sheet = msgspec.structs.replace(sheet, slug=held.slug)
            return applying.apply(ctx, hands, sheet, held)
    except Refused as refused:
        return refused.problems
    except InvalidInput as invalid:
        return _located(sheet, invalid)
    except Refusal as refusal:
        return [Problem(sheet.row, "", refusal.message)]
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        return [Problem(sheet.row, "", f"the database cannot hold this: {error.diag.message_primary}")]


def _located(sheet: Sheet, invalid: InvalidInput) -> list[Problem]:
    """Field paths as rows and columns: what is wrong with the third variant is wrong in its row."""
    errors = invalid.fields["errors"]
    assert isinstance(errors, dict)
    holders: dict[str, Sequence[SheetVariant | SheetImage]]
    holders = {"variants": sheet.variants, "images": sheet.images or []}
    found = []
    for path, why in errors.items():
        part, _, rest = path.partition(".")
        number, _, name = rest.partition(".")
        rows = holders.get(part, [])
        if number.isdigit() and int(number) < len(rows):
            found.append(Problem(rows[int(number)].row, name or part, why))
        else:
            found.append(Problem(sheet.row, path, why))
    return found


def _images(batch: Iterable[Sheet]) -> Iterator[SheetImage]:
    for sheet in batch:
        if not sheet.problems:
            yield from sheet.images or []


def _is_checksum(text: str) -> bool:
    return len(text) == 64 and all(sign in "0123456789abcdef" for sign in text)


def _fetch(
    work: Work, caller: Caller, batch: list[Sheet], fetcher: pictures.Fetcher | None, upload: Upload | None
) -> tuple[dict[str, UUID], dict[str, str]]:
    """Media by address, and why others are missing, of the pictures that are not here yet. Outside any
    transaction."""
    if fetcher is None or upload is None:
        return {}, {}
    wanted = work.perform(caller, lambda ctx: _not_here(ctx, batch))
    media, missed = {}, {}
    for picture in fetcher.fetch(wanted):
        if picture.why:
            missed[picture.address] = picture.why
            continue
        try:
            media[picture.address] = upload(picture.data, picture.name)
        except Invalid as refusal:
            missed[picture.address] = refusal.message
    return media, missed


def _not_here(ctx: Context, batch: list[Sheet]) -> list[str]:
    ctx.require("imports:run")
    images = list(_images(batch))
    by_slug, by_sku = queries.owners(
        ctx, [sheet.slug for sheet in batch], [v.sku for sheet in batch for v in sheet.variants if v.sku]
    )
    here = {
        image.source_url
        for product in queries.held(ctx, list({*by_slug.values(), *by_sku.values()})).values()
        for image in product.images
        if image.media_id is not None
    }
    known = queries.media_by_checksum(ctx, {i.checksum for i in images if _is_checksum(i.checksum)})
    return [i.address for i in images if i.address not in here and i.checksum not in known]


def _with_missed(outcome: Outcome, sheet: Sheet, missed: dict[str, str]) -> Outcome:
    notices = [
        Problem(
            image.row,
            "image",
            f"{image.address} was not fetched: {missed[image.address]}; its address is kept",
        )
        for image in sheet.images or []
        if image.address in missed and outcome.result != "refused"
    ]
    if not notices:
        return outcome
    return Outcome(
        outcome.row,
        outcome.slug,
        outcome.result,
        outcome.changed,
        outcome.problems,
        [*outcome.notices, *notices],
    )
