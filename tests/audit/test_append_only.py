"""The application can add to the trail and read it. It can neither change nor remove, and it cannot seal."""

import psycopg
import pytest
from tests.people import Shop

from duka.audit import verifying
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work

FORBIDDEN = {
    "audit_log": ("update", "delete", "truncate"),
    "audit_chain": ("insert", "update", "delete", "truncate"),
    "audit_heads": ("insert", "update", "delete", "truncate"),
    "audit_checks": ("insert", "update", "delete", "truncate"),
    "audit_unsealed": ("update", "delete", "truncate"),
}
OF_THE_PLATFORM = {
    "audit_log": ("update", "delete", "truncate"),
    "audit_chain": ("update", "delete", "truncate"),
    "audit_checks": ("update", "delete", "truncate"),
    "audit_heads": ("delete", "truncate"),
    "audit_unsealed": ("update", "truncate"),
}
STATEMENTS = {
    "insert": "insert into {0} select * from {0} where tenant_id = %s",
    "update": "update {0} set tenant_id = tenant_id where tenant_id = %s",
    "delete": "delete from {0} where tenant_id = %s",
    "truncate": "truncate {0}",
}


@pytest.mark.parametrize(("table", "act"), [(t, a) for t, acts in FORBIDDEN.items() for a in acts])
def test_the_application_may_not(urls: Urls, shop: Shop, table: str, act: str) -> None:
    _refused(urls.app, shop, table, act)


@pytest.mark.parametrize(("table", "act"), [(t, a) for t, acts in OF_THE_PLATFORM.items() for a in acts])
def test_the_platforms_role_may_not(work: Work, urls: Urls, shop: Shop, table: str, act: str) -> None:
    """But for a company whose deletion runs (tests/archives)."""
    verifying.verify(work, shop.tenant.id)
    _refused(urls.platform, shop, table, act)


def _refused(url: str, shop: Shop, table: str, act: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("select set_config('app.tenant_id', %s, true)", (str(shop.tenant.id),))
        parameters = () if act == "truncate" else (shop.tenant.id,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(STATEMENTS[act].format(table), parameters)


def test_the_tables_belong_to_neither(urls: Urls) -> None:
    """Whoever owns a table can grant themself everything: the owner has no log-in, and neither role is a member of it."""
    with psycopg.connect(urls.migrator) as connection:
        owners = connection.execute(
            "select relname, pg_get_userbyid(relowner), r.rolcanlogin from pg_class c join pg_roles r on r.oid = relowner"
            " where relname = any(%s)",
            (list(FORBIDDEN),),
        ).fetchall()
        members = connection.execute(
            "select pg_has_role('duka_app', 'duka_owner', 'MEMBER'), pg_has_role('duka_platform', 'duka_owner', 'MEMBER')"
        ).fetchone()
    assert {(owner, can) for _, owner, can in owners} == {("duka_owner", False)}
    assert len(owners) == len(FORBIDDEN)
    assert members == (False, False)


def test_another_companys_trail_is_not_seen(work: Work, shop: Shop, other_shop: Shop) -> None:
    with work.database.transaction(other_shop.tenant.id) as tx:
        for table in FORBIDDEN:
            rows = tx.value(f"select count(*) from {table} where tenant_id <> %(tenant)s")
            assert rows == 0, table
