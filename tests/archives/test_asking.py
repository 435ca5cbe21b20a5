"""Archives that are asked for over HTTP: by operators for anybody, by owners for themselves; fetched by a signed address."""

import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from tests import make
from tests.api.client import Client
from tests.api.world import World
from tests.conftest import Clock
from tests.operators import make_operator

from duka.control import archives
from duka.control.archive_errors import OnlyOwners
from duka.wiring import jobs


@pytest.fixture
def clock(acorn: World) -> Any:
    """The application's clock, for this test."""
    clock, before = Clock(), acorn.services.work.clock
    acorn.services.work.clock = clock
    yield clock
    acorn.services.work.clock = before


def made(world: World) -> None:
    """The job that makes the last archive that was asked for."""
    with world.services.work.database.platform() as tx:
        archive = tx.value(
            "select id from archives where tenant_id = %(whose)s and status = 'waiting'",
            whose=world.tenant.id,
        )
        assert (
            tx.value(
                """select count(*) from procrastinate_jobs where task_name = 'control.archive' and queue_name = 'control'
                   and args = jsonb_build_object('tenant', %(whose)s::text, 'archive_id', %(id)s::text)""",
                whose=str(world.tenant.id),
                id=archive.hex,
            )
            == 1
        )
    (job,) = [job for job in jobs(world.services) if job.name == archives.JOB]
    job.act(world.services.work, world.tenant.id, archive_id=archive.hex)
    job.act(world.services.work, world.tenant.id, archive_id=archive.hex)


def fetched(client: Client, url: str, **changes: str) -> Any:
    parts = urlsplit(url)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changes
    return client.request("GET", parts.path, query=query)


def test_an_owner_takes_everything_out(acorn: World, birch: World, clock: Clock) -> None:
    asked = acorn.admin("POST", "/company-exports")
    assert asked.status == 202 and asked.json["status"] == "waiting" and asked.json["url"] == ""
    assert acorn.admin("POST", "/company-exports").code == "ArchiveUnderWay"
    made(acorn)
    (ready,) = acorn.admin("GET", "/company-exports").json
    assert ready["status"] == "ready" and ready["rows"] > 100 and ready["files"] > 0
    answer = fetched(acorn.client, ready["url"])
    assert answer.status == 200 and dict(answer.headers)["content-type"] == "application/zip"
    assert f"{acorn.tenant.slug}-" in dict(answer.headers)["content-disposition"]
    assert len(answer.body) == ready["bytes"]
    with zipfile.ZipFile(BytesIO(answer.body)) as archive:
        assert acorn.tenant.slug in archive.read("tables/tenants.csv").decode()
        assert birch.tenant.id.hex not in archive.read("tables/audit_log.csv").decode()
    assert birch.admin("GET", "/company-exports").json == []
    actions = [e["action"] for e in acorn.admin("GET", "/audit").json["items"]]
    assert "tenant.archive_asked" in actions
    clock.now = datetime.fromisoformat(ready["expires_at"]) + timedelta(minutes=1)
    archives.tidy(acorn.services.work, acorn.services.config.data / "archives")
    clock.now = None
    (gone,) = acorn.admin("GET", "/company-exports").json
    assert (gone["status"], gone["url"]) == ("gone", "")
    folder = acorn.services.config.data / "archives" / acorn.tenant.id.hex
    assert list(folder.iterdir()) == []


def test_a_link_that_was_changed_or_has_ended_fetches_nothing(
    acorn: World, birch: World, clock: Clock
) -> None:
    acorn.admin("POST", "/company-exports")
    made(acorn)
    (ready,) = acorn.admin("GET", "/company-exports").json
    for changes in (
        {"signature": "0" * 64},
        {"signature": "é"},
        {"expires": "9999999999"},
        {"expires": "soon"},
        {"expires": "", "signature": ""},
    ):
        assert fetched(acorn.client, ready["url"], **changes).status == 404
    other = ready["url"].replace(acorn.tenant.id.hex, birch.tenant.id.hex)
    assert fetched(acorn.client, other).status == 404
    clock.now = clock() + timedelta(minutes=16)
    assert fetched(acorn.client, ready["url"]).status == 404


def test_only_owners_and_three_times_a_day(acorn: World) -> None:
    manager = make.staff(acorn.services.work, acorn.tenant, "manager")
    for act in (archives.start_own, lambda ctx: archives.list_own(ctx, lambda *_: "")):
        with pytest.raises(OnlyOwners):
            acorn.services.work.perform(manager, act)
    assert acorn.call("POST", "/admin/company-exports", by=acorn.sk).status == 403
    for _ in range(archives.MOST_A_DAY):
        assert acorn.admin("POST", "/company-exports").status == 202
        made(acorn)
    refused = acorn.admin("POST", "/company-exports")
    assert (refused.status, refused.code) == (429, "ArchivedTooOften")


def test_an_operator_takes_a_merchant_out_and_both_read_of_it(acorn: World) -> None:
    client, at = acorn.client, f"/api/control/tenants/{acorn.tenant.public_id}/exports"
    owner = {"authorization": f"Bearer {make_operator(acorn.services)}"}
    reader = {"authorization": f"Bearer {make_operator(acorn.services, 'read-only')}"}
    assert client.request("POST", at, headers=reader).status == 403
    assert client.request("POST", at, headers=owner).status == 202
    made(acorn)
    (ready,) = client.request("GET", at, headers=owner).json
    assert fetched(client, ready["url"]).status == 200
    (seen,) = client.request("GET", at, headers=reader).json
    assert seen["status"] == "ready" and seen["url"] == ""
    actions = [e["action"] for e in acorn.admin("GET", "/audit").json["items"]]
    assert "tenant.archive_asked" in actions


def test_an_archive_of_a_dead_job_does_not_stand_in_the_way(acorn: World, clock: Clock) -> None:
    first = acorn.admin("POST", "/company-exports").json
    clock.now = datetime.fromisoformat(first["created_at"]) + timedelta(minutes=11)
    assert acorn.admin("POST", "/company-exports").status == 202
