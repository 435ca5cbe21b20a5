"""A run: what it counts, what it leaves out, and how it takes the place of the last one."""

import pytest
from tests import make
from tests.checkout.bazaar import Bazaar
from tests.recommendations.ground import computed, ordered, product_of

from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.work import Work
from duka.recommendations import chosen, counting, runs, tuning
from duka.recommendations.errors import RunUnderWay
from duka.recommendations.types import ProductRecommendations, Tuning


def found(bazaar: Bazaar, variant: object) -> ProductRecommendations:
    product = product_of(bazaar, variant)  # type: ignore[arg-type]
    answer: ProductRecommendations = bazaar.staff(lambda ctx: chosen.of_product(ctx, product))
    return answer


def together(bazaar: Bazaar, variant: object) -> list[tuple[str, int, float, float]]:
    return [
        (one.product.slug, one.orders, round(one.confidence, 3), round(one.lift, 3))
        for one in found(bazaar, variant).computed
        if one.kind == "together"
    ]


def test_support_confidence_and_lift_are_what_they_say(bazaar: Bazaar) -> None:
    a, b, c, d = (bazaar.product() for _ in range(4))
    ordered(bazaar, [[a, b]] * 4 + [[a, c]] + [[c]] * 2 + [[d]] * 3)
    run = computed(bazaar)
    assert (run.status, run.is_live, run.orders, run.lines, run.products) == ("finished", True, 10, 15, 4)
    assert run.steps_done == run.steps
    # 10 orders, a in 5, b in 4, both in 4: 4/5 of a's orders; 4 / (5 * 4 / 10) = 2 times as often as by chance
    assert together(bazaar, a) == [("p2", 4, 0.8, 2.0)]
    assert together(bazaar, b) == [("p1", 4, 1.0, 2.0)]
    assert together(bazaar, c) == []


def test_what_is_bought_by_everybody_goes_with_nothing_in_particular(bazaar: Bazaar) -> None:
    bag, tea, cup = (bazaar.product() for _ in range(3))
    others = [bazaar.product() for _ in range(10)]
    ordered(bazaar, [[bag, tea, cup]] * 6 + [[bag, other] for other in others for _ in range(4)])
    computed(bazaar)
    assert [slug for slug, *_ in together(bazaar, tea)] == ["p3"]


def test_cancelled_unplaced_and_old_orders_do_not_count(bazaar: Bazaar) -> None:
    a, b, c = (bazaar.product() for _ in range(3))
    ordered(bazaar, [[a, b]] * 5, status="cancelled")
    ordered(bazaar, [[a, b]] * 5, status="open", placed=False)
    ordered(bazaar, [[a, b]] * 5, days_ago=400)
    ordered(bazaar, [[c]] * 5)
    assert computed(bazaar).orders == 5
    assert together(bazaar, a) == []


def test_old_orders_count_less_with_a_half_life(bazaar: Bazaar) -> None:
    a, b, c, d = (bazaar.product() for _ in range(4))
    ordered(bazaar, [[a, b]] * 6, days_ago=300)
    ordered(bazaar, [[a, c]] * 4, days_ago=1)
    ordered(bazaar, [[d]] * 40, days_ago=1)
    computed(bazaar)
    assert [slug for slug, *_ in together(bazaar, a)] == ["p2", "p3"]
    bazaar.staff(lambda ctx: tuning.tune(ctx, Tuning(half_life_days=30, minimum_lift=1), 0))
    computed(bazaar)
    assert [slug for slug, *_ in together(bazaar, a)] == ["p3", "p2"]


def test_too_few_orders_are_no_pattern(bazaar: Bazaar) -> None:
    a, b, c = (bazaar.product() for _ in range(3))
    ordered(bazaar, [[a, b]] * 2 + [[c]] * 10)
    computed(bazaar)
    assert together(bazaar, a) == []
    bazaar.staff(lambda ctx: tuning.tune(ctx, Tuning(minimum_orders=2), 0))
    computed(bazaar)
    assert [slug for slug, *_ in together(bazaar, a)] == ["p2"]


def test_an_order_of_very_many_things_counts_with_some_of_them(bazaar: Bazaar) -> None:
    goods = [bazaar.product(stock=None) for _ in range(counting.MOST_IN_ORDER + 5)]
    ordered(bazaar, [goods, goods[: counting.MOST_IN_ORDER]])
    run = computed(bazaar)
    assert (run.orders, run.lines, run.capped_orders) == (2, 2 * counting.MOST_IN_ORDER, 1)


def test_slices_find_the_same(bazaar: Bazaar) -> None:
    goods = [bazaar.product(stock=None, vendor="Awa") for _ in range(8)]
    ordered(bazaar, [goods[n : n + 3] for n in range(6)] * 4)
    computed(bazaar)
    whole = [found(bazaar, one) for one in goods]
    run = computed(bazaar, rows=20)
    assert run.steps > 8
    assert run.steps_done == run.steps
    assert [found(bazaar, one) for one in goods] == whole


