"""A store made from another, filled, closed and opened again."""

from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, fill, order_id
from tests.policies.deciding import decide

from duka.access.inputs import GrantInput
from duka.carts import terms
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.work import Work
from duka.merchandising import store_copies, store_goods
from duka.merchandising.store_inputs import PARTS, CatalogueChange, CatalogueChanged, NewStoreCopy
from duka.orders import service as orders
from duka.orders import store_standing
from duka.settings import queries as settings
from duka.settings import service as setting_verbs
from duka.stores import queries as stores
from duka.stores import service as store_verbs
from duka.stores.errors import StoreClosed, StoreNotFound, StoreSlugTaken
from duka.stores.inputs import StoreChange
from duka.stores.pages import service as pages
from duka.stores.pages.types import NewPage
from duka.stores.sections import RETURNS
from duka.stores.service import opening
from duka.tenants import queries as tenant_queries


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    made = Bazaar(work).build()
    made.product(price=4000)
    made.product(price=9000)
    return made


def clone(bazaar: Bazaar, **changes: Any) -> UUID:
    new = NewStoreCopy(**{"slug": make.unique("copy"), "name": "Second", **changes})
    made: UUID = bazaar.staff(lambda ctx: store_copies.clone(ctx, bazaar.store, new))
    return made


def shown(bazaar: Bazaar, store: UUID) -> list[tuple[bool, int | None]]:
    rows = bazaar.perform(
        lambda ctx: ctx.db.all(
            """select is_visible, price_minor from store_products
               where tenant_id = %(tenant)s and store_id = %(store)s order by price_minor""",
            store=store,
        )
    )
    return [tuple(row) for row in rows]


def test_a_copy_sells_what_its_template_sells(bazaar: Bazaar) -> None:
    def decorate(ctx: Context) -> None:
        version = ctx.db.value(
            "select version from stores where tenant_id = %(tenant)s and id = %(id)s", id=bazaar.store
        )
        change = StoreChange(
            theme={"preset": "market", "accent": "#0b6e4f"}, texts={"en": {"terms": "<p>Pay</p>"}}
        )
        store_verbs.update(ctx, bazaar.store, change, version)
        setting_verbs.save(ctx, RETURNS, bazaar.store, {"return_days": 21}, 0)
        pages.create(ctx, bazaar.store, NewPage(title="Our farm", is_visible=True))

    bazaar.staff(decorate)
    copy = clone(bazaar)
    first, second = (bazaar.staff(lambda ctx, s=s: stores.store(ctx, s)) for s in (bazaar.store, copy))
    assert second.theme == first.theme and second.theme.preset == "market"
    assert (second.currency, second.locales, second.texts.terms) == (
        first.currency,
        first.locales,
        first.texts.terms,
    )
    assert second.payment_methods == first.payment_methods and second.ships_to == first.ships_to
    assert [page.slug for page in second.pages] == ["our-farm"]
    assert shown(bazaar, copy) == shown(bazaar, bazaar.store) == [(True, 4000), (True, 9000)]
    of = [bazaar.staff(lambda ctx, s=s: terms.of(ctx, s)) for s in (bazaar.store, copy)]
    kept = ("code", "kind", "price_minor", "free_over_minor", "location_id")
    assert [[{k: r[k] for k in kept} for r in t.selling.shipping_rates] for t in of[:1]] == [
        [{k: r[k] for k in kept} for r in t.selling.shipping_rates] for t in of[1:]
    ]
    assert [t.rate_ppm for t in of[0].selling.tax_rates] == [t.rate_ppm for t in of[1].selling.tax_rates]
    assert bazaar.staff(lambda ctx: settings.section(ctx, RETURNS, copy)).return_days == 21
    entry = bazaar.row(
        "select details from audit_log where tenant_id = %(tenant)s and action = 'store.cloned'"
    )
    assert entry.details["parts"] == sorted(PARTS)
    bazaar.staff(lambda ctx: pages.create(ctx, copy, NewPage(title="Only here")))
    assert len(bazaar.staff(lambda ctx: stores.store(ctx, bazaar.store)).pages) == 1


def test_parts_may_be_left_out(bazaar: Bazaar) -> None:
    bare = clone(bazaar, parts=[])
    face = bazaar.staff(lambda ctx: stores.store(ctx, bare))
    assert face.payment_methods == [] and face.ships_to == [] and shown(bazaar, bare) == []
    goods = clone(bazaar, parts=["catalogue"])
    assert shown(bazaar, goods) == [(True, None), (True, None)]


def test_amounts_stay_in_their_currency(bazaar: Bazaar) -> None:
    with pytest.raises(InvalidInput) as refused:
        clone(bazaar, currency="EUR", country="FR")
    assert "prices and shipping" in str(refused.value)
    other = clone(
        bazaar, currency="EUR", country="FR", parts=["settings", "appearance", "payments", "catalogue"]
    )
    assert bazaar.staff(lambda ctx: stores.store(ctx, other)).currency == "EUR"
    with pytest.raises(InvalidInput):
        clone(bazaar, parts=["prices"])


def test_what_a_policy_forbids_by_now_is_left_out(bazaar: Bazaar) -> None:
    decide(bazaar.work, bazaar.tenant, "payment_methods_allowed", codes=["bank_transfer"])
    decide(bazaar.work, bazaar.tenant, "shipping_options_allowed", codes=["flat", "free"])
    copy = clone(bazaar)
    kept = bazaar.value(
        "select array_agg(provider) from payment_methods where tenant_id = %(tenant)s and store_id = %(s)s",
        s=copy,
    )
    assert kept == ["bank_transfer"]
    assert [r["code"] for r in bazaar.staff(lambda ctx: terms.of(ctx, copy)).selling.shipping_rates] == [
        "courier"
    ]


