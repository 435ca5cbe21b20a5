"""`duka audit verify` says in words what it found, and ends with 1 when something was tampered with."""

from pathlib import Path

import psycopg
import pytest
from tests.people import Shop

from duka.audit import sealing
from duka.cli import audit
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


def verify(shop: Shop, *more: str) -> int:
    return audit.main(["verify", "--tenant", shop.tenant.slug, *more])


def test_a_sound_trail(shop: Shop, work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(shop) == 0
    told = capsys.readouterr().out
    head = sealing.seal(work, shop.tenant.id)
    assert head is not None
    assert (
        f"{shop.tenant.slug}: {head.sequence} entries, sound. Head {head.sequence}:{head.hash.hex()}" in told
    )
    assert verify(shop, "--head", f"{head.sequence}:{head.hash.hex()}") == 0


def test_a_trail_that_was_tampered_with(
    shop: Shop, work: Work, urls: Urls, capsys: pytest.CaptureFixture[str]
) -> None:
    sealing.seal(work, shop.tenant.id)
    with psycopg.connect(urls.migrator, autocommit=True) as tampering:
        tampering.execute(
            "update audit_log set actor_name = 'Mallory' where tenant_id = %s", (shop.tenant.id,)
        )
    assert verify(shop) == 1
    assert "was changed" in capsys.readouterr().out


def test_a_head_that_was_never_ours(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(shop, "--head", f"1:{'0' * 64}") == 1
    assert "your own notes" in capsys.readouterr().out


def test_what_was_mistyped(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.main(["verify", "--tenant", "nobody-here"]) == 2
    for wrong in (["--head", "x"], ["--head", "1:zz"], ["--head", "0:" + "0" * 64]):
        with pytest.raises(SystemExit):
            verify(shop, *wrong)
    with pytest.raises(SystemExit):
        audit.main(["verify", "--head", f"1:{'0' * 64}"])
    capsys.readouterr()
