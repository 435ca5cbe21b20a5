"""Rule collections follow what happens to products."""

from duka.catalog.collections import membership
from duka.kernel.context import Context
from duka.kernel.events import Delivery


def follow(ctx: Context, delivery: Delivery) -> None:
    """A product or its price changed. Looking twice changes nothing."""
    membership.follow_products(ctx, [delivery.aggregate_id])
