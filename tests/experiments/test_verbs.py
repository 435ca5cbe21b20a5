"""Planning, starting, stopping and deciding."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.conftest import Clock
from tests.experiments.conftest import NOW, Plan, plan_of
from tests.people import Shop

from duka.experiments import lists, queries, service, watching
from duka.experiments.errors import (
    AnotherRunning,
    ExperimentNotFound,
    ExperimentStatusWrong,
    ExperimentUnderWay,
    NothingToCompare,
    PriceListNotForThis,
    WinnerUnknown,
)
from duka.experiments.inputs import DecisionInput, ExperimentInput, ExperimentVariantInput
from duka.experiments.types import Experiment, ExperimentGuard, ExperimentShown
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.work import Work


def look(work: Work, shop: Shop, id: UUID) -> Experiment:
    return work.perform(shop.caller, lambda ctx: queries.experiment(ctx, id))


def happened(work: Work, shop: Shop, id: UUID) -> list[str]:
    def ask(ctx: Context) -> list[str]:
        rows = ctx.db.all(
            "select type from events where tenant_id = %(tenant)s and aggregate_id = %(id)s order by occurred_at, id",
            id=id,
        )
        return [row.type for row in rows]

    return work.perform(shop.caller, ask)


def do(work: Work, shop: Shop, verb: Callable[..., Any], id: UUID, *more: Any) -> None:
    work.perform(shop.caller, lambda ctx: verb(ctx, id, *more))


def test_from_draft_to_decision(work: Work, shop: Shop, plan: Plan) -> None:
    id = plan(guards=[ExperimentGuard("orders", 20)], hypothesis=" People like free things. ")
    draft = look(work, shop, id)
    assert (draft.status, draft.hypothesis) == ("draft", "People like free things.")
    assert [v.name for v in draft.variants] == ["A", "B"]
    assert draft.variants[1].shown.announcement == {"en": "Free delivery this week"}
    do(work, shop, service.start, id)
    do(work, shop, service.pause, id)
    do(work, shop, service.resume, id)
    do(work, shop, service.stop, id)
    do(work, shop, service.decide, id, DecisionInput(winner_id=draft.variants[1].id, decision="Keep it."))
    decided = look(work, shop, id)
    assert (decided.status, decided.winner_id, decided.decision) == (
        "decided",
        draft.variants[1].id,
        "Keep it.",
    )
    steps = ["started", "paused", "resumed", "stopped", "decided"]
    assert happened(work, shop, id) == [f"experiment.{step}" for step in steps]


@pytest.mark.parametrize("verb", [service.start, service.pause, service.resume, service.stop, service.delete])
def test_a_stranger_finds_nothing(work: Work, shop: Shop, other_shop: Shop, plan: Plan, verb: Any) -> None:
    id = plan()
    with pytest.raises(ExperimentNotFound):
        do(work, other_shop, verb, id)
    assert look(work, shop, id).status == "draft"


def test_it_needs_the_permission(work: Work, shop: Shop) -> None:
    reader = msgspec.structs.replace(shop.caller, permissions=frozenset({"experiments:read", "stores:read"}))
    with pytest.raises(Forbidden):
        work.perform(reader, lambda ctx: service.create(ctx, plan_of(shop)))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (
            {
                "variants": [
                    ExperimentVariantInput(name="A", share=5000),
                    ExperimentVariantInput(name="B", share=4000),
                ]
            },
            "variants",
        ),
        (
            {
                "variants": [
                    ExperimentVariantInput(name="A", share=5000),
                    ExperimentVariantInput(name=" a", share=5000),
                ]
            },
            "variants",
        ),
        ({"measure": "clicks"}, "measure"),
        ({"name": "  "}, "name"),
        ({"starts_at": NOW, "ends_at": NOW}, "ends_at"),
        ({"guards": [ExperimentGuard("orders"), ExperimentGuard("orders")]}, "guards"),
        ({"kind": "ranking"}, "variants.1.shown"),
        (
            {
                "variants": [
                    ExperimentVariantInput(name="A", share=5000, shown=ExperimentShown(title={"en": "x"})),
                    ExperimentVariantInput(name="B", share=5000),
                ]
            },
            "variants.0.shown",
        ),
    ],
)
def test_what_makes_no_sense_is_refused(work: Work, shop: Shop, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        work.perform(shop.caller, lambda ctx: service.create(ctx, plan_of(shop, **wrong)))
    assert field in refusal.value.fields["errors"]  # type: ignore[operator]


def test_a_variant_must_show_something_else(work: Work, shop: Shop, plan: Plan) -> None:
    id = plan(
        variants=[ExperimentVariantInput(name="A", share=5000), ExperimentVariantInput(name="B", share=5000)]
    )
    with pytest.raises(NothingToCompare):
        do(work, shop, service.start, id)


def test_two_of_a_kind_do_not_run_at_once(work: Work, shop: Shop, plan: Plan, begin: Plan) -> None:
    first, second = begin(name="The first"), plan(name="The second")
    with pytest.raises(AnotherRunning) as refusal:
        do(work, shop, service.start, second)
    assert refusal.value.fields == {"name": "The first"}
    do(work, shop, service.pause, first)
    with pytest.raises(AnotherRunning):
        do(work, shop, service.start, second)
    do(work, shop, service.stop, first)
    do(work, shop, service.start, second)
    assert look(work, shop, second).status == "running"


def test_statuses_follow_each_other(work: Work, shop: Shop, plan: Plan) -> None:
    id = plan()
    for verb in (service.pause, service.resume, service.stop):
        with pytest.raises(ExperimentStatusWrong):
            do(work, shop, verb, id)
    with pytest.raises(ExperimentStatusWrong):
        do(work, shop, service.decide, id, DecisionInput())
    do(work, shop, service.start, id)
    with pytest.raises(ExperimentStatusWrong):
        do(work, shop, service.start, id)
    do(work, shop, service.stop, id)
    with pytest.raises(WinnerUnknown):
        do(work, shop, service.decide, id, DecisionInput(winner_id=ids.public("expv", new_id())))


def sent(found: Experiment, **changes: Any) -> ExperimentInput:
    """What the console sends of an experiment as it was read, with changes."""
    fields = {
        name: getattr(found, name)
        for name in (
            "name",
            "hypothesis",
            "store_id",
            "kind",
            "measure",
            "audience",
            "least_percent",
            "guards",
        )
    }
    variants = [
        ExperimentVariantInput(**{n: getattr(v, n) for n in ExperimentVariantInput.__struct_fields__})
        for v in found.variants
    ]
    starts = msgspec.convert(found.starts_at, Any)
    raw = {**fields, "variants": variants, "starts_at": starts, "ends_at": found.ends_at, **changes}
    return msgspec.convert(msgspec.to_builtins(raw), ExperimentInput)


def test_a_draft_is_replaced_and_its_variants_keep_their_ids(work: Work, shop: Shop, plan: Plan) -> None:
    id = plan()
    found = look(work, shop, id)
    b = ExperimentVariantInput(
        id=found.variants[1].id, name="B2", share=3000, shown=ExperimentShown(announcement={"en": "!"})
    )
    c = ExperimentVariantInput(name="C", share=3000, shown=ExperimentShown(title={"en": "?"}))
    a = ExperimentVariantInput(id=found.variants[0].id, name="A", share=4000)
    do(work, shop, service.update, id, sent(found, variants=[a, c, b], name="Other"), found.version)
    after = look(work, shop, id)
    assert [(v.name, v.share) for v in after.variants] == [("A", 4000), ("C", 3000), ("B2", 3000)]
    assert (after.variants[2].id, after.name) == (found.variants[1].id, "Other")
    with pytest.raises(VersionConflict):
        do(work, shop, service.update, id, sent(after), found.version)


def test_what_the_figures_rest_on_stays_while_it_runs(work: Work, shop: Shop, begin: Plan) -> None:
    id = begin()
    found = look(work, shop, id)
    do(
        work,
        shop,
        service.update,
        id,
        sent(found, name="Renamed", guards=[ExperimentGuard("errors", 2)]),
        found.version,
    )
    after = look(work, shop, id)
    assert (after.name, after.guards) == ("Renamed", [ExperimentGuard("errors", 2)])
    with pytest.raises(ExperimentUnderWay):
        do(work, shop, service.update, id, sent(after, audience=5000), after.version)
    with pytest.raises(ExperimentUnderWay):
        do(work, shop, service.delete, id)
    do(work, shop, service.stop, id)
    stopped = look(work, shop, id)
    with pytest.raises(ExperimentStatusWrong):
        do(work, shop, service.update, id, sent(stopped), stopped.version)


def test_deleted_is_gone(work: Work, shop: Shop, plan: Plan) -> None:
    id = plan()
    do(work, shop, service.delete, id)
    with pytest.raises(ExperimentNotFound):
        look(work, shop, id)


def test_it_ends_by_itself(work: Work, shop: Shop, clock: Clock, begin: Plan) -> None:
    clock.now = NOW
    id = begin(ends_at=NOW + timedelta(days=14))
    work.perform(shop.caller, watching.watch)
    assert look(work, shop, id).status == "running"
    clock.now = NOW + timedelta(days=14)
    work.perform(shop.caller, watching.watch)
    assert look(work, shop, id).status == "stopped"
    assert happened(work, shop, id) == ["experiment.started", "experiment.stopped"]


def test_the_list_shows_own_experiments_in_pages(
    work: Work, shop: Shop, other_shop: Shop, plan: Plan
) -> None:
    made = [ids.public("exp", plan(name=f"No {n}")) for n in range(3)]
    first = work.perform(shop.caller, lambda ctx: queries.list_experiments(ctx, limit=2))
    rest = work.perform(shop.caller, lambda ctx: queries.list_experiments(ctx, cursor=first.next))
    assert [e.id for e in [*first.items, *rest.items]] == made[::-1]
    assert rest.next is None
    assert work.perform(other_shop.caller, queries.list_experiments).items == []
    assert work.perform(shop.caller, lambda ctx: queries.list_experiments(ctx, status="running")).items == []


def price_list(work: Work, shop: Shop, store: UUID | None = None) -> UUID:
    """A price list of the shop, as its own module writes one."""
    id = new_id()

    def write(ctx: Context) -> None:
        ctx.db.run(
            """insert into price_lists (tenant_id, id, name, currency, store_id, percent_ppm, created_at, updated_at)
               values (%(tenant)s, %(id)s, 'Ten less', 'EUR', %(store)s, -100000, %(now)s, %(now)s)""",
            id=id, store=store, now=ctx.now,
        )  # fmt: skip

    work.perform(shop.caller, write)
    return id


def state(work: Work, shop: Shop, id: UUID) -> tuple[bool, bool]:
    """(is it of a variant, is it in use)."""

    def ask(ctx: Context) -> tuple[bool, bool]:
        row = ctx.db.one(
            "select variant_id, is_active from price_lists where tenant_id = %(tenant)s and id = %(id)s",
            id=id,
        )
        assert row is not None
        return row.variant_id is not None, row.is_active

    return work.perform(shop.caller, ask)


def prices(list_id: UUID) -> dict[str, Any]:
    shown = [ids.public("plist", list_id)]
    variants = [
        ExperimentVariantInput(name="A", share=5000),
        ExperimentVariantInput(name="B", share=5000, price_list_ids=shown),
    ]
    return {"kind": "price", "measure": "revenue", "variants": variants}


@pytest.mark.parametrize(("adopt", "after"), [(True, (False, True)), (False, (False, False))])
def test_the_winners_prices_become_everybodys_or_end(
    work: Work, shop: Shop, begin: Plan, adopt: bool, after: tuple[bool, bool]
) -> None:
    cheaper = price_list(work, shop)
    id = begin(**prices(cheaper))
    assert state(work, shop, cheaper) == (True, True)
    do(work, shop, service.stop, id)
    winner = look(work, shop, id).variants[1].id
    do(work, shop, service.decide, id, DecisionInput(winner_id=winner, adopt=adopt))
    assert state(work, shop, cheaper) == after


def test_a_list_that_leaves_its_variant_is_nobodys(work: Work, shop: Shop, plan: Plan) -> None:
    cheaper = price_list(work, shop)
    id = plan(**prices(cheaper))
    found = look(work, shop, id)
    assert found.variants[1].price_list_ids == [ids.public("plist", cheaper)]
    with pytest.raises(PriceListNotForThis):
        plan(**prices(cheaper))
    do(work, shop, service.delete, id)
    assert state(work, shop, cheaper) == (False, False)


def test_lists_of_other_stores_and_strangers_are_refused(
    work: Work, shop: Shop, other_shop: Shop, plan: Plan
) -> None:
    theirs = price_list(work, other_shop)
    with pytest.raises(PriceListNotForThis):
        plan(**prices(theirs))
    assert state(work, other_shop, theirs) == (False, True)
    with pytest.raises(PriceListNotForThis):
        work.perform(shop.caller, lambda ctx: lists.give(ctx, shop.store, {new_id(): [theirs]}))
