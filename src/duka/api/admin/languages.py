"""What is said in each language: how far it is, texts side by side, files for translators."""

import tempfile
from pathlib import Path
from typing import Annotated, Any

from litestar import Response, get, post, put
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, FromQuery, JSONBody, Parameter
from litestar.response import File

from duka.api.call import Call, uuid
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.languages import exporting, importing, queries, runs, writing
from duka.languages.types import (
    FieldsInput,
    Format,
    KindName,
    LanguageOverview,
    RowOutcome,
    SourceLanguage,
    State,
    TextsInput,
    ThingState,
    ThingTexts,
    TranslationFile,
    TranslationRow,
)

READ, WRITE = "products:read", "products:write"
TAGS = ["Admin: languages"]
MEDIA_TYPES = {
    "xliff": "application/xliff+xml",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
Cursor = Annotated[str | None, Parameter(max_length=700, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]


@get("/languages", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_languages(call: NamedDependency[Call]) -> LanguageOverview:
    """The language of the originals, and how far the others are: of each kind of thing that you may see how many of how many
    texts are translated, and how many of these are outdated."""
    return call.read(queries.overview)


@put("/languages/source", permission="settings:write", sync_to_thread=True, tags=TAGS)
def admin_set_source_language(
    call: NamedDependency[Call], data: JSONBody[SourceLanguage]
) -> Response[LanguageOverview]:
    """Say in which language the goods' originals are written, for all stores. Nothing is translated by that."""

    def act(ctx: Context) -> LanguageOverview:
        writing.set_source(ctx, data.locale)
        return queries.overview(ctx)

    answer: Response[Any] = call.write(act)
    return answer


@get("/languages/{language:str}/texts", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_translatable(
    call: NamedDependency[Call],
    language: FromPath[str],
    kind: FromQuery[KindName] = "product",
    only: FromQuery[State] = "all",
    search: Annotated[str, Parameter(max_length=100)] = "",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ThingState]:
    """Things of a kind by name, with how far they are translated."""
    return call.read(lambda ctx: queries.list_things(ctx, language, kind, only, search, cursor, limit))


@get(
    "/languages/{language:str}/texts/{kind:str}/{thing:str}", permission=READ, sync_to_thread=False, tags=TAGS
)
def admin_get_texts(
    call: NamedDependency[Call], language: FromPath[str], kind: FromPath[str], thing: FromPath[str]
) -> ThingTexts:
    """All texts of a thing beside their translations."""
    return call.read(lambda ctx: queries.texts(ctx, language, kind, thing))


@put(
    "/languages/{language:str}/texts/{kind:str}/{thing:str}", permission=READ, sync_to_thread=True, tags=TAGS
)
def admin_write_texts(
    call: NamedDependency[Call],
    language: FromPath[str],
    kind: FromPath[str],
    thing: FromPath[str],
    data: JSONBody[TextsInput],
) -> Response[ThingTexts]:
    """Write the texts that are named; the others stay. Needs the permission to write what they belong to (products:write,
    categories:write, settings:write, messages:write)."""

    def act(ctx: Context) -> ThingTexts:
        writing.write(ctx, language, kind, thing, data.texts)
        return queries.texts(ctx, language, kind, thing)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/languages/{language:str}/texts/{kind:str}/{thing:str}/confirm",
    permission=READ,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_confirm_texts(
    call: NamedDependency[Call],
    language: FromPath[str],
    kind: FromPath[str],
    thing: FromPath[str],
    data: JSONBody[FieldsInput],
) -> Response[ThingTexts]:
    """The originals changed and these texts are right all the same: they are outdated no more."""

    def act(ctx: Context) -> ThingTexts:
        writing.confirm(ctx, language, kind, thing, data.fields)
        return queries.texts(ctx, language, kind, thing)

    answer: Response[Any] = call.write(act)
    return answer


@get(
    "/languages/{language:str}/file",
    permission=READ,
    sync_to_thread=True,
    tags=TAGS,
    media_type="application/xliff+xml",
)
def admin_export_texts(
    call: NamedDependency[Call],
    language: FromPath[str],
    form: FromQuery[Format] = "xliff",
    kind: FromQuery[KindName | None] = None,
    only: FromQuery[State] = "all",
) -> File:
    """Texts for translators as XLIFF 1.2, CSV or a workbook, each with what is said today."""
    folder = tempfile.TemporaryDirectory(prefix="duka-texts-")
    path = Path(folder.name) / f"texts.{exporting.SUFFIX[form]}"
    try:
        work, caller = call.services.work, call.caller
        exporting.export(work, caller, language, form, path, kind or "", only)
    except BaseException:
        folder.cleanup()
        raise
    name = f"{kind or 'texts'}-{language}.{exporting.SUFFIX[form]}"
    return File(path, filename=name, media_type=MEDIA_TYPES[form], background=BackgroundTask(folder.cleanup))


@post(
    "/languages/{language:str}/files",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
    is_upload=True,
)
def admin_upload_translations(
    call: NamedDependency[Call],
    language: FromPath[str],
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> TranslationFile:
    """A translator's file (XLIFF 1.2, CSV, XLSX; at most 20 MB and 50,000 texts), looked at and not written yet."""
    format, file = importing.read(data.file.read())
    name = data.filename or "file"

    def act(ctx: Context) -> TranslationFile:
        return runs.run(ctx, importing.look_at(ctx, language, name, format, file))

    return call.read(act)


@get("/translation-files", permission=WRITE, sync_to_thread=False, tags=TAGS)
def admin_list_translation_files(
    call: NamedDependency[Call], cursor: Cursor = None, limit: Limit = 20
) -> Page[TranslationFile]:
    """Files that came back, the newest first."""
    return call.read(lambda ctx: runs.list_runs(ctx, cursor, limit))


@get("/translation-files/{file:str}", permission=WRITE, sync_to_thread=False, tags=TAGS)
def admin_get_translation_file(call: NamedDependency[Call], file: FromPath[str]) -> TranslationFile:
    """How far it is."""
    return call.read(lambda ctx: runs.run(ctx, uuid("tr", file)))


@get("/translation-files/{file:str}/rows", permission=WRITE, sync_to_thread=False, tags=TAGS)
def admin_list_translation_rows(
    call: NamedDependency[Call],
    file: FromPath[str],
    outcome: FromQuery[RowOutcome | None] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[TranslationRow]:
    """What becomes of each text, and why one is refused."""
    return call.read(lambda ctx: runs.rows_of(ctx, uuid("tr", file), outcome, cursor, limit))


@post(
    "/translation-files/{file:str}/write", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200
)
def admin_write_translations(call: NamedDependency[Call], file: FromPath[str]) -> TranslationFile:
    """Write what is new or changed: at once when it is little, else by a job; ask for its state."""
    run_id = uuid("tr", file)
    if call.read(lambda ctx: importing.apply(ctx, run_id)):
        importing.carry_on(call.services.work, call.caller.tenant, run_id)
    return call.read(lambda ctx: runs.run(ctx, run_id))


HANDLERS = [
    admin_get_languages,
    admin_set_source_language,
    admin_list_translatable,
    admin_get_texts,
    admin_write_texts,
    admin_confirm_texts,
    admin_export_texts,
    admin_upload_translations,
    admin_list_translation_files,
    admin_get_translation_file,
    admin_list_translation_rows,
    admin_write_translations,
]
