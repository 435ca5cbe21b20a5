"""Pure rules of stock."""

from uuid import UUID

from duka.inventory.events import StockLow, StockSoldOut
from duka.kernel.events import Event

MOST = 10**12
REASONS = ("initial", "adjustment", "count", "import", "received", "damaged", "lost", "found", "used")


def warnings(item_id: UUID, location_id: UUID, before: int, after: int, low_at: int) -> list[Event]:
    """What to announce when the available quantity at a location went from `before` to `after`."""
    said: list[Event] = []
    if before > low_at >= after and low_at > 0:
        said.append(StockLow(aggregate_id=item_id, location_id=location_id, available=after, low_at=low_at))
    if before > 0 >= after:
        said.append(StockSoldOut(aggregate_id=item_id, location_id=location_id, available=after))
    return said
