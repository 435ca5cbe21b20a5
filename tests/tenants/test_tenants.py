import pytest
from tests import make

from duka.kernel.ids import new_id
from duka.kernel.work import Work
from duka.tenants import queries, service
from duka.tenants.errors import (
    TenantNameInvalid,
    TenantNotFound,
    TenantSlugInvalid,
    TenantSlugTaken,
    UnknownTenantStatus,
)


def test_a_tenant_is_found_by_slug_and_by_public_id(work: Work) -> None:
    slug = make.unique("acorn")
    tenant = service.create(work, slug, " Acorn ")
    found = queries.find(work, slug)
    assert found is not None and found.id == tenant and found.name == "Acorn" and found.is_active
    assert queries.find(work, found.public_id) == found
    assert queries.get(work, slug) == found


@pytest.mark.parametrize("slug", ["", "Acorn", "-acorn", "a_b", "é", "a" * 64, "a b", "a\n"])
def test_a_bad_slug_is_refused(work: Work, slug: str) -> None:
    with pytest.raises(TenantSlugInvalid):
        service.create(work, slug, "Acorn")


@pytest.mark.parametrize("name", ["", "  ", "a" * 201, "a\nb"])
def test_a_bad_name_is_refused(work: Work, name: str) -> None:
    with pytest.raises(TenantNameInvalid):
        service.create(work, make.unique("acorn"), name)


def test_a_slug_belongs_to_one_tenant(work: Work) -> None:
    slug = make.unique("acorn")
    service.create(work, slug, "Acorn")
    with pytest.raises(TenantSlugTaken):
        service.create(work, slug, "Another")


@pytest.mark.parametrize(
    "text", ["", "nobody-here", "ten_xyz", "ten_" + "7" * 32, "store_" + "0" * 32, "\x00"]
)
def test_nobody_is_found(work: Work, text: str) -> None:
    assert queries.find(work, text) is None
    with pytest.raises(TenantNotFound):
        queries.get(work, text)


def test_a_suspended_tenant_is_found_with_its_status(work: Work) -> None:
    tenant = make.tenant(work)
    service.set_status(work, tenant.id, "suspended")
    found = queries.find(work, tenant.slug)
    assert found is not None and found.status == "suspended" and not found.is_active


def test_only_known_statuses_of_known_tenants(work: Work) -> None:
    with pytest.raises(UnknownTenantStatus):
        service.set_status(work, make.tenant(work).id, "sleeping")
    with pytest.raises(TenantNotFound):
        service.set_status(work, new_id(), "closed")


def test_without_a_tenant_the_application_reads_tenants_and_nothing_else(work: Work) -> None:
    make.shop(work)
    with work.database.open() as db:
        assert db.value("select count(*) from tenants") > 0
        assert db.value("select count(*) from stores") == 0
