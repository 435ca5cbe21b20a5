"""Four borders stand between two tenants, and each is proven alone, with the other three switched off:

1. the tenant comes from the credential and from nothing else;
2. nothing runs without a context, and every statement names its tenant;
3. forced row-level security;
4. keys that hold the tenant.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from litestar import Litestar
from litestar.datastructures import State
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import namedtuple_row
from tests import make
from tests.api.client import Client
from tests.api.conftest import services_on
from tests.api.footprint import footprint, tables
from tests.api.samples import SAMPLES, operations, send
from tests.api.world import World, furnish

from duka.api.router import api_router
from duka.edge import Edge
from duka.identity import queries as identity
from duka.kernel import ids, migrations, postgres_roles
from duka.kernel.catalogue import PLATFORM_TABLES
from duka.kernel.db import Database
from duka.kernel.errors import Forbidden, TenantRequired
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work
from duka.main import application
from duka.orders import queries as orders

pytestmark = pytest.mark.timeout(600)  # every route of the API, for each kind of caller

SELF = "tenant_id"
NAMED: Any = namedtuple_row
"""Rows whose fields are the columns of whatever was asked."""


@pytest.fixture(scope="module")
def no_borders(urls: Urls) -> dict[str, str]:
    """A database without row-level security and without a foreign key between its tables."""
    admin = urls.admin
    assert admin is not None
    here = {
        "admin": postgres_roles.at(admin, "bare"),
        "platform": urls.platform.replace("/duka?", "/bare?"),
        "migrator": urls.migrator.replace("/duka?", "/bare?"),
    }
    roles = (conninfo_to_dict(url) for url in (urls.app, urls.platform, urls.migrator))
    postgres_roles.prepare(admin, "bare", {str(role["user"]): str(role["password"]) for role in roles})
    migrations.upgrade(here["migrator"])
    with psycopg.connect(here["admin"], autocommit=True, row_factory=NAMED) as connection:
        for t in connection.execute(
            "select oid::regclass::text as name from pg_class where relrowsecurity"
        ).fetchall():
            connection.execute(f"alter table {t.name} no force row level security")
            connection.execute(f"alter table {t.name} disable row level security")
        for k in connection.execute(
            """select conname, conrelid::regclass::text as child from pg_constraint
               where contype = 'f' and confrelid <> 'tenants'::regclass and connamespace = 'public'::regnamespace"""
        ).fetchall():
            if not k.child.startswith("procrastinate"):
                connection.execute(f'alter table {k.child} drop constraint "{k.conname}"')
    return here


@pytest.fixture
def bare(no_borders: dict[str, str], tmp_path: Path) -> Iterator[tuple[World, World]]:
    """Acorn and Birch in such a database, served as a role that sees everything. Each test has its own two, since what
    one asks as Acorn (log out, change the password) ends what the next would ask with."""
    here = no_borders
    database = Database(here["platform"], here["platform"], size=6)
    services = services_on(database, tmp_path)
    app = Litestar(
        [api_router()], openapi_config=None, state=State({"services": services}), logging_config=None
    )
    client = Client(Edge(app, services.config))
    yield furnish(client, services, "acorn"), furnish(client, services, "birch")
    client.close()
    database.close()


# --- 1. the tenant comes from the credential


def test_a_credential_belongs_to_the_tenant_inside_it(bare: tuple[World, World]) -> None:
    """Even in a database where every secret of every tenant can be read."""
    acorn, birch = bare
    work = acorn.services.work
    for token in (acorn.pk, acorn.sk, acorn.staff, acorn.customer_token):
        found = identity.authenticate(work, token)
        assert found is not None
        assert found.tenant == acorn.tenant.id
        stolen = token.replace(acorn.tenant.id.hex, birch.tenant.id.hex)
        assert identity.authenticate(work, stolen) is None
        assert identity.authenticate(work, token.replace(acorn.tenant.id.hex, "0" * 32)) is None


def test_what_a_request_says_of_the_tenant_changes_nothing(bare: tuple[World, World]) -> None:
    acorn, birch = bare
    foreign = {
        "tenant": birch.tenant.slug,
        "tenant_id": str(birch.tenant.id),
        "X-Tenant-Id": str(birch.tenant.id),
    }
    listed = acorn.admin("GET", "/orders", query=foreign, headers=foreign)
    assert listed.status == 200
    birch.order()
    assert (
        birch.tenant.id.hex.encode() not in acorn.admin("GET", "/stores", query=foreign, headers=foreign).body
    )
    assert acorn.call("GET", "/admin/orders", by=birch.staff).status == 404


# --- 2. context and where clause


def test_nothing_runs_without_a_tenant(work: Work) -> None:
    for nothing in (None, "", 0, UUID(int=0), "00000000-0000-0000-0000-000000000000"):
        with pytest.raises(TenantRequired), work.database.transaction(nothing):  # type: ignore[arg-type]
            raise AssertionError("a transaction was opened")
        with pytest.raises(TenantRequired):
            work.perform(Caller(nothing), lambda ctx: None)  # type: ignore[arg-type]


def test_nothing_is_read_without_the_permission(work: Work) -> None:
    shop = make.shop(work)
    with pytest.raises(Forbidden):
        work.perform(Caller(shop.tenant.id, shop.shopper.actor), lambda ctx: orders.list_orders(ctx))


def test_statements_alone_keep_strangers_apart(bare: tuple[World, World]) -> None:
    """Every operation of the API with the other tenant's ids, where neither the database's policies nor its keys help."""
    acorn, birch = bare
    wrong = []
    for operation in operations(Litestar([api_router()], openapi_config=None)):
        if operation.name == "admin_log_out":  # it ends the session of whoever asks
            continue
        sample = SAMPLES[operation.name](birch)
        before = footprint(acorn.services.work, birch.tenant.id)
        query = {**sample.query, "store": acorn.store}
        for token in (acorn.staff, acorn.sk, acorn.pk, acorn.customer_token):
            answer = send(acorn, operation, sample, token, query=query)
            told = [s for s in (birch.tenant.id.hex, birch.email, birch.sku) if s.encode() in answer.body]
            if answer.status >= 500 or told:
                wrong.append(f"{operation.name}: {answer.status} {told} {answer.body[:200]!r}")
        after = footprint(acorn.services.work, birch.tenant.id)
        wrong += [f"{operation.name} changed {table}" for table in before if before[table] != after[table]]
    assert wrong == []
    assert strays(acorn) == []


def strays(acorn: World) -> list[tuple[str, str]]:
    """Rows of Acorn's that point at somebody else's: the verbs look, though no key makes them."""
    with acorn.services.work.database.platform() as db:
        return [
            (child, column)
            for child, column, parent in LINKS
            if db.value(
                f"""select count(*) from {child} c where c.tenant_id = %(acorn)s and c.{column} is not null
                    and not exists (select from {parent} p where p.tenant_id = c.tenant_id and p.id = c.{column})""",
                acorn=acorn.tenant.id,
            )
        ]


LINKS = [
    ("cart_lines", "variant_id", "variants"),
    ("carts", "shipping_rate_id", "shipping_rates"),
    ("prices", "variant_id", "variants"),
    ("store_products", "product_id", "products"),
    ("product_categories", "category_id", "categories"),
    ("product_images", "media_id", "media"),
    ("categories", "parent_id", "categories"),
    ("shipping_rates", "location_id", "locations"),
    ("store_locations", "location_id", "locations"),
    ("stock_levels", "location_id", "locations"),
    ("api_keys", "store_id", "stores"),
]


# --- 3. row-level security


@pytest.fixture(scope="module")
def two(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, World]]:
    services = services_on(database, tmp_path_factory.mktemp("two"))
    client = Client(application(services))
    acorn, birch = furnish(client, services, "acorn"), furnish(client, services, "birch")
    for world in (acorn, birch):
        order = world.order("sandbox")
        headers = {"order-token": order["tracking_token"], "idempotency-key": "1"}
        assert (
            world.shop("POST", "/payments/intent", {"order_id": order["id"]}, headers=headers).status == 200
        )
    yield acorn, birch
    client.close()


@pytest.fixture
def raw(urls: Urls) -> Iterator["psycopg.Connection[Any]"]:
    """The application's role, with nothing of ours in between; what it does is rolled back."""
    with psycopg.connect(urls.app) as connection:
        yield connection
        connection.rollback()


