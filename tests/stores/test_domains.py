import pytest
from tests import make
from tests.people import Shop

from duka.kernel.errors import Forbidden
from duka.kernel.work import Work
from duka.stores import queries, resolving, service
from duka.stores.errors import HostInvalid, HostTaken, StoreNotFound
from duka.tenants import service as tenants


def host() -> str:
    return f"{make.unique('shop')}.example"


def test_a_host_leads_to_its_store(work: Work, shop: Shop) -> None:
    name = host()
    for _ in range(2):
        service.set_domain(work, shop.caller, shop.store, f"{name.upper()}.:8000")
    place = resolving.resolve_host(work, f"{name}:443")
    assert place is not None and place.store == shop.store and place.tenant.id == shop.tenant.id
    tenants.set_status(work, shop.tenant.id, "suspended")
    place = resolving.resolve_host(work, name)
    assert place is not None and place.tenant.status == "suspended"


@pytest.mark.parametrize(
    "name", ["", "nobody.example", "a/b", "1.2.3.4", "é" * 300 + ".com", "..", "[::1]:80"]
)
def test_a_strange_host_leads_nowhere(work: Work, name: str) -> None:
    assert resolving.resolve_host(work, name) is None


def test_the_newest_primary_host_is_the_only_one(work: Work, shop: Shop) -> None:
    first, second = host(), host()
    service.set_domain(work, shop.caller, shop.store, first)
    service.set_domain(work, shop.caller, shop.store, second)
    (summary,) = work.perform(shop.caller, queries.list_stores)
    assert summary.hosts == [second, first]


def test_a_host_of_another_tenant_is_taken(work: Work, shop: Shop, other_shop: Shop) -> None:
    name = host()
    service.set_domain(work, shop.caller, shop.store, name)
    with pytest.raises(HostTaken):
        service.set_domain(work, other_shop.caller, other_shop.store, name)
    place = resolving.resolve_host(work, name)
    assert place is not None and place.store == shop.store


def test_only_the_owner_of_a_store_names_its_host(work: Work, shop: Shop, other_shop: Shop) -> None:
    with pytest.raises(StoreNotFound):
        service.set_domain(work, other_shop.caller, shop.store, host())
    with pytest.raises(Forbidden):
        service.set_domain(work, shop.shopper, shop.store, host())
    with pytest.raises(HostInvalid):
        service.set_domain(work, shop.caller, shop.store, "https://shop.example/")


def test_a_path_leads_to_a_store(work: Work, shop: Shop, other_shop: Shop) -> None:
    (mine,) = work.perform(shop.caller, queries.list_stores)
    place = resolving.resolve_path(work, shop.tenant.slug, mine.slug)
    assert place is not None and place.store == shop.store
    assert resolving.resolve_path(work, other_shop.tenant.slug, mine.slug) is None
    assert resolving.resolve_path(work, "nobody", mine.slug) is None
    assert resolving.resolve_path(work, shop.tenant.slug, "no store") is None
