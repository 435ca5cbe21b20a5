"""Imports and exports."""

import tempfile
from pathlib import Path
from typing import Annotated, Any, Literal

from litestar import Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, Parameter
from litestar.response import File

from duka.api.call import Call, uuid
from duka.imports import console_queries, exporting, files, queries, workbook
from duka.imports.console_types import ColumnHelp, ImportFile, Kind, Options, Preview, RowProblem, Uploaded
from duka.imports.datasets.registry import DATASETS
from duka.kernel.context import Context
from duka.kernel.paging import Page

RUN = "imports:run"
TAGS = ["Admin: imports"]
FEATURE = "imports"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]


@post(
    "/imports",
    permission=RUN,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
    is_upload=True,
)
def admin_upload_import(
    call: NamedDependency[Call],
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
    kind: FromQuery[Kind],
    for_store: Annotated[str, Parameter(max_length=80)] = "",
) -> Uploaded:
    """A CSV, XLSX, XLS or ODS file (at most 20 MB), looked at and not imported yet. `for_store` is the short name of the
    store that a file of products is for, when it names none."""
    name = data.filename or "file"
    return files.upload(call.services.work, call.caller, kind, name, data.file.read(), for_store)


@get("/imports", permission=RUN, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_imports(
    call: NamedDependency[Call], cursor: Cursor = None, limit: Limit = 20
) -> Page[ImportFile]:
    """All imports of the console, the newest first."""
    return call.read(lambda ctx: console_queries.import_files(ctx, cursor, limit))


@get("/imports/{file:str}", permission=RUN, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_get_import(call: NamedDependency[Call], file: FromPath[str]) -> ImportFile:
    """How far it is."""
    return call.read(lambda ctx: console_queries.import_file(ctx, uuid("imp", file)))


@get("/imports/{file:str}/preview", permission=RUN, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_preview_import(call: NamedDependency[Call], file: FromPath[str]) -> Preview:
    """Its columns and first rows, as it was uploaded."""
    return call.read(lambda ctx: console_queries.preview(ctx, uuid("imp", file)))


@get("/imports/{file:str}/problems", permission=RUN, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_import_problems(
    call: NamedDependency[Call], file: FromPath[str], cursor: Cursor = None, limit: Limit = 50
) -> Page[RowProblem]:
    """What was wrong with which row."""
    return call.read(lambda ctx: console_queries.problems(ctx, uuid("imp", file), cursor, limit))


@post(
    "/imports/{file:str}/start",
    permission=RUN,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_start_import(
    call: NamedDependency[Call], file: FromPath[str], data: JSONBody[Options]
) -> Response[ImportFile]:
    """Begin, or go on where it was stopped. A job does it; ask for its state."""
    return _changed(call, file, lambda ctx, file_id: files.start(ctx, file_id, data))


@post(
    "/imports/{file:str}/stop",
    permission=RUN,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_stop_import(call: NamedDependency[Call], file: FromPath[str]) -> Response[ImportFile]:
    """Stop after the batch that is being done. What is done stays; it can go on later."""
    return _changed(call, file, files.stop)


@get("/import-columns/{kind:str}", permission=RUN, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_import_columns(
    call: NamedDependency[Call], kind: FromPath[Literal["stock", "customers", "orders", "list_prices"]]
) -> list[ColumnHelp]:
    """The columns that a file of this kind may have. Those of products stand in docs/import.md."""
    call.read(lambda ctx: ctx.require(RUN))
    return [ColumnHelp(c.name, c.what, c.is_needed) for c in DATASETS[kind].columns]


@get(
    "/exports/{kind:str}",
    permission=RUN,
    when_suspended=True,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    media_type="text/csv",
)
def admin_export(
    call: NamedDependency[Call],
    kind: FromPath[Kind],
    for_store: Annotated[str, Parameter(max_length=80)] = "",
) -> File:
    """Everything of a kind that you may see, as CSV that can be imported again."""
    return _file(call, kind, "csv", for_store)


@get(
    "/exports/{kind:str}/workbook",
    permission=RUN,
    when_suspended=True,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    media_type=XLSX,
)
def admin_export_workbook(
    call: NamedDependency[Call],
    kind: FromPath[Kind],
    for_store: Annotated[str, Parameter(max_length=80)] = "",
) -> File:
    """The same as a spreadsheet."""
    return _file(call, kind, "xlsx", for_store)


def _file(call: Call, kind: Kind, form: str, store: str) -> File:
    folder = tempfile.TemporaryDirectory(prefix="duka-export-")
    path = Path(folder.name) / f"{kind}.{form}"
    try:
        _export(call, kind, path, form, store)
    except BaseException:
        folder.cleanup()
        raise
    return File(
        path,
        filename=path.name,
        media_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8",
        background=BackgroundTask(folder.cleanup),
    )


def _export(call: Call, kind: Kind, path: Path, form: str, store: str) -> None:
    call.read(lambda ctx: ctx.require(RUN))
    if form == "xlsx":
        book = workbook.Writer(path, kind)
        try:
            _write(call, kind, store, book.write)
        finally:
            book.close()
    else:
        with path.open("w", encoding="utf-8-sig", newline="") as out:
            _write(call, kind, store, exporting.csv_into(out))


def _write(call: Call, kind: Kind, store: str, write: exporting.Write) -> None:
    work, caller = call.services.work, call.caller
    if kind == "products":
        places = call.read(lambda ctx: queries.places(ctx, store))
        exporting.export(work, caller, places, write, base_url=call.services.config.base_url)
    else:
        exporting.export_dataset(work, caller, DATASETS[kind], write)


def _changed(call: Call, file: str, act: Any) -> Response[Any]:
    file_id = uuid("imp", file)

    def perform(ctx: Context) -> ImportFile:
        act(ctx, file_id)
        return console_queries.import_file(ctx, file_id)

    return call.write(perform)


HANDLERS = [
    admin_upload_import,
    admin_list_imports,
    admin_get_import,
    admin_preview_import,
    admin_list_import_problems,
    admin_start_import,
    admin_stop_import,
    admin_import_columns,
    admin_export,
    admin_export_workbook,
]
