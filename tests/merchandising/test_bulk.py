"""One change of many products: each by itself, told one by one, gone on with, undone."""

from typing import Any
from uuid import UUID

import pytest
from tests.catalog.merchant import STAFF, Merchant

from duka.catalog import service as catalog
from duka.catalog.errors import ProductNotFound
from duka.catalog.inputs import BulkChange, NewAttribute, NewCategory, PriceShift
from duka.catalog.staff_list_types import ProductFilter
from duka.kernel.context import Actor, Grant
from duka.kernel.errors import Forbidden
from duka.kernel.ids import parse, public
from duka.kernel.work import Caller
from duka.merchandising import bulk, queries
from duka.merchandising.errors import NothingAsked, NothingChosen, NothingToUndo, TooManyChosen
from duka.merchandising.inputs import NewBulkRun
from duka.merchandising.types import BulkRun
from duka.pricing import service as pricing
from duka.pricing.service import shifted


def started(merchant: Merchant, change: BulkChange, *ids: UUID, **more: Any) -> UUID:
    run = NewBulkRun(change, [public("prod", id) for id in ids], **more)
    return merchant.do(lambda ctx: bulk.start(ctx, run))


def done(merchant: Merchant, run_id: UUID) -> BulkRun:
    bulk.carry_on(merchant.work, merchant.tenant, run_id)
    return merchant.do(lambda ctx: queries.bulk_run(ctx, run_id))


def priced(merchant: Merchant, title: str, base: int, special: int | None = None) -> UUID:
    id = merchant.make(title, sold=True)
    variant = merchant.variants(id)[0].id
    merchant.do(lambda ctx: pricing.set_price(ctx, merchant.store, variant, base, special))
    return id


def test_what_can_be_changed_is_and_what_cannot_says_why(acorn: Merchant) -> None:
    ready, bare = priced(acorn, "Ready", 900), acorn.make("Bare")
    already = priced(acorn, "Already", 900)
    acorn.do(lambda ctx: catalog.activate_product(ctx, already))
    run = done(acorn, started(acorn, BulkChange(status="active"), ready, bare, already))
    assert (run.status, run.total, run.changed, run.unchanged, run.refused) == ("finished", 3, 1, 1, 1)
    told = {item.title: (item.outcome, item.code) for item in run.items}
    assert told == {
        "Ready": ("changed", ""),
        "Bare": ("refused", "ProductHasNoPrice"),
        "Already": ("unchanged", ""),
    }
    assert run.items[0].title == "Bare", "refused ones first"
    assert acorn.product(ready).status == "active" and acorn.product(bare).status == "draft"


def test_every_change_there_is(acorn: Merchant) -> None:
    hats = public("cat", acorn.do(lambda ctx: catalog.create_category(ctx, NewCategory("Hats"))))
    bags = public("cat", acorn.do(lambda ctx: catalog.create_category(ctx, NewCategory("Bags"))))
    acorn.do(
        lambda ctx: catalog.create_attribute(
            ctx, NewAttribute("fabric", "Fabric", "choice", ["wax", "linen"])
        )
    )
    second = public("store", acorn.second)
    id = acorn.make("Hat", sold=True, tags=["old", "Summer"], categories=[bags])
    change = BulkChange(
        add_categories=[hats],
        remove_categories=[bags],
        add_stores=[second],
        remove_stores=[public("store", acorn.store)],
        add_tags=["new", "summer"],
        remove_tags=["OLD"],
        tax_class="reduced",
        vendor="Baobab",
        attributes={"fabric": "linen"},
    )
    run = done(acorn, started(acorn, change, id))
    assert run.changed == 1, run.items
    product = acorn.product(id)
    assert (sorted(map(str.lower, product.tags)), product.tax_class, product.vendor) == (
        ["new", "summer"],
        "reduced",
        "Baobab",
    )
    assert product.attributes == {"fabric": "linen"}
    (stored,) = acorn.rows("select store_id from store_products where tenant_id = %(tenant)s")
    assert public("store", stored.store_id) == second
    (shelf,) = acorn.rows("select category_id from product_categories where tenant_id = %(tenant)s")
    assert public("cat", shelf.category_id) == hats
    again = done(acorn, started(acorn, change, id))
    assert (again.changed, again.unchanged) == (0, 1)
    without = done(acorn, started(acorn, BulkChange(attributes={"fabric": None}), id))
    assert without.changed == 1 and acorn.product(id).attributes == {}


def test_prices_move_by_percent_and_amount_and_are_rounded(acorn: Merchant) -> None:
    assert shifted(1999, PriceShift("s", percent_hundredths=-1000)) == 1799
    assert shifted(1999, PriceShift("s", percent_hundredths=-1000, round_to_minor=50)) == 1800
    assert shifted(1000, PriceShift("s", amount_minor=-250)) == 750
    plain, special = priced(acorn, "Plain", 1000), priced(acorn, "Special", 1000, 900)
    shift = PriceShift(public("store", acorn.store), percent_hundredths=-2000)
    run = done(acorn, started(acorn, BulkChange(price=shift), plain, special))
    assert (run.changed, run.refused) == (1, 1)
    assert {item.title: item.code for item in run.items} == {"Special": "SpecialNotLower", "Plain": ""}
    prices = acorn.rows("select base_minor from prices where tenant_id = %(tenant)s order by base_minor")
    assert [p.base_minor for p in prices] == [800, 1000]
    variant = public("var", acorn.variants(plain)[0].id)
    before = next(item.before for item in run.items if item.title == "Plain")
    assert before == {"prices": {variant: 1000}}


