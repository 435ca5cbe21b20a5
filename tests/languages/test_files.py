"""Translators' files: what goes out comes back the same, and what no longer fits is said row by row."""

from pathlib import Path
from typing import Any

import pytest
from tests.languages.conftest import Bilingual
from tests.people import Shop

from duka.catalog import service as catalog
from duka.catalog.inputs import NewProduct, ProductChange
from duka.imports import workbook
from duka.kernel import ids
from duka.kernel.work import Work
from duka.languages import exporting, importing, queries, runs, sheet, xliff
from duka.languages.errors import (
    FileOfOtherLanguage,
    FileUnreadable,
    IsOriginal,
    NothingInFile,
    RunIsDone,
    RunNotFound,
)
from duka.languages.types import TranslationFile
from duka.languages.units import Unit

FORMS: list[Any] = ["xliff", "csv", "xlsx"]
HOSTILE = '=1+1 "quoted", <b>bold</b> & \u0627\u0644\u0639 ]]> \u2028 \'x'


def exported(b: Bilingual, form: Any, path: Path, **asked: Any) -> bytes:
    exporting.export(b.work, b.shop.caller, "fr", form, path, **asked)
    return path.read_bytes()


def brought(b: Bilingual, data: bytes, locale: str = "fr") -> TranslationFile:
    form, file = importing.read(data)
    run_id = b.do(lambda ctx: importing.look_at(ctx, locale, "texts", form, file))
    return b.do(lambda ctx: runs.run(ctx, run_id))


def written(b: Bilingual, run: TranslationFile) -> TranslationFile:
    run_id = ids.parse("tr", run.id)
    b.do(lambda ctx: importing.apply(ctx, run_id))
    importing.carry_on(b.work, b.shop.tenant.id, run_id)
    return b.do(lambda ctx: runs.run(ctx, run_id))


def french(b: Bilingual, thing: str | None = None) -> dict[str, str]:
    found = b.do(lambda ctx: queries.texts(ctx, "fr", "product", thing or b.product))
    return {text.field: text.text for text in found.texts if text.text}


@pytest.mark.parametrize("form", FORMS)
def test_what_goes_out_comes_back_the_same(bilingual: Bilingual, tmp_path: Path, form: str) -> None:
    b = bilingual
    b.do(lambda ctx: catalog.create_product(ctx, NewProduct(HOSTILE, description="<p>Une\nligne</p>")))
    b.say("product", b.product, title=HOSTILE, description="<p>Longue &amp; l\u00e9g\u00e8re.</p>")
    data = exported(b, form, tmp_path / "a")
    before = b.do(
        lambda ctx: ctx.db.all("select * from text_states where tenant_id = %(tenant)s order by 2, 3, 4")
    )
    run = brought(b, data)
    assert (run.format, run.new, run.changed, run.refused) == (form, 0, 0, 0)
    assert run.unchanged == 2
    assert written(b, run).status == "finished"
    after = b.do(
        lambda ctx: ctx.db.all("select * from text_states where tenant_id = %(tenant)s order by 2, 3, 4")
    )
    assert after == before
    assert exported(b, form, tmp_path / "b") == data or form == "xlsx"


@pytest.mark.parametrize("form", FORMS)
def test_a_translators_work_is_written(bilingual: Bilingual, tmp_path: Path, form: str) -> None:
    b = bilingual
    data = exported(b, form, tmp_path / "out", kind="product", state="missing")
    read = (xliff.read if form == "xliff" else sheet.read)(_filled(data, form))
    assert {unit.field for unit in read.units} == {
        "title",
        "description",
        "options/Size",
        "options/Size/Small",
    }
    run = brought(b, _filled(data, form))
    assert (run.new, run.changed, run.unchanged, run.refused, run.status) == (4, 0, 0, 0, "looked_at")
    assert french(b) == {}, "nothing is written that was only looked at"
    run = written(b, run)
    assert (run.new, run.written, run.refused, run.status) == (0, 4, 0, "finished")
    assert french(b)["title"] == "FR Wax dress" and french(b)["options/Size/Small"] == "FR Small"
    found = b.do(lambda ctx: queries.texts(ctx, "fr", "product", b.product))
    assert {text.by for text in found.texts if text.text} == {"Alice"}
    with pytest.raises(RunIsDone):
        written(b, run)


def _filled(data: bytes, form: str) -> bytes:
    """What a translator who puts FR before everything makes of it."""
    if form == "xliff":
        text = data.decode()
        units = text.split("<source>")
        filled = [units[0]]
        for unit in units[1:]:
            source = unit.partition("</source>")[0]
            filled.append(unit.replace('<target state="new"></target>', f"<target>{_fr(source)}</target>"))
        return "<source>".join(filled).encode()
    if form == "csv":
        lines = data.decode("utf-8-sig").splitlines()
        rows = [lines[0], *(f"{line}{_fr(line.split(',')[5])}" for line in lines[1:])]
        return "\n".join(rows).encode()
    lines = workbook.as_csv(data).decode().splitlines()
    return "\n".join([lines[0], *(f"{line}{_fr(line.split(',')[5])}" for line in lines[1:])]).encode()