def test_similar_is_what_shares_much_at_a_near_price(bazaar: Bazaar) -> None:
    tea = bazaar.product(3000, vendor="Awa", kind="tea", tags=["green"])
    near = bazaar.product(3200, vendor="Awa", kind="tea", tags=["green"])
    dear = bazaar.product(30000, vendor="Awa", kind="tea", tags=["green"])
    half = bazaar.product(3000, vendor="Awa", kind="tea", tags=["black"])
    for _ in range(4):
        bazaar.product(3000, vendor="Moussa", kind="soap", tags=["black"])
    computed(bazaar)
    similar = [one for one in found(bazaar, tea).computed if one.kind == "similar"]
    assert [one.product.slug for one in similar] == ["p2", "p3", "p4"]
    assert similar[0].score > 0.95
    assert (near, dear, half) != (tea, tea, tea)


def test_the_new_takes_the_place_of_the_old_and_the_work_tables_are_empty(bazaar: Bazaar) -> None:
    a, b = bazaar.product(), bazaar.product()
    ordered(bazaar, [[a, b]] * 3 + [[bazaar.product()]] * 3)
    first, second = computed(bazaar), computed(bazaar)
    assert first.together_pairs == second.together_pairs == 2
    listed = bazaar.staff(lambda ctx: runs.list_runs(ctx)).items
    assert [(run.id, run.is_live) for run in listed] == [(second.id, True), (first.id, False)]
    kept = bazaar.value(
        "select count(distinct run_id) from recommendation_pairs where tenant_id = %(tenant)s"
    )
    assert kept == 1
    for table in counting.WORK_TABLES:
        assert bazaar.value(f"select count(*) from {table} where tenant_id = %(tenant)s") == 0


def test_one_run_at_a_time_and_a_dead_one_is_no_obstacle(bazaar: Bazaar) -> None:
    first = bazaar.staff(runs.start)
    with pytest.raises(RunUnderWay):
        bazaar.staff(runs.start)
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update recommendation_runs set created_at = %(at)s where tenant_id = %(tenant)s",
            at=ctx.now - 2 * runs.SILENT,
        )
    )
    second = bazaar.staff(runs.start)
    states = {run.id: run.status for run in bazaar.staff(lambda ctx: runs.list_runs(ctx)).items}
    assert sorted(states.values()) == ["failed", "waiting"]
    assert first != second


def test_a_run_that_was_done_is_not_done_again(bazaar: Bazaar) -> None:
    run_id = bazaar.staff(runs.start)
    runs.compute(bazaar.work, bazaar.tenant, run_id)
    before = bazaar.staff(lambda ctx: runs.run(ctx, run_id))
    runs.compute(bazaar.work, bazaar.tenant, run_id)
    assert bazaar.staff(lambda ctx: runs.run(ctx, run_id)) == before


def test_a_run_that_stopped_half_way_is_begun_again(bazaar: Bazaar) -> None:
    a, b = bazaar.product(), bazaar.product()
    ordered(bazaar, [[a, b]] * 3 + [[bazaar.product()]] * 3)
    run_id = bazaar.staff(runs.start)

    def half(ctx: Context) -> None:
        ctx.db.run(
            "update recommendation_runs set status = 'running', steps_done = 2 where tenant_id = %(tenant)s and id = %(id)s",
            id=run_id,
        )
        ctx.db.run(
            """insert into recommendation_pairs (tenant_id, run_id, kind, product_id, place, other_id, score)
               values (%(tenant)s, %(id)s, 'together', %(a)s, 1, %(b)s, 9)""",
            id=run_id,
            a=product_of(bazaar, a),
            b=product_of(bazaar, b),
        )
        counting.number_goods(ctx)

    bazaar.perform(half)
    runs.compute(bazaar.work, bazaar.tenant, run_id)
    run = bazaar.staff(lambda ctx: runs.run(ctx, run_id))
    assert (run.status, run.together_pairs) == ("finished", 2)
    assert together(bazaar, a) == [("p2", 3, 1.0, 2.0)]


def test_only_who_may_write_all_products_starts_a_run(work: Work, bazaar: Bazaar) -> None:
    with pytest.raises(Forbidden):
        bazaar.shop(runs.start)
    with pytest.raises(Forbidden):
        work.perform(make.caller(make.tenant(work), None, "products:read"), runs.start)


def test_a_run_is_in_the_trail(bazaar: Bazaar) -> None:
    computed(bazaar)
    rows = bazaar.perform(
        lambda ctx: ctx.db.all("select action from audit_log where tenant_id = %(tenant)s order by at, id")
    )
    assert [row.action for row in rows if row.action.startswith("recommendations.")] == [
        "recommendations.started",
        "recommendations.computed",
    ]
