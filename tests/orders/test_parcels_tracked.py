"""What carriers say moves the parts of an order; what the order does not allow stays as it is."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.orders.parcels import act, parcel, prepare, seen

from duka.identity.sealing import Keyring
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id
from duka.orders import service as orders
from duka.orders.fulfillment import handlers
from duka.orders.fulfillment.types import Carriage
from duka.orders.types import Order
from duka.shipping.carriers.desk import Desk
from duka.shipping.carriers.service import tracking

DESK = Desk([], Keyring(("s",)), "")


@pytest.fixture
def order(bazaar: Bazaar) -> Order:
    return buy(bazaar, (bazaar.product(stock=9), 2))


def hear(bazaar: Bazaar, listener: Any, order: Order, type: str, **payload: object) -> None:
    told = {name: str(value) if isinstance(value, UUID) else value for name, value in payload.items()}
    delivery = Delivery(
        bazaar.tenant, new_id(), type, 1, order_id(order), told, "system", "", datetime.now(tz=UTC)
    )
    bazaar.perform(lambda ctx: listener(ctx, delivery))


def tracked(bazaar: Bazaar, order: Order, packed: UUID, status: str) -> None:
    hear(bazaar, handlers.follow_tracking, order, "shipment.tracked", fulfillment_id=packed, status=status)


def test_what_the_carrier_handed_over_is_delivered(bazaar: Bazaar, order: Order) -> None:
    (packed,) = prepare(bazaar, order)
    tracked(bazaar, order, packed, "announced")
    assert parcel(bazaar, order).status == "prepared"
    for _ in range(2):
        tracked(bazaar, order, packed, "in_transit")
        assert parcel(bazaar, order).status == "shipped"
    for _ in range(2):
        tracked(bazaar, order, packed, "delivered")
        assert seen(bazaar, order).fulfillment_status == "delivered"
    assert bazaar.events("order.delivered") == ["order.delivered"]
    tracked(bazaar, order, packed, "in_transit")  # late news
    tracked(bazaar, order, new_id(), "delivered")  # of a parcel that is not ours
    hear(bazaar, handlers.follow_tracking, order, "shipment.tracked", fulfillment_id=None, status="delivered")
    assert parcel(bazaar, order).status == "delivered"


def test_a_parcel_that_was_unpacked_stays_so(bazaar: Bazaar, order: Order) -> None:
    (packed,) = prepare(bazaar, order)
    bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "Not wanted"))
    tracked(bazaar, order, packed, "delivered")
    assert parcel(bazaar, order).status == "cancelled"


def test_a_label_says_how_it_travels_until_it_is_given_back(bazaar: Bazaar, order: Order) -> None:
    (packed,) = prepare(bazaar, order)
    label = {
        "fulfillment_id": packed,
        "carrier": "UPS",
        "service": "Ground",
        "tracking_number": "1Z999",
        "tracking_url": "https://carrier.example/1Z999",
    }
    for _ in range(2):
        hear(bazaar, handlers.keep_label, order, "label.bought", **label)
    told = parcel(bazaar, order)
    assert (told.carrier, told.service, told.tracking_number) == ("UPS", "Ground", "1Z999")
    assert told.tracking_url == "https://carrier.example/1Z999"
    hear(bazaar, handlers.drop_label, order, "label.cancelled", fulfillment_id=packed, tracking_number="2Z")
    assert parcel(bazaar, order).tracking_number == "1Z999"
    hear(
        bazaar, handlers.drop_label, order, "label.cancelled", fulfillment_id=packed, tracking_number="1Z999"
    )
    assert parcel(bazaar, order).tracking_number == ""


def test_a_parcel_with_a_number_is_followed(bazaar: Bazaar, order: Order) -> None:
    (packed,) = prepare(bazaar, order)
    act(bazaar, "ship", packed, Carriage(carrier="UPS", tracking_number="1Z999"))
    for _ in range(2):
        handlers.follow(bazaar.work, DESK, bazaar.tenant, packed)
    (followed,) = bazaar.staff(lambda ctx: tracking.of_order(ctx, order_id(order)))
    assert (followed.tracking_number, followed.carrier) == ("1Z999", "UPS")
    assert "1Z999" in followed.tracking_url


def test_following_is_asked_for_once_it_leaves(bazaar: Bazaar, order: Order) -> None:
    (packed,) = prepare(bazaar, order)
    for number, jobs in (("", 0), ("7", 1)):
        hear(
            bazaar,
            handlers.follow_later,
            order,
            "fulfillment.shipped",
            fulfillment_id=packed,
            tracking_number=number,
        )
        with bazaar.work.database.platform() as tx:
            waiting = tx.value(
                """select count(*) from procrastinate_jobs
                   where task_name = %(task)s and args ->> 'fulfillment_id' = %(id)s""",
                task=handlers.FOLLOW,
                id=str(packed),
            )
        assert waiting == jobs
