"""Labels: bought once, whatever gets lost; taken back; printed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from tests import make
from tests.orders.desk import limited, somebody
from tests.shipping.carriers.counter import Counter, parcel
from tests.simulators.mischief import Trouble

from duka.access.roles import ROLES
from duka.kernel import ids
from duka.kernel.errors import Forbidden
from duka.shipping.carriers import label_queries, sweeper
from duka.shipping.carriers.errors import (
    CancelRefused,
    CarrierAccountMissing,
    LabelAlreadyThere,
    LabelNotBought,
    LabelNotFound,
    NotOffered,
    ParcelRefused,
)
from duka.shipping.carriers.service import accounts, labels
from duka.shipping.carriers.types import Place
from duka.shipping.carriers.views import ShippingLabel


def id_of(label: ShippingLabel) -> UUID:
    return ids.parse("label", label.id)


def said(counter: Counter, *types: str) -> list[str]:
    return [
        type for type in counter.bazaar.events() if type in (types or ("label.bought", "label.cancelled"))
    ]


def sweep(counter: Counter, **later: float) -> None:
    counter.later(**later)
    sweeper.sweep(counter.bazaar.work, counter.desk)


def test_a_label_is_bought(counter: Counter) -> None:
    asked = counter.asked(counter.connect())
    label = counter.buy(asked)
    assert (label.status, label.carrier, label.cost_minor, label.currency, label.format, label.is_test) == (
        "bought",
        "USPS",
        748,
        "USD",
        "pdf",
        True,
    )
    assert label.tracking_number
    assert label.by == "Alice"
    printed = counter.do(lambda ctx: label_queries.file(ctx, id_of(label)))
    assert printed.body.startswith(b"%PDF")
    assert said(counter) == ["label.bought"]
    assert counter.do(lambda ctx: label_queries.of_order(ctx, asked.order_id)) == [label]
    kept = counter.bazaar.row("select asked from shipping_labels where tenant_id = %(tenant)s")
    assert kept.asked is None  # where it goes is not kept twice


def test_twice_is_once(counter: Counter) -> None:
    asked = counter.asked(counter.connect())
    assert counter.buy(asked) == counter.buy(asked)
    assert counter.simulator.charged.count == 1
    assert said(counter) == ["label.bought"]


def test_eight_at_once_pay_once(counter: Counter) -> None:
    asked = counter.asked(counter.connect())
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: counter.buy(asked), range(8)))
    assert counter.simulator.charged.count == 1
    assert len({label.id for label in found}) == 1
    assert counter.buy(asked).status == "bought"


@pytest.mark.parametrize("trouble", ["cut_before", "cut_after", "error_before", "error_after"])
@pytest.mark.parametrize("route", ["make", "buy", "label_file"])
def test_a_lost_answer_is_healed_and_paid_once(counter: Counter, trouble: Trouble, route: str) -> None:
    counter.simulator.mischief.then(trouble, route)
    asked = counter.asked(counter.connect())
    label = counter.buy(asked)
    assert (label.status, label.cost_minor) == ("asked", None)
    assert "does not answer" in label.reason
    sweep(counter, seconds=3)
    assert counter.do(lambda ctx: label_queries.get(ctx, id_of(label))).status == "asked"  # not yet its time
    sweep(counter, seconds=30)
    healed = counter.do(lambda ctx: label_queries.get(ctx, id_of(label)))
    assert (healed.status, healed.cost_minor, healed.reason) == ("bought", 748, "")
    assert counter.simulator.charged.paid(asked.key) == ["7.475"]
    assert said(counter) == ["label.bought"]


def test_a_carrier_that_is_down_is_asked_ever_more_seldom(counter: Counter) -> None:
    label = counter.buy(counter.asked(counter.connect()))
    counter.simulator.stop()
    second = counter.buy(counter.asked(counter.connect("easypost", "Second"), key="k2"))
    waits = []
    for _ in range(4):
        row = counter.bazaar.row(
            "select due_at, updated_at from shipping_labels where tenant_id = %(tenant)s and id = %(id)s",
            id=id_of(second),
        )
        waits.append(row.due_at - row.updated_at)
        sweep(counter, seconds=max(waits[-1].total_seconds(), 16) + 1)
    assert waits == [timedelta(seconds=s) for s in (5, 10, 20, 40)]
    assert counter.do(lambda ctx: label_queries.get(ctx, id_of(label))).status == "bought"


def test_what_the_carrier_refuses_fails_and_may_be_asked_anew(counter: Counter) -> None:
    account = counter.connect()
    asked = counter.asked(account, parcel=parcel(70_000))
    with pytest.raises(ParcelRefused):
        counter.buy(asked)
    [failed] = counter.do(lambda ctx: label_queries.of_order(ctx, asked.order_id))
    assert (failed.status, counter.simulator.charged.count) == ("failed", 0)
    assert "not offered" in failed.reason
    assert said(counter) == []
    again = counter.asked(account, key="k2", order_id=asked.order_id, fulfillment_id=asked.fulfillment_id)
    assert counter.buy(again).status == "bought"


def test_a_parcel_has_one_label(counter: Counter) -> None:
    account = counter.connect()
    asked = counter.asked(account)
    counter.buy(asked)
    other = counter.asked(account, key="k2", order_id=asked.order_id, fulfillment_id=asked.fulfillment_id)
    with pytest.raises(LabelAlreadyThere):
        counter.buy(other)
    assert counter.simulator.charged.count == 1


def test_a_label_is_taken_back(counter: Counter) -> None:
    asked = counter.asked(counter.connect())
    label = counter.buy(asked)
    for _ in range(2):
        taken = labels.cancel(counter.bazaar.work, counter.owner, counter.desk, id_of(label))
        assert taken.status == "cancelled"
    assert [k for k, about, _ in counter.simulator.charged.lines if about == asked.key] == ["label", "refund"]
    assert said(counter) == ["label.bought", "label.cancelled"]
    with pytest.raises(LabelNotBought):
        counter.do(lambda ctx: label_queries.file(ctx, id_of(label)))
    anew = counter.asked(
        asked.account_id, key="k2", order_id=asked.order_id, fulfillment_id=asked.fulfillment_id
    )
    assert counter.buy(anew).status == "bought"


def test_taking_back_heals_too(counter: Counter) -> None:
    asked = counter.asked(counter.connect())
    label = counter.buy(asked)
    counter.simulator.mischief.then("cut_after", "refund")
    waiting = labels.cancel(counter.bazaar.work, counter.owner, counter.desk, id_of(label))
    assert waiting.status == "cancelling"
    sweep(counter, seconds=30)
    assert counter.do(lambda ctx: label_queries.get(ctx, id_of(label))).status == "cancelled"
    assert [k for k, about, _ in counter.simulator.charged.lines if about == asked.key] == ["label", "refund"]


def test_a_used_label_stays(counter: Counter) -> None:
    label = counter.buy(counter.asked(counter.connect()))
    counter.simulator.scan(label.tracking_number, "in_transit", "Accepted")
    with pytest.raises(CancelRefused):
        labels.cancel(counter.bazaar.work, counter.owner, counter.desk, id_of(label))
    kept = counter.do(lambda ctx: label_queries.get(ctx, id_of(label)))
    assert kept.status == "bought"
    assert "scanned" in kept.reason
    assert said(counter) == ["label.bought"]


def test_only_a_bought_one_is_taken_back(counter: Counter) -> None:
    counter.simulator.mischief.then("cut_before", "make")
    label = counter.buy(counter.asked(counter.connect()))
    with pytest.raises(LabelNotBought):
        labels.cancel(counter.bazaar.work, counter.owner, counter.desk, id_of(label))


def test_a_label_of_our_own_costs_nothing(counter: Counter) -> None:
    label = counter.buy(counter.asked(counter.connect("own", "Moussa"), service="Express"))
    assert (label.status, label.carrier, label.cost_minor, label.currency) == ("bought", "Moussa", None, "")
    assert counter.do(lambda ctx: label_queries.file(ctx, id_of(label))).body.startswith(b"%PDF")
    assert said(counter) == ["label.bought"]


def test_who_sells_no_labels(counter: Counter) -> None:
    asked = counter.asked(counter.connect("generic", "La Poste", carrier="la_poste"))
    with pytest.raises(NotOffered):
        counter.buy(asked)
    account = asked.account_id
    assert labels.quote(counter.bazaar.work, counter.owner, counter.desk, account, parcel()) == []


def test_an_account_that_was_disconnected_meanwhile(counter: Counter) -> None:
    account = counter.connect()
    counter.simulator.mischief.then("cut_before", "make")
    label = counter.buy(counter.asked(account))
    store = counter.bazaar.store
    counter.do(lambda ctx: accounts.disconnect(ctx, store, account))
    sweep(counter, seconds=60)
    failed = counter.do(lambda ctx: label_queries.get(ctx, id_of(label)))
    assert failed.status == "failed"
    assert "not connected" in failed.reason
    with pytest.raises(CarrierAccountMissing):
        counter.buy(counter.asked(account, key="k3"))


def test_a_parcel_that_no_carrier_could_take_is_refused_before_anybody_is_asked(counter: Counter) -> None:
    account = counter.connect()
    for wrong in (parcel(2_000_000), parcel(recipient=Place(name="Awa", country=""))):
        with pytest.raises(ParcelRefused):
            counter.buy(counter.asked(account, parcel=wrong))
        with pytest.raises(ParcelRefused):
            labels.quote(counter.bazaar.work, counter.owner, counter.desk, account, wrong)
    assert counter.simulator.asked == []
    assert counter.bazaar.value("select count(*) from shipping_labels where tenant_id = %(tenant)s") == 0


def test_rates_before_buying(counter: Counter) -> None:
    account = counter.connect()
    rates = labels.quote(counter.bazaar.work, counter.owner, counter.desk, account, parcel())
    assert [r.cost_minor for r in rates] == [557, 748, 1990]


def test_who_may(counter: Counter) -> None:
    account = counter.connect()
    asked = counter.asked(account, location_id=counter.bazaar.plateau)
    for caller in (
        somebody(counter.bazaar, "Reader", *ROLES["read-only"]),
        limited(counter.bazaar, stores={ids.new_id()}),
        limited(counter.bazaar, locations={counter.bazaar.thies}),
    ):
        with pytest.raises(Forbidden):
            counter.buy(asked, caller)
    packer = limited(counter.bazaar, locations={counter.bazaar.plateau})
    label = counter.buy(asked, packer)
    assert label.status == "bought"
    elsewhere = limited(counter.bazaar, locations={counter.bazaar.thies})
    with pytest.raises(Forbidden):
        counter.do(lambda ctx: label_queries.file(ctx, id_of(label)), elsewhere)
    assert counter.do(lambda ctx: label_queries.of_order(ctx, asked.order_id), elsewhere) == []


def test_a_stranger_finds_nothing(counter: Counter) -> None:
    label = counter.buy(counter.asked(counter.connect()))
    birch = make.shop(counter.bazaar.work, "birch").caller
    with pytest.raises(LabelNotFound):
        counter.do(lambda ctx: label_queries.file(ctx, id_of(label)), birch)
    with pytest.raises(LabelNotFound):
        labels.cancel(counter.bazaar.work, birch, counter.desk, id_of(label))