def _fr(source: str) -> str:
    for start in ("&lt;p&gt;", "<p>"):
        if source.startswith(start):
            return f"{start}FR {source[len(start) :]}"
    return f"FR {source}"


def row(
    b: Bilingual, field: str = "title", source: str = "Wax dress", text: str = "Robe", **more: str
) -> str:
    return f"{more.get('kind', 'product')},{more.get('thing', b.product)},{field},{source},{text}\n"


HEADER = "kind,id,text,source,translation:fr\n"


def test_what_does_not_fit_is_refused_with_its_reason(
    bilingual: Bilingual, other_shop: Shop, work: Work
) -> None:
    b = bilingual
    theirs = work.perform(other_shop.caller, lambda ctx: catalog.create_product(ctx, NewProduct("Wax dress")))
    data = HEADER + "".join(
        [
            row(b),
            row(b),
            row(b, "description", "Short.", "Courte."),
            row(b, "nothing"),
            row(b, kind="dragon"),
            row(b, thing="prod_x"),
            row(b, thing=ids.public("prod", theirs)),
            row(b, "options/Size", "Size", "x" * 101),
        ]
    )
    run = brought(b, data.encode())
    assert (run.new, run.refused) == (1, 7)
    rows = b.do(lambda ctx: runs.rows_of(ctx, ids.parse("tr", run.id))).items
    messages = [r.message for r in rows]
    assert messages[0] == "" and "twice" in messages[1] and "original has changed" in messages[2]
    assert messages[3:7] == [
        importing.GONE, "this is no kind of thing that we know", importing.GONE, importing.GONE,
    ]  # fmt: skip
    assert "too many" in messages[7]
    assert written(b, run).written == 1


def test_what_changes_between_looking_and_writing_is_refused(bilingual: Bilingual) -> None:
    b = bilingual
    data = HEADER + row(b) + row(b, "options/Size", "Size", "Taille")
    run = brought(b, data.encode())
    b.say("product", b.product, title="Une robe")
    run = written(b, run)
    assert (run.written, run.refused) == (1, 1)
    assert french(b) == {"title": "Une robe", "options/Size": "Taille"}
    version = b.do(lambda ctx: ctx.db.value("select version from products where tenant_id = %(tenant)s"))
    run = brought(b, (HEADER + row(b, text="Robes")).encode())
    b.do(lambda ctx: catalog.update_product(ctx, b.dress, ProductChange(title="Gown"), version))
    assert written(b, run).refused == 1


def test_one_bad_text_does_not_hold_back_the_others(bilingual: Bilingual) -> None:
    """The owner of the texts refuses; each has its own reason."""
    b = bilingual
    run = brought(b, (HEADER + row(b, text="Robe") + row(b, "options/Size", "Size", "T\ud7ffaille")).encode())
    b.do(lambda ctx: catalog.archive_product(ctx, b.dress))
    run = written(b, run)
    assert (run.written, run.refused) == (0, 2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"a,b\n1,2\n",
        b"<html></html>",
        b"<xliff version='2.0'/>",
        b"<xliff version='1.2'><file>",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]><xliff version='1.2'>&a;</xliff>",
        b"PK\x03\x04nonsense",
        b"<x>" * 100,
        b"\x00\x01\x02",
    ],
)
def test_files_that_are_none(data: bytes) -> None:
    with pytest.raises(FileUnreadable):
        importing.read(data)


def test_refusals(bilingual: Bilingual, other_shop: Shop, work: Work, tmp_path: Path) -> None:
    b = bilingual
    with pytest.raises(NothingInFile):
        importing.read(HEADER.encode() + row(b, text="").encode())
    with pytest.raises(FileOfOtherLanguage):
        brought(b, (HEADER + row(b)).encode(), "ar")
    with pytest.raises(IsOriginal):
        exporting.export(b.work, b.shop.caller, "en", "csv", tmp_path / "x")
    run = brought(b, (HEADER + row(b)).encode())
    with pytest.raises(RunNotFound):
        work.perform(other_shop.caller, lambda ctx: runs.run(ctx, ids.parse("tr", run.id)))
    with pytest.raises(RunNotFound):
        work.perform(other_shop.caller, lambda ctx: importing.apply(ctx, ids.parse("tr", run.id)))
    with pytest.raises(RunNotFound):
        work.perform(other_shop.caller, lambda ctx: runs.rows_of(ctx, ids.parse("tr", run.id)))


def test_placeholders_are_elements_of_their_own() -> None:
    unit = Unit(
        "message", "tpl_1", "body", "Order", "Hi {{ name }}\n\n=> Look: {{ link }}", "", "missing", "template"
    )
    text = "".join(xliff.write("en", "fr", [unit]))
    assert '<ph id="1">{{ name }}</ph>' in text and '<ph id="2">=&gt; </ph>' in text
    back = text.replace(
        '<target state="new"></target>', "<target>Salut <g>{{ name }}</g> <ph id='2'>{{ link }}</ph></target>"
    )
    (found,) = xliff.read(back.encode()).units
    assert (found.source, found.text) == (unit.source, "Salut {{ name }} {{ link }}")
