"""A company goes for good: nothing of it is left anywhere, and nobody else lost a row."""

import hashlib
from datetime import timedelta

import msgspec
import psycopg
import pytest
from tests import make
from tests.api.footprint import footprint
from tests.api.world import World
from tests.control.acting import operator
from tests.search.fake_engine import FakeEngine

from duka.control import (
    alerting,
    certificates,
    company_tables,
    deleting,
    deletions,
    life,
    sandboxes,
    scanning,
)
from duka.control.archive_errors import (
    CertificateNotReady,
    DeletionNotDue,
    DeletionNotFound,
    DeletionUnderWay,
    JobsUnderWay,
    SandboxesLeft,
    SlugNotRepeated,
    TenantNotClosed,
)
from duka.control.deletions import Deletion
from duka.control.scanning import Scan
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id, parse
from duka.kernel.postgres_urls import Urls
from duka.search.providers.meilisearch import Meilisearch
from duka.tenants import queries as tenants
from duka.tenants import service
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM

OLIVE = operator()


def closed(world: World) -> World:
    service.set_status(world.services.work, world.tenant.id, "closed")
    return world


def asked(world: World) -> Deletion:
    return deleting.ask(world.services.work, OLIVE, world.tenant.id, world.tenant.slug, "They asked for it")


def begun(world: World) -> Deletion:
    closed(world)
    asked(world)
    return deleting.begin(
        world.services.work, OLIVE, world.tenant.id, world.tenant.slug, "Confirmed by telephone"
    )


def done(world: World, engine: Meilisearch | None = None) -> Deletion | None:
    services = world.services
    id = parse("del", deletions.get(services.work, OLIVE, world.tenant.public_id).id)
    return deleting.carry_on(services.work, services.storage, engine, services.config.data / "archives", id)


def scanned(world: World) -> Scan:
    services = world.services
    return scanning.scan(services.work, services.storage, services.config.data / "archives", world.tenant.id)


def test_nothing_is_left_of_it_and_nobody_else_loses_a_row(acorn: World, birch: World) -> None:
    work, tenant = acorn.services.work, acorn.tenant
    acorn.step(acorn.order(), "prepare", "ship")
    birch.order()
    folder = acorn.services.config.data / "archives" / tenant.id.hex
    folder.mkdir(parents=True)
    (folder / "kept.zip").write_bytes(b"PK")
    before = scanned(acorn)
    assert {"orders", "audit_log", "ledger_lines", "staff_directory", "tenants"} <= {
        p.table for p in before.found
    }
    assert before.files > 1
    theirs = footprint(work, birch.tenant.id)
    begun(acorn)
    with FakeEngine() as fake:
        fake.documents[f"duka_{tenant.id.hex}"] = {"1": {}}
        fake.documents[f"duka_{birch.tenant.id.hex}"] = {"2": {}}
        gone = done(acorn, Meilisearch(fake.url))
        assert list(fake.documents) == [f"duka_{birch.tenant.id.hex}"]
    assert gone is not None and gone.status == "done" and gone.files > 0 and gone.rows > 300
    assert scanned(acorn).is_clean
    assert not folder.exists() and list(acorn.services.storage.paths(tenant.id)) == []
    assert {place.table for place in scanned(acorn).kept} <= {"audit_log", "tenant_deletions", "events"}
    assert footprint(work, birch.tenant.id) == theirs
    assert tenants.find_by_id(work, tenant.id) is None
    assert birch.shop("GET", "/products", query={"store": birch.store}).status == 200
    with work.database.platform() as tx:
        actions = tx.all(
            "select action, object from audit_log where tenant_id = %(whose)s and object = %(object)s order by id",
            whose=PLATFORM,
            object=tenant.id.hex,
        )
    assert [row.action for row in actions][-3:] == [
        "tenant.deletion_asked",
        "tenant.deletion_begun",
        "tenant.deleted",
    ]


def test_the_certificate_says_what_went_and_cannot_be_changed(acorn: World, urls: Urls) -> None:
    work = acorn.services.work
    begun(acorn)
    with pytest.raises(CertificateNotReady):
        deletions.certificate(work, OLIVE, acorn.tenant.slug)
    done(acorn)
    certificate = deletions.certificate(work, OLIVE, acorn.tenant.slug)
    assert hashlib.sha256(certificate.text.encode()).hexdigest() == certificate.hash
    told = msgspec.json.decode(certificate.text)
    assert told["company"]["slug"] == acorn.tenant.slug and told["asked_by"]["name"] == "Olive"
    assert told["tables"]["products"] == 10 and told["tables"]["tenants"] == 1
    assert told["rows"] == sum(told["tables"].values())
    assert told["last_seal"]["sequence"] > 0 and len(told["last_seal"]["hash"]) == 64
    assert told["scan"]["found"] == 0 and told["scan"]["columns"] > 500
    assert told["waiting_time_skipped_because"] == "Confirmed by telephone"
    assert certificates.pdf(certificate).startswith(b"%PDF")
    with (
        psycopg.connect(urls.platform) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "update tenant_deletions set certificate_hash = '' where slug = %s", (acorn.tenant.slug,)
        )


