"""Migrations stop no shop: dangerous statements are refused, a busy table is waited for and tried again."""

import importlib.util
import shutil
import threading
from pathlib import Path
from types import ModuleType

import psycopg
import pytest

from duka.kernel import migrations, postgres_roles
from duka.kernel.postgres_urls import Urls, embedded

ROOT = Path(__file__).parents[2]


def load() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "check_migrations", ROOT / "scripts" / "check_migrations.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check = load()


def test_no_migration_is_dangerous() -> None:
    assert check.problems(check.files()) == []


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("alter table orders add column remark text not null;", "adding-required-field"),
        ("create index orders_by_note on orders (tenant_id, note);", "require-concurrent-index-creation"),
        ("alter table orders alter column note type jsonb using note::jsonb;", "changing-column-type"),
        ("alter table orders add constraint c check (total_minor >= 0);", "constraint-missing-not-valid"),
        (
            "alter table orders add foreign key (tenant_id) references tenants (id);",
            "adding-foreign-key-constraint",
        ),
        ("alter table orders alter column note set not null;", "adding-not-nullable-field"),
        ("alter table orders drop column note;", "ban-drop-column"),
        ("alter table orders rename column note to remark;", "renaming-column"),
        ("alter table orders rename to purchases;", "renaming-table"),
        ("drop table orders;", "ban-drop-table"),
        ("truncate orders;", "whole-table"),
        ("update orders set note = '';", "whole-table"),
        ("delete from orders;", "whole-table"),
        (
            "-- squawk-ignore ban-drop-column\nalter table orders drop column note;",
            "ignore-without-reason",
        ),
    ],
)
def test_what_would_stop_a_shop_is_refused(tmp_path: Path, statement: str, rule: str) -> None:
    file = tmp_path / "0015" / "01_orders.sql"
    file.parent.mkdir()
    file.write_text(f"-- Orders.\n{statement}\n")
    assert check.files(tmp_path) == [file]
    assert any(f": {rule}: " in problem for problem in check.problems([file])), check.problems([file])


@pytest.mark.parametrize(
    "statement",
    [
        "alter table orders add column remark text not null default '';",
        "alter table orders add constraint c check (total_minor >= 0) not valid;",
        "create table things (id uuid primary key);\ncreate index things_by_id on things (id);",
        "-- because: nobody reads it since 0014\n-- squawk-ignore ban-drop-column\nalter table orders drop column note;",
        "update orders set note = '' where note is null and created_at < now();",
        "create function f() returns void language sql as $$ delete from orders; $$;",
        "-- because: a handful of rows, of the platform\nupdate flag_rules set note = '';",
    ],
)
def test_what_stops_nobody_is_allowed(tmp_path: Path, statement: str) -> None:
    file = tmp_path / "0015" / "01_orders.sql"
    file.parent.mkdir()
    file.write_text(statement + "\n")
    assert check.problems([file]) == []


def test_an_index_is_made_outside_a_transaction(tmp_path: Path) -> None:
    statement = "create index concurrently if not exists orders_by_note on orders (tenant_id, note);\n"
    for folder, is_fine in ((tmp_path / "0015" / "concurrently", True), (tmp_path / "0015", False)):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "01_index.sql").write_text(statement)
        assert (check.problems([folder / "01_index.sql"]) == []) is is_fine


def test_a_revision_makes_its_indexes_afterwards(tmp_path: Path) -> None:
    """In a copy of the migrations with one more revision, as docs/runbooks/migrations.md shows it."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrations.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0015_more.py").write_text(
        """from pathlib import Path

from duka.kernel import migration_steps

revision, down_revision, branch_labels, depends_on = "0015", "0014", None, None


def upgrade() -> None:
    migration_steps.run(Path(__file__).parents[1] / "sql" / revision)
"""
    )
    steps = folder / "sql" / "0015"
    (steps / "concurrently").mkdir(parents=True)
    (steps / "01_remark.sql").write_text("alter table orders add column remark text not null default '';\n")
    index = "create index concurrently if not exists orders_by_remark on orders (tenant_id, remark);\n"
    (steps / "concurrently" / "01_index.sql").write_text(index)
    assert check.problems(check.files(folder / "sql")) == []
    cluster = embedded(tmp_path / "server", fast=True)
    cluster.start()
    try:
        postgres_roles.prepare(cluster.superuser_url, "duka", cluster.passwords())
        url = cluster.url("duka_migrator", "duka")
        migrations.upgrade(url, "0014", folder=folder)
        tried: list[str] = []
        busy = psycopg.connect(url)
        busy.execute("select count(*) from orders")  # as a long report would: it holds its lock

        def tell(words: str) -> None:
            tried.append(words)
            busy.close()

        migrations.upgrade(url, folder=folder, tell=tell, pause=0.1)
        migrations.upgrade(url, folder=folder)
        assert len(tried) == 1
        with psycopg.connect(url) as connection:
            found = connection.execute(
                """select i.indisvalid, pg_get_userbyid(c.relowner) from pg_index i join pg_class c on c.oid = i.indexrelid
                   where c.relname = 'orders_by_remark'"""
            ).fetchall()
    finally:
        cluster.destroy()
    assert found == [(True, "duka_owner")]


def test_revisions_before_the_first_are_left_alone() -> None:
    assert all(int(path.parts[-2]) >= check.FIRST for path in check.files())


def test_a_busy_table_is_waited_for(urls: Urls, tmp_path: Path) -> None:
    """Somebody holds a lock that the migration needs: it gives way after two seconds, and comes back."""
    tried: list[str] = []
    held, waited = threading.Event(), threading.Event()

    def tell(words: str) -> None:
        tried.append(words)
        waited.set()

    def hold() -> None:
        with psycopg.connect(urls.migrator) as connection:
            connection.execute("lock table throttles in access exclusive mode")
            held.set()
            waited.wait(30)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(5)

    def act() -> None:
        with psycopg.connect(urls.migrator) as connection:
            connection.execute(f"set lock_timeout = '{migrations.LOCK_TIMEOUT}'")
            connection.execute("lock table throttles in access exclusive mode")

    migrations.patiently(act, tell=tell, pause=0.2)
    holder.join()
    assert len(tried) == 1 and "busy" in tried[0]


def test_it_gives_up_in_words(urls: Urls) -> None:
    def act() -> None:
        raise psycopg.errors.LockNotAvailable("canceling statement due to lock timeout")

    with pytest.raises(migrations.StillBusy, match="3 times"):
        migrations.patiently(act, tell=lambda _: None, pause=0, attempts=3)


def test_time_outs_are_set_for_every_statement_of_a_migration() -> None:
    text = (ROOT / "migrations" / "env.py").read_text()
    assert "LOCK_TIMEOUT" in text and "STATEMENT_TIMEOUT" in text