def test_a_filter_chooses(acorn: Merchant, birch: Merchant) -> None:
    acorn.make("Wax dress", tags=["wax"])
    acorn.make("Linen shirt")
    birch.make("Theirs", tags=["wax"])
    run = done(acorn, started(acorn, BulkChange(status="archived"), filter=ProductFilter(tag="wax")))
    assert [item.title for item in run.items] == ["Wax dress"]


def test_a_run_that_was_stopped_goes_on(acorn: Merchant) -> None:
    made = [acorn.make(f"Product {n}") for n in range(3)]
    run_id = started(acorn, BulkChange(add_tags=["x"]), *made)
    caller = acorn.do(lambda ctx: bulk._asker(ctx, run_id))
    assert acorn.work.perform(caller, lambda ctx: bulk._next(ctx, run_id))
    half = acorn.do(lambda ctx: queries.bulk_run(ctx, run_id))
    assert (half.status, half.done) == ("running", 1)
    whole = done(acorn, run_id)
    assert (whole.status, whole.done, whole.changed) == ("finished", 3, 3)
    assert [acorn.product(id).version for id in made] == [2, 2, 2], "nobody was changed twice"
    assert done(acorn, run_id) == whole


def test_many_are_left_to_a_job_in_the_name_of_who_asked(acorn: Merchant) -> None:
    for n in range(bulk.AT_ONCE + 1):
        acorn.make(f"Product {n}")
    run = NewBulkRun(BulkChange(add_tags=["x"]), filter=ProductFilter())
    asker = Caller(acorn.tenant, Actor("staff", UUID(int=7), "Awa"), STAFF, origin="192.0.2.1 Browser")
    run_id = acorn.work.perform(asker, lambda ctx: bulk.start(ctx, run))
    with acorn.work.database.platform() as tx:
        waiting = tx.value(
            "select count(*) from procrastinate_jobs where task_name = %(job)s and args ->> 'run_id' = %(run)s",
            job=bulk.JOB,
            run=str(run_id),
        )
    assert waiting == 1
    assert acorn.do(lambda ctx: queries.bulk_run(ctx, run_id)).done == 0
    assert done(acorn, run_id).changed == bulk.AT_ONCE + 1
    notes = acorn.rows(
        "select distinct actor_name, origin from audit_log where tenant_id = %(tenant)s and action = 'product.updated'"
    )
    assert [(n.actor_name, n.origin) for n in notes] == [("Awa", "192.0.2.1 Browser")]


def test_statuses_are_given_back_where_nobody_changed_them_since(acorn: Merchant) -> None:
    draft, sold = acorn.make("Draft"), priced(acorn, "Sold", 900)
    acorn.do(lambda ctx: catalog.activate_product(ctx, sold))
    run = done(acorn, started(acorn, BulkChange(status="archived"), draft, sold))
    assert run.can_be_undone
    acorn.do(lambda ctx: catalog.deactivate_product(ctx, draft))
    undone = done(acorn, acorn.do(lambda ctx: bulk.undo(ctx, parse("bulk", run.id))))
    assert (undone.undoes, undone.changed, undone.refused) == (run.id, 1, 1)
    assert acorn.product(sold).status == "active" and acorn.product(draft).status == "draft"
    with pytest.raises(NothingToUndo):
        acorn.do(lambda ctx: bulk.undo(ctx, parse("bulk", run.id)))
    with pytest.raises(NothingToUndo):
        acorn.do(lambda ctx: bulk.undo(ctx, parse("bulk", undone.id)))


def test_what_is_refused_before_it_begins(
    acorn: Merchant, birch: Merchant, monkeypatch: pytest.MonkeyPatch
) -> None:
    id, theirs = acorn.make("Mine"), birch.make("Theirs")
    with pytest.raises(NothingAsked):
        started(acorn, BulkChange(), id)
    with pytest.raises(NothingChosen):
        started(acorn, BulkChange(status="archived"))
    with pytest.raises(NothingChosen):
        started(acorn, BulkChange(status="archived"), filter=ProductFilter(tag="nothing"))
    with pytest.raises(ProductNotFound):
        started(acorn, BulkChange(status="archived"), theirs)
    monkeypatch.setattr(bulk, "MOST", 0)
    with pytest.raises(TooManyChosen):
        started(acorn, BulkChange(status="archived"), id)
    assert acorn.rows("select id from bulk_runs where tenant_id = %(tenant)s") == []


def test_other_stores_stay_closed(acorn: Merchant) -> None:
    id = acorn.make("Robe", sold=True)
    grant = Grant(STAFF, frozenset({acorn.second}))
    caller = Caller(acorn.tenant, Actor("staff"), STAFF, grants=(grant,))
    closed = public("store", acorn.store)
    for change in (
        BulkChange(price=PriceShift(closed, amount_minor=1)),
        BulkChange(remove_stores=[closed]),
        BulkChange(add_stores=[closed]),
    ):
        with pytest.raises(Forbidden):
            run = NewBulkRun(change, [public("prod", id)])
            acorn.work.perform(caller, lambda ctx, r=run: bulk.start(ctx, r))  # type: ignore[misc]