def test_it_can_be_cut_off_and_goes_on(acorn: World) -> None:
    """Half of the tables are empty already, and the company's own row went: counts add up, twice is safe."""
    services = acorn.services
    begun(acorn)
    with services.work.database.platform() as tx:
        rows = tx.value("select count(*) from products where tenant_id = %(whose)s", whose=acorn.tenant.id)
        table = next(t for t in company_tables.read(tx) if t.name == "webhook_endpoints")
    id = parse("del", deletions.get(services.work, OLIVE, acorn.tenant.slug).id)
    deleting._empty(services.work, acorn.tenant.id, id, table)
    gone = done(acorn)
    assert gone is not None and gone.status == "done"
    certificate = deletions.certificate(services.work, OLIVE, acorn.tenant.slug)
    assert msgspec.json.decode(certificate.text)["tables"]["products"] == rows
    assert done(acorn) is None


def test_only_a_closed_company_whose_name_was_typed(acorn: World) -> None:
    work, tenant = acorn.services.work, acorn.tenant
    with pytest.raises(TenantNotClosed):
        asked(acorn)
    closed(acorn)
    with pytest.raises(SlugNotRepeated):
        deleting.ask(work, OLIVE, tenant.id, "another", "They asked for it")
    with pytest.raises(Forbidden):
        deleting.ask(work, operator("support"), tenant.id, tenant.slug, "They asked for it")
    with pytest.raises(Forbidden):
        deleting.ask(
            work, make.caller(tenant, None, "tenants:delete"), tenant.id, tenant.slug, "They asked for it"
        )
    with pytest.raises(TenantNotFound):
        deleting.ask(work, OLIVE, PLATFORM, "control", "They asked for it")
    with pytest.raises(DeletionNotFound):
        deletions.get(work, OLIVE, tenant.slug)
    assert footprint(work, tenant.id)["products"][0] == 10


def test_it_waits_a_week_unless_there_is_a_reason(acorn: World) -> None:
    work, tenant = acorn.services.work, acorn.tenant
    closed(acorn)
    waiting = asked(acorn)
    assert waiting.status == "waiting" and waiting.due_at - waiting.asked_at == timedelta(days=7)
    with pytest.raises(DeletionUnderWay):
        asked(acorn)
    with pytest.raises(DeletionNotDue):
        deleting.begin(work, OLIVE, tenant.id, tenant.slug)
    with pytest.raises(SlugNotRepeated):
        deleting.begin(work, OLIVE, tenant.id, "other", "Now")
    assert done(acorn) is None
    assert deleting.cancel(work, OLIVE, tenant.id).status == "cancelled"
    with pytest.raises(DeletionNotFound):
        deleting.begin(work, OLIVE, tenant.id, tenant.slug, "Now")
    asked(acorn)
    service.set_status(work, tenant.id, "active")
    with pytest.raises(TenantNotClosed):
        deleting.begin(work, OLIVE, tenant.id, tenant.slug, "Now")
    assert tenants.find_by_id(work, tenant.id) is not None


def test_opening_it_again_cancels_a_deletion_that_waits(acorn: World) -> None:
    work, tenant = acorn.services.work, acorn.tenant
    closed(acorn)
    asked(acorn)
    life.reactivate(work, OLIVE, tenant.id, "They stay")
    assert deletions.get(work, OLIVE, tenant.slug).status == "cancelled"
    for reader in (tenant.id, PLATFORM):
        with work.database.platform() as tx:
            told = tx.all(
                "select action, details from audit_log where tenant_id = %(whose)s and object = %(object)s order by id",
                whose=reader,
                object=tenant.id.hex,
            )
        assert [row.action for row in told][-2:] == ["tenant.deletion_cancelled", "tenant.reactivated"]
    life.close(work, OLIVE, tenant.id, "asked", keep_days=30)
    with pytest.raises(DeletionNotFound):
        deleting.begin(work, OLIVE, tenant.id, tenant.slug, "Now")


