"""What is said of a step: the event, and an entry of the trail with what was there before."""

from collections.abc import Mapping
from typing import Any

import msgspec

from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.events import Event


def tell(ctx: Context, event: Event, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Announces `event` of an order and notes what changed."""
    events.emit(ctx, event)
    details = {name: getattr(event, name) for name in event.__struct_fields__ if name != "aggregate_id"}
    trail.note(
        ctx,
        event.TYPE,
        "order",
        event.aggregate_id,
        before=before,
        after=after,
        **msgspec.to_builtins(details),
    )
