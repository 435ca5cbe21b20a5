"""A whole company to a file and into another installation: the same rows, the same pictures, the same file."""

import hashlib
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest
from tests import make
from tests.api.footprint import footprint
from tests.api.world import World

from duka.audit import sealing, verifying
from duka.control import archive_file, archiving, company_secrets, company_tables, restoring
from duka.control.archive_errors import (
    ArchiveDamaged,
    ArchiveDoesNotFit,
    ArchiveOfAnotherSchema,
    ArchiveTooNew,
    TenantIsHere,
    WrongPassphrase,
)
from duka.control.archive_file import MANIFEST, SECRETS
from duka.identity.sealing import keyring
from duka.kernel.clock import system_clock
from duka.kernel.context import SYSTEM, Context
from duka.kernel.db import Tx
from duka.kernel.errors import Forbidden, Refusal
from duka.kernel.ids import new_id, parse
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller
from duka.ledger import verifying as books
from duka.tenants import queries as tenants
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM
from duka.wiring import Services

OPERATOR = Caller(PLATFORM, SYSTEM)
NOON, LATER = datetime(2026, 3, 1, 12, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)

NO_SECRETS = {
    ("api_keys", "previous_hash"), ("api_keys", "secret_hash"), ("audit_chain", "hash"), ("audit_checks", "hash"),
    ("audit_heads", "hash"), ("captures", "request"), ("carts", "token_hash"), ("draft_orders", "token_hash"),
    ("feed_files", "body"), ("feed_items", "hash"), ("feeds", "password_hash"), ("feeds", "token_hash"),
    ("import_files", "content"), ("import_runs", "checksum"), ("media", "checksum"), ("order_tokens", "token_hash"),
    ("order_versions", "asked"), ("order_versions", "request"), ("orders", "tracking_hash"), ("passkeys", "credential_id"),
    ("passkeys", "public_key"), ("payment_links", "token_hash"), ("payment_statements", "file_hash"),
    ("recovery_codes", "code_hash"), ("refunds", "request"), ("shipping_labels", "file"), ("staff_directory", "email_hash"),
    ("tax_questions", "key"),
}  # fmt: skip
"""Hashes, public keys, files."""


def archived(services: Services, tenant: Any, path: Path, **more: Any) -> Path:
    archiving.write(services.work, services.storage, keyring(services.config), tenant, path, **more)
    return path


def restored(services: Services, path: Path, **more: Any) -> None:
    restoring.restore(services.work, OPERATOR, services.storage, keyring(services.config), path, **more)


def contents(path: Path) -> dict[str, bytes]:
    """Every part of an archive; of the table of contents all but the time stamp."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    listed = msgspec.json.decode(found[MANIFEST])
    del listed["exported_at"]
    return found | {MANIFEST: msgspec.json.encode(listed, order="sorted")}


@pytest.fixture
def busy(acorn: World) -> World:
    """With sales, a return, a key at a provider, and a sealed trail."""
    acorn.step(acorn.order(), "prepare", "ship")
    acorn.order("sandbox")
    sealing.seal(acorn.services.work, acorn.tenant.id, waits=True)
    return acorn


def with_secrets(world: World) -> str:
    """An account at a payment provider and somebody's authenticator app; the account's secret."""
    keys, secret = keyring(world.services.config), f"sk_{new_id().hex}"
    with world.services.work.database.platform() as tx:
        tx.run(
            """insert into payment_accounts (tenant_id, id, store_id, provider, rail, mode, settings, sealed, callback_key,
                                             capture_method, created_at, updated_at)
               values (%(whose)s, %(id)s, %(store)s, 'stripe', 'card', 'test', '{}', %(sealed)s, %(key)s, 'automatic', now(),
                       now())""",
            whose=world.tenant.id,
            id=new_id(),
            store=parse("store", world.store),
            sealed=keys.seal("payment accounts", f'{{"api_key": "{secret}"}}'),
            key=new_id().hex,
        )
        tx.run(
            """insert into totp_factors (tenant_id, staff_id, secret, created_at)
               select s.tenant_id, s.id, %(sealed)s, now() from staff s where s.tenant_id = %(whose)s limit 1""",
            whose=world.tenant.id,
            sealed=keys.seal("totp secrets", "JBSWY3DPEHPK3PXP"),
        )
    return secret


def opened(services: Services, world: World) -> list[str | None]:
    """The secrets of the company's accounts, as this installation opens them."""
    keys = keyring(services.config)
    with services.work.database.platform() as tx:
        rows = tx.all(
            "select sealed from payment_accounts where tenant_id = %(whose)s", whose=world.tenant.id
        )
    return [keys.open("payment accounts", bytes(row.sealed)) for row in rows]