def test_policies_alone_show_only_ones_own(
    raw: "psycopg.Connection[Any]", two: tuple[World, World], work: Work
) -> None:
    acorn, birch = two
    full = footprint(work, acorn.tenant.id)
    raw.execute("select set_config('app.tenant_id', %s, true)", [str(acorn.tenant.id)])
    filled = 0
    for table in [t for t in tables(work) if t not in PLATFORM_TABLES]:
        rows = raw.execute(
            sql.SQL("select tenant_id, count(*) from {} group by 1").format(sql.Identifier(table))
        ).fetchall()
        assert dict(rows) == ({acorn.tenant.id: full[table][0]} if full[table][0] else {}), table
        filled += bool(rows)
    assert filled > 25
    assert raw.execute("select count(*) from orders where tenant_id = %s", [birch.tenant.id]).fetchone() == (
        0,
    )


@pytest.mark.parametrize("setting", ["''", "null", None])
def test_policies_show_nothing_without_a_tenant(
    raw: "psycopg.Connection[Any]", two: tuple[World, World], work: Work, setting: str | None
) -> None:
    if setting is not None:
        raw.execute(f"select set_config('app.tenant_id', {setting}, true)")
    for table in [t for t in tables(work) if t not in PLATFORM_TABLES]:
        found = raw.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchone()
        assert found == (0,), table