def test_it_waits_for_as_long_as_the_company_is_kept_now(acorn: World) -> None:
    work, tenant = acorn.services.work, acorn.tenant
    closed(acorn)
    asked(acorn)
    with work.database.platform() as tx:
        tx.run("update tenant_deletions set due_at = asked_at where tenant_id = %(id)s", id=tenant.id)
        tx.run(
            "update tenants set keep_until = %(until)s where id = %(id)s",
            id=tenant.id,
            until=work.clock() + timedelta(days=20),
        )
    with pytest.raises(DeletionNotDue):
        deleting.begin(work, OLIVE, tenant.id, tenant.slug)
    begun = deleting.begin(work, OLIVE, tenant.id, tenant.slug, "They insist")
    assert (begun.status, begun.skipped_because) == ("running", "They insist")


def test_it_does_not_begin_while_there_are_sandboxes(acorn: World) -> None:
    work, tenant = acorn.services.work, acorn.tenant
    closed(acorn)
    asked(acorn)
    with work.database.platform() as tx:
        sandbox = service.enrol(
            tx, new_id().bytes, work.clock(), name="Try", wanted=f"{tenant.slug}-try", kind="sandbox", sandbox_of=tenant.id
        )  # fmt: skip
    with pytest.raises(SandboxesLeft):
        deleting.begin(work, OLIVE, tenant.id, tenant.slug, "Now")
    assert deletions.get(work, OLIVE, tenant.slug).status == "waiting"
    with work.database.platform() as tx:
        tx.run("update tenants set sandbox_of = null where id = %(id)s", id=sandbox)
    assert deleting.begin(work, OLIVE, tenant.id, tenant.slug, "Now").status == "running"


def test_a_sandbox_that_is_being_deleted_is_not_opened_with_its_company(acorn: World) -> None:
    work, tenant = acorn.services.work, acorn.tenant
    first, second = (
        tenants.get(work, sandboxes.create(work, OLIVE, tenant.id, name).slug) for name in ("One", "Two")
    )
    life.close(work, OLIVE, tenant.id, "asked")
    for sandbox in (first, second):
        deleting.ask(work, OLIVE, sandbox.id, sandbox.slug, "With its company")
    deleting.begin(work, OLIVE, first.id, first.slug, "Now")
    life.reactivate(work, OLIVE, tenant.id)
    assert tenants.get(work, first.slug).status == "closed"
    assert tenants.get(work, second.slug).status == "active"
    assert deletions.get(work, OLIVE, first.slug).status == "running"
    assert deletions.get(work, OLIVE, second.slug).status == "cancelled"


def test_what_operators_wrote_of_it_for_everybody_is_seen(acorn: World) -> None:
    """A silence of all companies that names this one is no row of its own, and found all the same."""
    until = acorn.services.work.clock() + timedelta(days=1)
    words = f"Noise of {acorn.tenant.public_id}"
    hush = alerting.silence(acorn.services.work, OLIVE, "dead_jobs", until, words)
    assert ("alert_silences", "reason", 1) in [(p.table, p.column, p.rows) for p in scanned(acorn).found]
    alerting.end_silence(acorn.services.work, OLIVE, parse("hush", hush.id))


def test_what_is_begun_is_not_cancelled(acorn: World) -> None:
    begun(acorn)
    with pytest.raises(DeletionUnderWay):
        deleting.cancel(acorn.services.work, OLIVE, acorn.tenant.id)
    with pytest.raises(DeletionUnderWay):
        deleting.begin(acorn.services.work, OLIVE, acorn.tenant.id, acorn.tenant.slug, "Again")


def test_jobs_that_wait_go_and_one_that_is_done_now_is_waited_for(acorn: World) -> None:
    work = acorn.services.work
    begun(acorn)
    with work.database.platform() as tx:
        for status in ("todo", "failed", "doing"):
            tx.run(
                """insert into procrastinate_jobs (queue_name, task_name, args, status)
                   values ('mail', 'mail.send', jsonb_build_object('tenant', %(whose)s::text),
                           %(status)s::procrastinate_job_status)""",
                whose=str(acorn.tenant.id),
                status=status,
            )
    with pytest.raises(JobsUnderWay):
        done(acorn)
    with work.database.platform() as tx:
        tx.run(
            "update procrastinate_jobs set status = 'succeeded' where args ->> 'tenant' = %(whose)s",
            whose=str(acorn.tenant.id),
        )
    gone = done(acorn)
    assert gone is not None and gone.status == "done"
    with work.database.platform() as tx:
        assert (
            tx.value(
                "select count(*) from procrastinate_jobs where args::text like %(form)s",
                form=f"%{acorn.tenant.id}%",
            )
            == 0
        )


def test_final_rows_go_with_their_company_only(acorn: World, birch: World, urls: Urls) -> None:
    """While one company's deletion runs, another's trail is as final as ever."""
    begun(acorn)
    with psycopg.connect(urls.platform) as connection:
        assert connection.execute("delete from audit_log where tenant_id = %s", (acorn.tenant.id,)).rowcount
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("delete from audit_log where tenant_id = %s", (birch.tenant.id,))