def test_there_and_back_is_the_same_file(busy: World, elsewhere: Services, tmp_path: Path) -> None:
    first = archived(busy.services, busy.tenant.id, tmp_path / "first.zip")
    restored(elsewhere, first)
    second = archived(elsewhere, busy.tenant.id, tmp_path / "second.zip")
    assert contents(first) == contents(second)
    assert verifying.verify(elsewhere.work, busy.tenant.id).is_sound
    assert elsewhere.work.perform(Caller(busy.tenant.id), books.verify).is_sound
    names = zipfile.ZipFile(first).namelist()
    assert any(name.startswith("media/") for name in names) and "tables/orders.csv" in names


def test_two_of_one_moment_are_the_same_to_the_byte(busy: World, tmp_path: Path) -> None:
    busy.services.work.clock = lambda: NOON
    first = archived(busy.services, busy.tenant.id, tmp_path / "first.zip")
    second = archived(busy.services, busy.tenant.id, tmp_path / "second.zip")
    busy.services.work.clock = lambda: LATER
    third = archived(busy.services, busy.tenant.id, tmp_path / "third.zip")
    busy.services.work.clock = system_clock
    assert first.read_bytes() == second.read_bytes() != third.read_bytes()
    assert contents(first) == contents(third)


def test_every_table_of_a_company_is_in_it_or_left_out_with_a_reason(
    busy: World, tmp_path: Path, urls: Urls
) -> None:
    """A new table is in it by itself: the list is PostgreSQL's own."""
    with psycopg.connect(urls.platform) as connection:
        known = {
            name
            for (name,) in connection.execute(
                """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
                   join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
                   where c.relkind in ('r', 'p') and not c.relispartition"""
            )
        }
    manifest = archive_file.Reader(archived(busy.services, busy.tenant.id, tmp_path / "a.zip")).manifest
    held = {part.table for part in manifest.parts if part.table} - {"tenants", "plans", "plan_versions"}
    assert held | set(manifest.left_out) == known
    assert not held & set(manifest.left_out)
    assert set(company_tables.LEFT_OUT) <= known
    assert all(manifest.left_out.values())
    assert {"sessions", "one_time_tokens", "idempotency_keys"} <= set(manifest.left_out)


def test_every_column_of_bytes_is_a_secret_or_known_to_be_none(urls: Urls) -> None:
    """A new one has to be decided upon: what the installation's key sealed must not lie in an archive."""
    with psycopg.connect(urls.platform) as connection:
        tables = company_tables.archived(company_tables.read(Tx(connection, None)))
    found = {(t.name, c.name) for t in tables for c in t.columns if c.kind == "bytea"}
    sealed = {(each.table, each.column) for each in company_secrets.SEALED}
    assert sealed <= found
    assert found - sealed == NO_SECRETS


def test_sealed_columns_are_opened_with_the_purpose_that_they_name() -> None:
    assert {each.purpose for each in company_secrets.SEALED} == {
        "carrier accounts",
        "feeds",
        "payment accounts",
        "tax accounts",
        "texting accounts",
        "totp secrets",
        "webhook endpoints",
    }


def test_secrets_stay_here_without_a_passphrase(busy: World, elsewhere: Services, tmp_path: Path) -> None:
    secret = with_secrets(busy)
    path = archived(busy.services, busy.tenant.id, tmp_path / "a.zip")
    with zipfile.ZipFile(path) as archive:
        assert SECRETS not in archive.namelist()
        assert archive.read("tables/totp_factors.csv").count(b"\n") == 1
    manifest = archive_file.Reader(path).manifest
    assert manifest.secrets == "left_out"
    assert "Keys of accounts at payment providers" in {each["what"] for each in manifest.enter_again}
    restored(elsewhere, path)
    assert opened(elsewhere, busy) == [None]
    assert secret not in path.read_bytes().decode("latin-1")
    assert contents(path) == contents(archived(elsewhere, busy.tenant.id, tmp_path / "b.zip"))


