"""`duka import` and `duka export`, as somebody types them."""

from pathlib import Path

import pytest
from tests.imports.desk import HEADER, Desk, row

from duka.cli import export_products, import_products
from duka.imports.types import Summary
from duka.kernel.postgres_urls import Urls

GOODS = "\n".join(
    [
        HEADER,
        row(handle="pot", title="Pot", price="1.50", compare="2", sku="POT", qty="3", published="true"),
        row(handle="lid", title="Lid", price="cheap"),
    ]
)


@pytest.fixture
def store(desk: Desk, urls: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The environment of an installation, and the store's name in it."""
    monkeypatch.setenv("DUKA_APP_URL", urls.app)
    monkeypatch.setenv("DUKA_PLATFORM_URL", urls.platform)
    monkeypatch.setenv("DUKA_MIGRATOR_URL", urls.migrator)
    monkeypatch.setenv("DUKA_DATA", str(tmp_path / "data"))
    desk.file(GOODS)
    return f"{desk.tenant.slug}/paris"


def run(desk: Desk, store: str, *more: str) -> int:
    return import_products.main(["products", str(desk.folder / "goods.csv"), "--store", store, *more])


def test_import_then_export_then_import(
    desk: Desk, store: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, store) == 1
    out, err = capsys.readouterr()
    assert "1 created, 0 updated, 0 unchanged, 1 refused" in out
    assert "lid refused: row 3, column Variant Price: 'cheap' is not an amount" in err
    path = tmp_path / "out.csv"
    assert export_products.main(["products", str(path), "--store", store]) == 0
    assert import_products.main(["products", str(path), "--store", store]) == 0
    assert "0 created, 0 updated, 1 unchanged, 0 refused" in capsys.readouterr().out
    assert [p.name for p in tmp_path.glob("*.part")] == []


def test_a_preview_shows_and_changes_nothing(
    desk: Desk, store: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(desk, store, "--preview", "1") == 0
    assert run(desk, store, "--preview") == 1
    out = capsys.readouterr().out
    assert "SKU POT  paris 1.50 instead of 2.00 EUR  stock depot 3" in out
    assert "refused: row 3, column Variant Price" in out
    assert desk.held() == []


def test_a_dry_run_says_so(desk: Desk, store: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(desk, store, "--dry-run") == 1
    out = capsys.readouterr().out
    assert "1 would be created" in out
    assert "nothing was changed" in out
    assert desk.held() == []


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--currency", "usd"], "sells in EUR, not in USD"),
        (["--store", "nobody/here"], "no store nobody/here"),
    ],
)
def test_what_cannot_be_done_is_said(
    desk: Desk, store: str, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    assert run(desk, store, *more) == 1
    assert said in capsys.readouterr().err


def test_export_to_the_standard_output(desk: Desk, store: str, capfd: pytest.CaptureFixture[str]) -> None:
    run(desk, store)
    capfd.readouterr()
    assert export_products.main(["products", "-", "--store", store, "--format", "shopify"]) == 0
    out, err = capfd.readouterr()
    assert out.splitlines()[1].startswith("pot,Pot,")
    assert "1 products written" in err


def test_the_bar(capsys: pytest.CaptureFixture[str]) -> None:
    bar = import_products.Bar(10)
    bar.tell([], 5, Summary(created=3))
    assert "50%  3 products" in capsys.readouterr().err
    bar.close()
