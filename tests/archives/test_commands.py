"""`duka tenants`: a company is taken out, deleted for good, and brought back from its file."""

import zipfile
from pathlib import Path

import pytest
from tests.api.footprint import footprint
from tests.api.world import World

from duka.audit import sealing
from duka.cli import tenants as command
from duka.kernel.postgres_urls import Urls
from duka.tenants import service


@pytest.fixture
def machine(acorn: World, urls: Urls, monkeypatch: pytest.MonkeyPatch) -> World:
    """The environment of a command on the installation that the tests use."""
    for name, value in {
        "DUKA_DATA": str(acorn.services.config.data),
        "DUKA_APP_URL": urls.app,
        "DUKA_PLATFORM_URL": urls.platform,
        "DUKA_MIGRATOR_URL": urls.migrator,
        "DUKA_SECRET": acorn.services.config.secret,
    }.items():
        monkeypatch.setenv(name, value)
    return acorn


def test_out_gone_and_back(machine: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work, slug, file = machine.services.work, machine.tenant.slug, tmp_path / "acorn.zip"
    machine.order()
    words = tmp_path / "words"
    words.write_text("correct horse battery staple\n")
    assert command.main(["list"]) == 0
    assert slug in capsys.readouterr().out
    assert command.main(["delete", slug, "--reason", "moved"]) == 1
    assert "closed" in capsys.readouterr().err
    service.set_status(work, machine.tenant.id, "closed")
    sealing.seal(work, machine.tenant.id, waits=True)
    before = footprint(work, machine.tenant.id)

    assert command.main(["export", slug, str(file), "--passphrase-file", str(words)]) == 0
    assert slug in capsys.readouterr().out and zipfile.is_zipfile(file)
    assert file.stat().st_mode & 0o077 == 0
    assert command.main(["restore", str(file), "--passphrase-file", str(words)]) == 1
    assert "is here already" in capsys.readouterr().err
    assert command.main(["scan", slug]) == 1
    assert "orders.tenant_id: 1" in capsys.readouterr().out

    assert command.main(["delete", slug]) == 2
    assert command.main(["delete", slug, "--reason", "moved"]) == 0
    assert command.main(["delete", slug, "--begin"]) == 1
    assert "may begin" in capsys.readouterr().err
    assert command.main(["certificate", slug, str(tmp_path / "early.json")]) == 1
    assert command.main(["delete", slug, "--begin", "--skip-because", "a drill"]) == 0
    assert "is gone" in capsys.readouterr().out
    assert command.main(["scan", slug]) == 0
    assert command.main(["certificate", slug, str(tmp_path / "proof.pdf")]) == 0
    assert (tmp_path / "proof.pdf").read_bytes().startswith(b"%PDF")
    assert command.main(["export", slug, str(tmp_path / "again.zip")]) == 1

    assert command.main(["restore", str(file), "--passphrase-file", str(words)]) == 0
    assert "are here" in capsys.readouterr().out
    transient = {"sessions", "idempotency_keys", "one_time_tokens", "refresh_tokens", "tenant_deletions"}
    after = footprint(work, machine.tenant.id)
    assert {t: m for t, m in after.items() if t not in transient} == {
        t: m for t, m in before.items() if t not in transient
    }


def test_calling_it_off(machine: World, capsys: pytest.CaptureFixture[str]) -> None:
    service.set_status(machine.services.work, machine.tenant.id, "closed")
    assert command.main(["delete", machine.tenant.slug, "--reason", "by mistake"]) == 0
    assert command.main(["delete", machine.tenant.slug, "--cancel"]) == 0
    assert "stays" in capsys.readouterr().out
    assert command.main(["delete", machine.tenant.slug, "--begin", "--skip-because", "now"]) == 1


def test_what_is_not_there(machine: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["export", "nobody-here", str(tmp_path / "a.zip")]) == 1
    assert command.main(["restore", str(tmp_path / "nothing.zip")]) == 1
    assert "no file" in capsys.readouterr().err
    assert command.main(["scan", "nobody-here"]) == 1
    short = tmp_path / "short"
    short.write_text("short")
    with pytest.raises(SystemExit, match="12 characters"):
        command.main(
            ["export", machine.tenant.slug, str(tmp_path / "a.zip"), "--passphrase-file", str(short)]
        )
