"""`duka features`: the same verbs as the screens, for who sits at the machine."""

from pathlib import Path

import pytest
from tests import make

from duka.cli import features
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work

FLAG = "feeds"


@pytest.fixture(autouse=True)
def _installation(urls: Urls, work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (
        ("DUKA_DATA", str(tmp_path)),
        ("DUKA_APP_URL", urls.app),
        ("DUKA_PLATFORM_URL", urls.platform),
        ("DUKA_MIGRATOR_URL", urls.migrator),
    ):
        monkeypatch.setenv(name, value)


def line(capsys: pytest.CaptureFixture[str]) -> str:
    found = [each for each in capsys.readouterr().out.splitlines() if each.startswith(FLAG)]
    return " ".join(found[0].split())


def test_one_merchant(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    slug = make.tenant(work).slug
    assert features.main([slug]) == 0
    assert line(capsys) == f"{FLAG} on (default) It is there for everybody."
    assert features.main([slug, FLAG, "off", "--note", "asked for it"]) == 0
    assert line(capsys).startswith(f"{FLAG} off (company)")
    assert features.main([slug, FLAG, "default"]) == 0
    assert line(capsys).startswith(f"{FLAG} on (default)")
    assert features.main(["nobody-here"]) == 1
    assert features.main([slug, "time_travel", "on"]) == 1
    assert "time_travel" in capsys.readouterr().err
    assert features.main([slug, FLAG, "perhaps"]) == 2


def test_everybody(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    slug = make.tenant(work).slug
    with work.database.platform() as tx:  # merchants of other tests may be pilots
        pilots = tx.all("select tenant_id from feature_flags where name = %(name)s and is_on", name=FLAG)
    for pilot in pilots:
        make.switch(work, pilot.tenant_id, FLAG, None)
    try:
        assert features.main(["rollout", FLAG, "25%", "--note", "a quarter"]) == 0
        assert line(capsys).startswith(f"{FLAG} percentage 25% pilot")
        assert features.main(["rollout", FLAG, "off"]) == 0
        assert line(capsys).startswith(f"{FLAG} off closed")
        assert features.main([slug]) == 0
        assert line(capsys).startswith(f"{FLAG} off (rollout)")
        for wrong in ("101%", "half", "%"):
            assert features.main(["rollout", FLAG, wrong]) == 2
        assert features.main(["rollout", "time_travel", "on"]) == 1
    finally:
        with work.database.platform() as tx:
            tx.run("delete from flag_rules where name = %(name)s", name=FLAG)
