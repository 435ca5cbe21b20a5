"""Keeping stock for a draft: promised under the draft's own id, for so long as staff said."""

from duka.carts.assembly import Priced
from duka.checkout import service as checkout
from duka.draft_orders.rows import DraftRow
from duka.inventory import service as inventory
from duka.kernel.context import Context


def keep(ctx: Context, draft: DraftRow, priced: Priced) -> None:
    """What the draft wants is kept until its time, in place of what was kept before. Refuses `SoldOut`; then nothing has
    changed."""
    let_go(ctx, draft)
    if draft.hold_until is not None and draft.hold_until > ctx.now and priced.row.lines:
        checkout.promise(ctx, draft.id, priced, draft.hold_until)


def let_go(ctx: Context, draft: DraftRow) -> None:
    """Nothing is kept for it any more; twice is safe."""
    if draft.held:
        inventory.release(ctx, draft.id)
