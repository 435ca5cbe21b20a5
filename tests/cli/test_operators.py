"""`duka operators`: the first operator, and one who lost their phone."""

from pathlib import Path

import pytest
from tests import make

from duka.cli import operators as command
from duka.cli.main import main
from duka.control import operators
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work
from duka.staff import inviting
from duka.tenants.types import PLATFORM


@pytest.fixture(autouse=True)
def installation(urls: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"DUKA_APP_URL": urls.app, "DUKA_PLATFORM_URL": urls.platform, "DUKA_MIGRATOR_URL": urls.migrator}
    for name, value in {**told, "DUKA_DATA": str(tmp_path), "DUKA_BASE_URL": "https://duka.example"}.items():
        monkeypatch.setenv(name, value)


def address() -> str:
    return f"{make.unique('olive')}@duka.example"


def test_the_first_operator_is_invited_and_joins(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    email = address()
    assert main(["operators", "invite", email, "--role", "owner"]) == 0
    link = capsys.readouterr().out.strip().splitlines()[-1]
    assert link.startswith("https://duka.example/console/account/join#token=")
    letter = work.perform(
        Caller(PLATFORM),
        lambda ctx: ctx.db.value(
            "select text from mails where tenant_id = %(tenant)s and recipient = %(to)s", to=email
        ),
    )
    assert link in letter
    inviting.accept(work, link.partition("#token=")[2], "Olive", "six geese a-laying")
    assert main(["operators", "list"]) == 0
    line = next(line for line in capsys.readouterr().out.splitlines() if email in line)
    assert all(word in line for word in ("owner", "active", "NO second factor", "Olive"))


def test_a_refusal_is_told_and_nothing_else(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    email = address()
    assert command.main(["invite", email]) == 0
    assert command.main(["invite", email]) == 1
    assert capsys.readouterr().err.strip()
    assert command.main(["forget-factors", address()]) == 1
    with pytest.raises(SystemExit):
        command.main(["invite", email, "--role", "emperor"])


def test_who_lost_everything_begins_anew(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    email = address()
    link = operators.invite(work, email, "support", "https://duka.example")
    inviting.accept(work, link.partition("#token=")[2], "Olive", "six geese a-laying")
    row = work.perform(
        Caller(PLATFORM),
        lambda ctx: ctx.db.one(
            """insert into totp_factors (tenant_id, staff_id, secret, created_at, confirmed_at)
               select %(tenant)s, id, 'x', now(), now() from staff where tenant_id = %(tenant)s and email = %(email)s
               returning staff_id""",
            email=email,
        ),
    )
    assert row is not None
    found = {each.email: each for each in operators.list_operators(work)}
    assert found[email].has_factor and found[email].roles == ["support"]
    assert command.main(["forget-factors", email]) == 0
    assert not {each.email: each for each in operators.list_operators(work)}[email].has_factor