NOT_OURS_TO_WRITE = {
    "audit_chain",
    "audit_checks",
    "audit_heads",
    "audit_redactions",
    "feature_flags",
    "subscriptions",
    "support_visits",
    "tenant_policies",
    "tenant_policy_changes",
    "usage_days",
}
"""The application may not insert here at all, not even its own tenant's rows."""


def test_policies_refuse_writing_across(
    raw: "psycopg.Connection[Any]", two: tuple[World, World], work: Work
) -> None:
    acorn, birch = two
    before = footprint(work, birch.tenant.id)
    raw.execute("select set_config('app.tenant_id', %s, true)", [str(acorn.tenant.id)])
    for table in [t for t in tables(work) if t not in PLATFORM_TABLES]:
        name = sql.Identifier(table)
        for statement in (
            "update {} set tenant_id = tenant_id where tenant_id = %s",
            "delete from {} where tenant_id = %s",
        ):
            with raw.transaction(force_rollback=True):
                try:
                    assert raw.execute(sql.SQL(statement).format(name), [birch.tenant.id]).rowcount == 0, (
                        table
                    )
                except psycopg.errors.InsufficientPrivilege as refused:
                    assert "permission denied" in str(refused), table  # rows that tell what was done
        with (
            raw.transaction(force_rollback=True),
            pytest.raises(psycopg.errors.InsufficientPrivilege) as refusal,
        ):
            raw.execute(sql.SQL("insert into {} (tenant_id) values (%s)").format(name), [birch.tenant.id])
        assert "row-level security" in str(refusal.value) or table in NOT_OURS_TO_WRITE, table
        with raw.transaction(force_rollback=True), pytest.raises(psycopg.errors.InsufficientPrivilege):
            raw.execute(sql.SQL("truncate {} cascade").format(name))
    raw.rollback()
    assert footprint(work, birch.tenant.id) == before


