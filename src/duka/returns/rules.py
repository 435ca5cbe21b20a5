"""Pure rules of returns: what may follow what, what can be sent back, and what it is worth."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from duka.kernel.money import round_half_up

FOLLOWS: dict[str, frozenset[str]] = {
    "requested": frozenset({"approved", "refused", "cancelled"}),
    "approved": frozenset({"in_transit", "received", "completed", "cancelled"}),
    "in_transit": frozenset({"received", "cancelled"}),
    "received": frozenset({"completed"}),
    "refused": frozenset(),
    "completed": frozenset(),
    "cancelled": frozenset(),
}
OPEN = frozenset({"requested", "approved", "in_transit", "received"})
NEEDS = ("to_judge", "to_receive", "to_settle", "done")
WORK = NEEDS[:3]
"""What somebody must do something about."""
MOST_PHOTOS = 5


class Worth(msgspec.Struct, frozen=True):
    """So much of a line that cost `total_minor` for all its `quantity` comes back, after `before` of it did."""

    total_minor: int
    quantity: int
    before: int
    back: int
    fee_percent: int = 0


class Figures(msgspec.Struct, frozen=True):
    """What is given for a return: the lines' worth, less the fee, with what is for the carriage. `amount_minor` is never below
    zero nor above what is left of what was paid."""

    lines: tuple[int, ...]
    goods_minor: int
    fee_minor: int
    shipping_minor: int
    amount_minor: int


def share(line: Worth) -> int:
    """What `back` of the line is worth: the difference of two rounded running sums, so that the parts of a line add up to what
    it cost, however it is split."""
    upto = min(line.before + line.back, line.quantity)
    return _running(line, upto) - _running(line, min(line.before, line.quantity))


def _running(line: Worth, quantity: int) -> int:
    return round_half_up(line.total_minor * quantity, line.quantity) if line.quantity else 0


def figures(lines: Sequence[Worth], shipping_minor: int, available_minor: int) -> Figures:
    """`shipping_minor`: what is given back of the carriage, below zero where the way back is taken off. `available_minor`: what
    was paid and is still there."""
    worth = tuple(share(line) for line in lines)
    goods = sum(worth)
    fee = sum(round_half_up(w * line.fee_percent, 100) for w, line in zip(worth, lines, strict=True))
    amount = min(max(goods - fee + shipping_minor, 0), max(available_minor, 0))
    return Figures(worth, goods, fee, shipping_minor, amount)


def until(arrived_at: datetime, days: int) -> datetime:
    """The last instant at which goods that arrived then may be sent back."""
    return arrived_at + timedelta(days=days)


class Goods(msgspec.Struct, frozen=True):
    """A line of an order as what of it can be sent back is judged, in its steps. `shipped` left, `delivered` of these arrived,
    `returned` came back; `awaited` is asked for and not here yet, `claimed` was or will be settled without coming back."""

    line_id: UUID
    sku: str
    title: str
    shipped: int
    delivered: int
    returned: int
    awaited: int
    claimed: int
    is_excluded: bool
    arrived_at: datetime | None
    left_at: datetime | None

    def open(self, *, is_claim: bool) -> int:
        """How much of it can still be sent back; a fault may be claimed of what has left us and did not arrive."""
        came = self.shipped if is_claim else self.delivered
        return max(came - self.returned - self.awaited - self.claimed, 0)