def test_links_of_letters_that_wait_stay_here(busy: World, elsewhere: Services, tmp_path: Path) -> None:
    link = f"https://acorn.example/reset?token={new_id().hex}"

    def wait(ctx: Context) -> None:
        ctx.db.run(
            """insert into mails (tenant_id, id, recipient, kind, locale, subject, text, html, secrets, created_at, updated_at)
               values (%(tenant)s, %(id)s, 'o@acorn.example', 'password_reset', 'en', 'Reset', %(link)s, %(link)s,
                       jsonb_build_object('link', %(link)s::text), now(), now())""",
            id=new_id(),
            link=link,
        )

    busy.services.work.perform(Caller(busy.tenant.id), wait)
    path = archived(busy.services, busy.tenant.id, tmp_path / "a.zip")
    with zipfile.ZipFile(path) as archive:
        assert link not in archive.read("tables/mails.csv").decode()
    restored(elsewhere, path)
    assert contents(path) == contents(archived(elsewhere, busy.tenant.id, tmp_path / "b.zip"))


def test_secrets_travel_with_a_passphrase(busy: World, elsewhere: Services, tmp_path: Path) -> None:
    secret = with_secrets(busy)
    words = "correct horse battery staple"
    path = archived(busy.services, busy.tenant.id, tmp_path / "a.zip", passphrase=words)
    with pytest.raises(WrongPassphrase):
        restored(elsewhere, path, passphrase="wrong horse battery staple")
    assert tenants.find_by_id(elsewhere.work, busy.tenant.id) is None
    assert list(elsewhere.storage.paths(busy.tenant.id)) == []
    restored(elsewhere, path, passphrase=words)
    assert opened(elsewhere, busy) == [f'{{"api_key": "{secret}"}}']
    second = archived(elsewhere, busy.tenant.id, tmp_path / "b.zip", passphrase=words)
    assert contents(path) == contents(second)


def test_a_passphrase_for_an_archive_without_secrets_is_refused(
    busy: World, elsewhere: Services, tmp_path: Path
) -> None:
    path = archived(busy.services, busy.tenant.id, tmp_path / "a.zip")
    with pytest.raises(WrongPassphrase):
        restored(elsewhere, path, passphrase="correct horse battery staple")


def test_it_is_not_restored_where_it_is(busy: World, tmp_path: Path) -> None:
    path = archived(busy.services, busy.tenant.id, tmp_path / "a.zip")
    before = footprint(busy.services.work, busy.tenant.id)
    with pytest.raises(TenantIsHere):
        restored(busy.services, path)
    assert footprint(busy.services.work, busy.tenant.id) == before
    assert len(list(busy.services.storage.paths(busy.tenant.id))) > 0


def test_a_slug_or_a_host_that_is_taken_is_refused_and_nothing_stays(
    busy: World, elsewhere: Services, tmp_path: Path
) -> None:
    host = f"{busy.tenant.slug}.shop.example"
    with busy.services.work.database.platform() as tx:
        store = parse("store", busy.store)
        tx.run(
            "insert into domains (host, tenant_id, store_id) values (%(host)s, %(whose)s, %(store)s)",
            host=host,
            whose=busy.tenant.id,
            store=store,
        )
    path = archived(busy.services, busy.tenant.id, tmp_path / "a.zip")
    other = make.shop(elsewhere.work)
    with elsewhere.work.database.platform() as tx:
        tx.run(
            "insert into domains (host, tenant_id, store_id) values (%(host)s, %(whose)s, %(store)s)",
            host=host,
            whose=other.tenant.id,
            store=other.store,
        )
    with pytest.raises(TenantIsHere) as refused:
        restored(elsewhere, path)
    assert "domains" in refused.value.message
    with elsewhere.work.database.platform() as tx:
        tx.run("delete from domains where host = %(host)s", host=host)
        tx.run(
            "update tenants set slug = %(slug)s where id = %(id)s", slug=busy.tenant.slug, id=other.tenant.id
        )
    with pytest.raises(TenantIsHere):
        restored(elsewhere, path)
    assert all(rows == 0 for rows, _ in footprint(elsewhere.work, busy.tenant.id).values())
    assert list(elsewhere.storage.paths(busy.tenant.id)) == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ("cut", ArchiveDamaged),
        ("other", ArchiveDamaged),
        ("missing", ArchiveDamaged),
        ("slipped in", ArchiveDamaged),
        ("picture", ArchiveDamaged),
        ("twice", ArchiveDamaged),
        ("newer", ArchiveTooNew),
        ("schema", ArchiveOfAnotherSchema),
        ("column", ArchiveDoesNotFit),
        ("not theirs", ArchiveDamaged),
    ],
)
def test_what_was_tampered_with_is_refused(
    busy: World, elsewhere: Services, tmp_path: Path, change: str, refusal: type[Refusal]
) -> None:
    path = tampered(archived(busy.services, busy.tenant.id, tmp_path / "a.zip"), change)
    with pytest.raises(refusal):
        restored(elsewhere, path)
    assert tenants.find_by_id(elsewhere.work, busy.tenant.id) is None
    assert all(rows == 0 for rows, _ in footprint(elsewhere.work, busy.tenant.id).values())
    assert list(elsewhere.storage.paths(busy.tenant.id)) == []