# --- 4. keys that hold the tenant

_KEYS = """
select k.conname, k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
  (select array_agg(a.attname::text order by u.place) from unnest(k.conkey) with ordinality u (n, place)
   join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.n) as columns,
  (select array_agg(a.attname::text order by u.place) from unnest(k.confkey) with ordinality u (n, place)
   join pg_attribute a on a.attrelid = k.confrelid and a.attnum = u.n) as targets
from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace
  and k.confrelid not in ('tenants'::regclass, 'plans'::regclass, 'plan_versions'::regclass)
  and k.conrelid::regclass::text not like 'procrastinate%'"""


def test_keys_alone_refuse_a_row_that_points_across(urls: Urls, two: tuple[World, World]) -> None:
    """For every foreign key: a row of Acorn's that points at Birch's is refused, by a role that no policy binds."""
    acorn, birch = two
    with psycopg.connect(postgres_roles.at(urls.admin or "", "duka"), row_factory=NAMED) as connection:
        keys = connection.execute(_KEYS).fetchall()
        assert len(keys) > 40
        refused = 0
        for key in keys:
            assert key.columns[0] == key.targets[0] == SELF, key.conname
            theirs = connection.execute(
                sql.SQL("select {} from {} where tenant_id = %s limit 1").format(
                    sql.SQL(", ").join(map(sql.Identifier, key.targets)), sql.Identifier(key.parent)
                ),
                [birch.tenant.id],
            ).fetchone()
            if theirs is None:
                theirs = (birch.tenant.id, *(ids.new_id() for _ in key.targets[1:]))
            columns = dict(zip(key.columns, theirs, strict=True)) | {SELF: acorn.tenant.id}
            with (
                connection.transaction(force_rollback=True),
                pytest.raises(psycopg.errors.ForeignKeyViolation) as refusal,
            ):
                _insert(connection, key.child, columns)
            assert refusal.value.diag.constraint_name == key.conname
            refused += 1
        assert refused == len(keys)
        connection.rollback()


_COLUMNS = """
select a.attname::text as name, format_type(a.atttypid, a.atttypmod) as kind from pg_attribute a
where a.attrelid = %s::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
  and (a.attnotnull and not a.atthasdef)"""


def _insert(connection: "psycopg.Connection[Any]", table: str, columns: dict[str, Any]) -> None:
    """A row with these columns and something in every other that must not be empty. Checks and other keys are out of the
    way, so that only the key under test can speak."""
    others = connection.execute(
        """select conname, contype::text as kind, pg_get_constraintdef(oid) as told from pg_constraint
           where conrelid = %s::regclass""",
        [table],
    ).fetchall()
    for other in others:
        is_ours = other.kind == "f" and sorted(other.told.split("(")[1].split(")")[0].split(", ")) == sorted(
            columns
        )
        if other.kind == "c" or (other.kind == "f" and not is_ours):
            connection.execute(
                sql.SQL("alter table {} drop constraint {}").format(
                    sql.Identifier(table), sql.Identifier(other.conname)
                )
            )
    made = dict(columns)
    sample: dict[str, Callable[[], Any]] = {
        "uuid": ids.new_id,
        "text": lambda: "x",
        "bytea": lambda: b"x",
        "jsonb": lambda: "{}",
        "boolean": lambda: True,
        "text[]": list,
        "bigint[]": list,
    }
    for column in connection.execute(_COLUMNS, [table]).fetchall():
        if column.name not in made:
            made[column.name] = (
                sample[column.kind]()
                if column.kind in sample
                else ("now" if "time" in column.kind or column.kind == "date" else 1)
            )
    connection.execute(
        sql.SQL("insert into {} ({}) values ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(map(sql.Identifier, made)),
            sql.SQL(", ").join(sql.Placeholder() * len(made)),
        ),
        list(made.values()),
    )
    connection.execute("set constraints all immediate")