def test_who_may_not_make_stores_copies_none(bazaar: Bazaar, work: Work) -> None:
    slug = bazaar.staff(lambda ctx: stores.store(ctx, bazaar.store)).slug
    with pytest.raises(StoreSlugTaken):
        clone(bazaar, slug=slug)
    stranger = Bazaar(work).build()
    with pytest.raises(StoreNotFound):
        bazaar.staff(lambda ctx: store_copies.clone(ctx, stranger.store, NewStoreCopy(slug="x", name="X")))
    before = bazaar.value("select count(*) from stores where tenant_id = %(tenant)s")
    tenant = tenant_queries.find_by_id(work, bazaar.tenant)
    assert tenant is not None
    here = GrantInput("manager", stores=[ids.public("store", bazaar.store)])
    limited = make.staff(work, tenant, here)
    with pytest.raises(Forbidden):
        work.perform(
            limited, lambda ctx: store_copies.clone(ctx, bazaar.store, NewStoreCopy(slug="y", name="Y"))
        )
    assert bazaar.value("select count(*) from stores where tenant_id = %(tenant)s") == before


def test_goods_come_and_leave_at_once(bazaar: Bazaar) -> None:
    copy = clone(bazaar, parts=[])

    def change(**asked: Any) -> CatalogueChanged:
        wanted = CatalogueChange(**asked)
        found: CatalogueChanged = bazaar.staff(lambda ctx: store_goods.change(ctx, copy, wanted))
        return found

    come = change(action="add")
    assert (come.changed, come.without_price) == (2, 2)
    assert change(action="add").changed == 0
    assert change(action="add", is_visible=False).changed == 2
    assert change(action="remove", goods="store", of=ids.public("store", bazaar.store)).changed == 2
    assert shown(bazaar, copy) == [] and len(shown(bazaar, bazaar.store)) == 2
    for wrong in ({"goods": "category"}, {"goods": "category", "of": ids.public("cat", ids.new_id())}):
        with pytest.raises(InvalidInput):
            change(action="add", **wrong)
    events = bazaar.events("store.updated")
    assert len(events) >= 3


def test_a_closed_store_sells_nothing_and_its_orders_finish(bazaar: Bazaar) -> None:
    goods = bazaar.product()
    order = buy(bazaar, (goods, 1))
    standing = bazaar.staff(lambda ctx: store_standing.of(ctx, bazaar.store))
    assert (standing.orders_under_way, standing.products) == (1, 3)
    with pytest.raises(VersionConflict):
        bazaar.staff(lambda ctx: opening.close(ctx, bazaar.store, "Holidays", standing.version + 5))
    closed = bazaar.staff(lambda ctx: opening.close(ctx, bazaar.store, "Holidays", standing.version))
    assert bazaar.staff(lambda ctx: opening.close(ctx, bazaar.store, "twice", 0)) == closed
    with pytest.raises(StoreClosed):
        bazaar.shop(lambda ctx: stores.store(ctx, bazaar.store))
    with pytest.raises((StoreClosed, StoreNotFound)):
        fill(bazaar, (goods, 1))
    bazaar.staff(lambda ctx: orders.prepare(ctx, order_id(order)))
    bazaar.staff(lambda ctx: orders.ship(ctx, order_id(order), "DHL", "1"))
    entry = bazaar.row(
        "select details from audit_log where tenant_id = %(tenant)s and action = 'store.closed'"
    )
    assert entry.details["why"] == "Holidays"
    bazaar.staff(lambda ctx: opening.reopen(ctx, bazaar.store, "Back", closed))
    assert bazaar.shop(lambda ctx: stores.store(ctx, bazaar.store)).id


def test_stock_of_its_own(bazaar: Bazaar) -> None:
    before = bazaar.staff(lambda ctx: store_standing.of(ctx, bazaar.store))
    assert (before.stock.mode, before.stock.in_stock_shared, before.stock.in_stock_dedicated) == (
        "shared",
        2,
        0,
    )
    with pytest.raises(InvalidInput):
        bazaar.staff(lambda ctx: opening.keep_stock(ctx, bazaar.store, "dedicated", [], before.version))
    after = bazaar.staff(
        lambda ctx: opening.keep_stock(ctx, bazaar.store, "dedicated", [bazaar.thies], before.version)
    )
    now = bazaar.staff(lambda ctx: store_standing.of(ctx, bazaar.store))
    assert (now.stock.mode, now.stock.dedicated_locations, now.stock.in_stock_dedicated) == (
        "dedicated",
        1,
        0,
    )
    selling = bazaar.staff(lambda ctx: stores.selling(ctx, bazaar.store))
    assert [place.id for place in selling.locations] == [bazaar.thies]
    bazaar.staff(lambda ctx: opening.keep_stock(ctx, bazaar.store, "shared", [], after))
    assert len(bazaar.staff(lambda ctx: stores.selling(ctx, bazaar.store)).locations) == 2


def test_standing_is_one_statement_and_another_companys_is_not_there(bazaar: Bazaar, work: Work) -> None:
    bazaar.staff(lambda ctx: store_standing.of(ctx, bazaar.store))
    assert work.last_statements <= 2
    stranger = Bazaar(work).build()
    with pytest.raises(StoreNotFound):
        stranger.staff(lambda ctx: store_standing.of(ctx, bazaar.store))
    with pytest.raises(StoreNotFound):
        stranger.staff(lambda ctx: opening.close(ctx, bazaar.store, "", 1))