def tampered(path: Path, change: str) -> Path:
    """The archive after somebody was at it; sums are right where the change is not about them."""
    if change == "cut":
        path.write_bytes(path.read_bytes()[:-2000])
        return path
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    listed = msgspec.json.decode(held[MANIFEST])
    orders = next(part for part in listed["parts"] if part["table"] == "orders")
    if change == "other":
        held["tables/orders.csv"] = held["tables/orders.csv"].swapcase()
    elif change == "missing":
        del held["tables/orders.csv"]
    elif change == "slipped in":
        held["tables/more.csv"] = b""
    elif change == "picture":
        name = next(name for name in held if name.startswith("media/"))
        held[name] += b"!"
    elif change == "newer":
        listed["format"] = 2
    elif change == "schema":
        listed["schema"] = "0013"
    elif change == "column":
        orders["columns"].append("more")
    elif change == "not theirs":
        stranger = b"01a1ffc1-410e-724d-8bf0-c6772cdcbf8d"
        rows = held["tables/counters.csv"].replace(listed["tenant"]["id"].encode(), stranger)
        held["tables/counters.csv"] = rows
        counters = next(part for part in listed["parts"] if part["table"] == "counters")
        counters["sha256"] = hashlib.sha256(rows).hexdigest()
        held["tables/tenants.csv"] += (
            held["tables/tenants.csv"]
            .split(b"\n")[1]
            .replace(listed["tenant"]["id"].encode(), stranger)
            .replace(listed["tenant"]["slug"].encode(), b"stranger")
            + b"\n"
        )
        companies = next(part for part in listed["parts"] if part["table"] == "tenants")
        companies |= {
            "sha256": hashlib.sha256(held["tables/tenants.csv"]).hexdigest(),
            "bytes": len(held["tables/tenants.csv"]),
            "rows": 2,
        }
    held[MANIFEST] = msgspec.json.encode(listed)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in held.items():
            archive.writestr(name, data)
        if change == "twice":
            with pytest.warns(UserWarning):
                archive.writestr("tables/orders.csv", held["tables/orders.csv"])
    return path


def test_the_platforms_own_company_is_no_merchant(services: Services, tmp_path: Path) -> None:
    with pytest.raises(TenantNotFound):
        archived(services, PLATFORM, tmp_path / "a.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_merchant_restores_nothing(acorn: World, elsewhere: Services, tmp_path: Path) -> None:
    path = archived(acorn.services, acorn.tenant.id, tmp_path / "a.zip")
    owner = make.caller(acorn.tenant, None, "tenants:export")
    with pytest.raises(Forbidden):
        restoring.restore(elsewhere.work, owner, elsewhere.storage, keyring(elsewhere.config), path)


def test_triggers_that_follow_rows_keep_still_for_the_platforms_role_alone(urls: Urls) -> None:
    """Each that fires on insert or delete asks; nobody else can say that a whole company comes or goes."""
    with psycopg.connect(urls.platform) as connection:
        asking = connection.execute(
            """select c.relname, g.tgname, pg_get_triggerdef(g.oid) ~ 'is_whole_company' from pg_trigger g
               join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
               join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
               where not g.tgisinternal and g.tgtype & 12 <> 0"""
        ).fetchall()
        connection.execute("select set_config('app.whole_company', 'on', true)")
        assert connection.execute("select is_whole_company()").fetchone() == (True,)
        refused = connection.execute(
            """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
               join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
               where c.relkind in ('r', 'p') and c.relname <> 'tenant_deletions' and not (
                   has_table_privilege('duka_platform', c.oid, 'INSERT')
                   and has_table_privilege('duka_platform', c.oid, 'DELETE'))"""
        ).fetchall()
    assert {name for _, name, asks in asking if not asks} == {"ledger_must_balance", "goes_with_its_company"}
    assert refused == []
    with psycopg.connect(urls.app) as connection:
        connection.execute("select set_config('app.whole_company', 'on', true)")
        assert connection.execute("select is_whole_company()").fetchone() == (False,)
