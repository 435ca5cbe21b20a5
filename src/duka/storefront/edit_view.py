"""What was changed of an order after it was placed, as its buyer sees it: each line and sum, from what to what."""

from __future__ import annotations

from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.order_edits import queries
from duka.order_edits.types import LineDifference, OrderVersion
from duka.orders.types import Order
from duka.payments import owing
from duka.storefront.visit import Visit


class EditTold(msgspec.Struct, frozen=True):
    """When, and in a sentence each what became of what."""

    at: str
    sentences: list[str]


class Edits(msgspec.Struct, frozen=True):
    """`due_minor`: still to be paid by now."""

    told: list[EditTold]
    due_minor: int


NONE = Edits([], 0)


def of(visit: Visit, order: Order) -> Edits:
    """One statement, and another for an order that was edited."""
    order_id = UUID(order.id.removeprefix("ord_"))

    def read(ctx: Context) -> tuple[list[OrderVersion], int]:
        versions = queries.for_buyer(ctx, order_id)
        return versions, owing.of(ctx, order_id).due_minor if versions else 0

    versions, due = visit.perform(read)
    return Edits([EditTold(version.at, _sentences(visit, version)) for version in versions], due)


def _sentences(visit: Visit, version: OrderVersion) -> list[str]:
    say, money = visit.say, visit.figures.money
    told = [_line(visit, line) for line in version.lines]
    if version.shipping_minor != version.shipping_after_minor:
        told.append(
            say("Shipping: from %(before)s to %(after)s")
            % {"before": money(version.shipping_minor), "after": money(version.shipping_after_minor)}
        )
    if version.total_minor != version.total_after_minor:
        told.append(
            say("Total: from %(before)s to %(after)s")
            % {"before": money(version.total_minor), "after": money(version.total_after_minor)}
        )
    return told


def _line(visit: Visit, line: LineDifference) -> str:
    say, figures = visit.say, visit.figures
    title = ", ".join(text for text in (line.title, line.variant_title) if text)
    before = figures.quantity(line.before, line.unit, line.scale)
    after = figures.quantity(line.after, line.unit, line.scale)
    if not line.before:
        return say("Added: %(quantity)s × %(title)s") % {"quantity": after, "title": title}
    if not line.after:
        return say("Taken off: %(quantity)s × %(title)s") % {"quantity": before, "title": title}
    if line.before == line.after:
        return say("%(title)s: from %(before)s to %(after)s") % {
            "title": title,
            "before": figures.money(line.total_before_minor),
            "after": figures.money(line.total_after_minor),
        }
    return say("%(title)s: from %(before)s to %(after)s") % {"title": title, "before": before, "after": after}
