"""How far an order is, in a buyer's words: each step of the way, each parcel, and what is still to come."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from tests.storefront import sales, samples

from duka.orders.fulfillment.types import BuyerFulfillment, FulfillmentLine
from duka.orders.types import Order
from duka.storefront import parcel_view
from duka.storefront.parcel_view import Stage

PACKED = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)


def parcel(number: str, status: str, quantity: int = 1, *, is_pickup: bool = False) -> BuyerFulfillment:
    line = sales.order().lines[0]
    return BuyerFulfillment(
        id="ful_1",
        number=number,
        status=status,
        is_pickup=is_pickup,
        location="Thiès" if is_pickup else "",
        carrier="" if is_pickup else "UPS",
        service="",
        tracking_number="" if is_pickup else "1Z9",
        tracking_url="" if is_pickup else "https://carrier.example/1Z9",
        lines=[FulfillmentLine(line.id, line.sku, line.title, "", quantity, line.unit, line.scale)],
        prepared_at=PACKED,
        shipped_at=PACKED + timedelta(hours=2) if status in ("shipped", "delivered") else None,
        delivered_at=PACKED + timedelta(days=1) if status == "delivered" else None,
    )


def order(
    status: str, *parcels: BuyerFulfillment, moved: tuple[int, int, int] = (0, 0, 0), **more: object
) -> Order:
    """One line of two pieces, of which so many are prepared, shipped and delivered."""
    known = sales.order(status)
    prepared, shipped, delivered = moved
    line = msgspec.structs.replace(
        known.lines[0], quantity=2, scale=0, prepared=prepared, shipped=shipped, delivered=delivered
    )
    return msgspec.structs.replace(
        known, lines=[line], fulfillments=parcels, is_prepared=prepared == 2, **more
    )


def told(stages: list[Stage]) -> list[tuple[str, bool, bool]]:
    return [(stage.label, stage.is_done, stage.is_part) for stage in stages]


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (
            order("unfulfilled"),
            [("Received", True), ("Prepared", False), ("Shipped", False), ("Delivered", False)],
        ),
        (
            order("partially_prepared", parcel("1042-1", "prepared"), moved=(1, 0, 0)),
            [("Received", True), ("Partly prepared", False), ("Shipped", False), ("Delivered", False)],
        ),
        (
            order("partially_shipped", parcel("1042-1", "shipped"), moved=(2, 1, 0)),
            [("Received", True), ("Prepared", True), ("Partly shipped", False), ("Delivered", False)],
        ),
        (
            order("shipped", parcel("1042-1", "delivered"), parcel("1042-2", "shipped"), moved=(2, 2, 1)),
            [("Received", True), ("Prepared", True), ("Shipped", True), ("Partly delivered", False)],
        ),
        (
            order("returned", parcel("1042-1", "delivered", 2), moved=(2, 2, 2)),
            [
                ("Received", True),
                ("Prepared", True),
                ("Shipped", True),
                ("Delivered", True),
                ("Returned", True),
            ],
        ),
    ],
)
def test_each_step_says_whether_all_or_some_are_there(thing: Order, expected: list[tuple[str, bool]]) -> None:
    stages = parcel_view.stages(samples.visit("boutique", "en"), thing)
    assert [(stage.label, stage.is_done) for stage in stages] == expected
    assert all(stage.is_part == (stage.label.startswith("Partly") and not stage.is_done) for stage in stages)
    assert sum(stage.is_current for stage in stages) == 1


def test_a_parcel_says_what_is_in_it_and_where_it_is() -> None:
    thing = order("partially_shipped", parcel("1042-1", "shipped"), moved=(1, 1, 0))
    shown = parcel_view.values(samples.visit("boutique", "en"), thing)
    (one,) = shown["parcels"]
    assert (one.number, one.state, one.by, one.tracking_url) == (
        "1042-1",
        "On its way",
        "UPS",
        "https://carrier.example/1Z9",
    )
    assert [line.quantity for line in one.lines] == ["1"]
    assert [line.quantity for line in shown["to_come"]] == ["1"]


def test_what_is_fetched_has_no_way_to_travel() -> None:
    known = order("prepared", parcel("1042-1", "prepared", 2, is_pickup=True), moved=(2, 0, 0))
    method = msgspec.structs.replace(known.shipping_method, kind="pickup")
    thing = msgspec.structs.replace(known, shipping_method=method)
    visit = samples.visit("boutique", "fr")
    assert [stage.label for stage in parcel_view.stages(visit, thing)] == ["Reçue", "Prête", "Retirée"]
    (one,) = parcel_view.values(visit, thing)["parcels"]
    assert (one.state, one.by) == ("Prêt à être retiré", "Thiès")


def test_nothing_is_shown_before_anything_is_packed() -> None:
    shown = parcel_view.values(samples.visit("boutique", "en"), order("unfulfilled"))
    assert (shown["parcels"], shown["to_come"]) == ([], [])
