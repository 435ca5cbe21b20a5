"""What a change of a product leaves behind: an event for listeners and an entry in the trail with what was before."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from duka.catalog.events import ProductUpdated
from duka.kernel import events, trail
from duka.kernel.context import Context

LONGEST = 1000
"""Longer texts are cut in the trail, which says that something changed and is no second copy of it."""


def product_changed(
    ctx: Context,
    product_id: UUID,
    changed: Sequence[str],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    **details: Any,
) -> None:
    events.emit(ctx, ProductUpdated(aggregate_id=product_id, changed=list(changed)))
    trail.note(
        ctx, "product.updated", "product", product_id, before=short(before), after=short(after), **details
    )


def short(values: Mapping[str, Any]) -> dict[str, Any]:
    """Long texts cut; a change behind the cut still shows, by its length."""
    return {
        name: f"{value[:LONGEST]}… ({len(value)})"
        if isinstance(value, str) and len(value) > LONGEST
        else value
        for name, value in values.items()
    }
