"""`duka ledger verify` says whether the books balance, and ends with 1 when they do not."""

from pathlib import Path

import psycopg
import pytest
from tests.ledger.desk import Desk
from tests.people import Shop

from duka.cli import ledger
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work


@pytest.fixture(autouse=True)
def installation(urls: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("DUKA_DATA", str(tmp_path)),
        ("DUKA_APP_URL", urls.app),
        ("DUKA_PLATFORM_URL", urls.platform),
        ("DUKA_MIGRATOR_URL", urls.migrator),
        ("DUKA_SECRET", "a secret of the tests"),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("duka.kernel.log.configure", lambda *_: None)


def test_books_that_balance(shop: Shop, work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    Desk(work, shop).order()
    assert ledger.main(["verify", "--tenant", shop.tenant.slug]) == 0
    assert capsys.readouterr().out == f"{shop.tenant.slug}: 1 entries, 4 lines, the books balance.\n"


@pytest.mark.timeout(600)  # the books of all tests
def test_books_that_do_not(shop: Shop, work: Work, urls: Urls, capsys: pytest.CaptureFixture[str]) -> None:
    order = Desk(work, shop).order()
    with psycopg.connect(urls.migrator, autocommit=True) as tampering:
        tampering.execute("update orders set placed_at = null where id = %s", [order])
    assert ledger.main(["verify"]) == 1
    told = capsys.readouterr().out
    assert (
        f"{shop.tenant.slug}: 1 entries, 4 lines, 1 differences.\n  sale_unfounded: The books have a sale"
        in told
    )


def test_balances(shop: Shop, work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    desk = Desk(work, shop)
    desk.pay(desk.order(), 12_720)
    assert ledger.main(["balances", "--tenant", shop.tenant.slug]) == 0
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert told[0] == [f"{shop.tenant.slug}:"]
    assert ["EUR", "gateway_clearing:stripe", "€127.20", "Held"] in [line[:4] for line in told]
    assert ["EUR", "revenue", "-€100.00", "Sales"] in [line[:4] for line in told]


def test_a_company_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert ledger.main(["verify", "--tenant", "nobody-here"]) == 2
    assert "nobody-here" in capsys.readouterr().err
