"""`duka recommendations compute` computes here and now, and says what it found."""

from pathlib import Path

import pytest
from tests.checkout.bazaar import Bazaar
from tests.recommendations.ground import ordered

from duka.cli import recommendations
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work
from duka.recommendations import runs


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


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


def test_it_says_what_it_found(bazaar: Bazaar, capsys: pytest.CaptureFixture[str]) -> None:
    a, b, c = (bazaar.product() for _ in range(3))
    ordered(bazaar, [[a, b]] * 3 + [[c]] * 3)
    assert recommendations.main(["compute", "--tenant", f"t{bazaar.tenant.hex}"]) == 0
    told = capsys.readouterr().out
    assert "6 orders with 9 lines, 3 products: 2 pairs bought together, 0 similar ones" in told


def test_one_that_is_under_way_is_left_alone(bazaar: Bazaar, capsys: pytest.CaptureFixture[str]) -> None:
    bazaar.staff(runs.start)
    assert recommendations.main(["compute", "--tenant", f"t{bazaar.tenant.hex}"]) == 1
    assert "being computed right now" in capsys.readouterr().err


def test_a_company_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert recommendations.main(["compute", "--tenant", "nobody-here"]) == 2
    assert "nobody-here" in capsys.readouterr().err
