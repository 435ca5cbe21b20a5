"""What an edit does to the money, in words and figures. Nothing is collected or given back here.

A hold is kept: what the order costs by then is captured of it, and the rest let go. A payment by hand that waits becomes what is
due. What is more than both is to be asked for. What was taken beyond the new total is a surplus, less what is on its way back.
"""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.kernel.formatting import format_money
from duka.order_edits.types import MoneyStep
from duka.payments import rules
from duka.payments.owing import Owing
from duka.payments.types import Payment


class Standing(msgspec.Struct, frozen=True):
    """After an edit: what is due, what was taken too much, and how much of that payments can give back."""

    due_minor: int
    surplus_minor: int
    returnable_minor: int
    steps: list[MoneyStep]


def standing(
    owing: Owing, attempts: Sequence[Payment], difference_minor: int, *, returning_minor: int, currency: str
) -> Standing:
    """Pure. `difference_minor` is still to be added to what is owed; `returning_minor` is on its way back already."""
    receivable = owing.receivable_minor + difference_minor
    due = max(receivable - owing.held_minor, 0)
    surplus = max(-receivable - returning_minor, 0)
    returnable = min(surplus, sum(p.captured_minor - p.refunded_minor for p in attempts))
    steps = []

    def say(kind: str, amount: int, text: str, before: int = 0, provider: str = "") -> None:
        words = {"amount": amount, "before": before}
        said = {name: format_money(minor, currency, "en") for name, minor in words.items()}
        steps.append(MoneyStep(kind, amount, before, provider, text.format(**said)))

    if owing.held_minor:
        taken = min(owing.held_minor, max(receivable, 0))
        held = next(p for p in attempts if p.status in rules.CAPTURABLE)
        say(
            "hold_kept",
            taken,
            "The hold of {before} stays; {amount} of it will be taken.",
            owing.held_minor,
            held.provider,
        )
    waiting = by_hand(attempts)
    if waiting is not None and waiting.amount_minor != due:
        text = "What is to be paid by hand was {before} and becomes {amount}."
        say("waiting_changed", due, text, waiting.amount_minor, waiting.provider)
    elif waiting is None and due:
        say("due", due, "{amount} more is due: ask for it by a payment link, or by a further payment.")
    if returnable:
        say("surplus", returnable, "{amount} was paid too much and can go back.")
    if surplus > returnable:
        say(
            "owed_elsewhere",
            surplus - returnable,
            "{amount} is owed to the buyer and no payment can give it back.",
        )
    if not steps:
        say("none", 0, "Nothing changes for what is paid.")
    return Standing(due, surplus, returnable, steps)


def by_hand(attempts: Sequence[Payment]) -> Payment | None:
    """The payment that waits for cash or a transfer."""
    return next((p for p in attempts if p.status == "pending" and p.provider in rules.BY_HAND), None)


def returning(ctx: Context, order_id: UUID) -> int:
    """What is on its way back to the buyer: claimed, and not yet in the books. For steps. One statement."""
    return int(
        ctx.db.value(
            """select coalesce(sum(r.amount_minor), 0) from refunds r
               join payments p on p.tenant_id = %(tenant)s and p.id = r.payment_id
               where r.tenant_id = %(tenant)s and p.order_id = %(order)s and r.status in ('pending', 'by_hand')""",
            order=order_id,
        )
    )


def is_capturing(ctx: Context, order_id: UUID) -> bool:
    """Held money is being taken right now. For steps. One statement."""
    return bool(
        ctx.db.value(
            """select exists (select from captures c join payments p on p.tenant_id = %(tenant)s and p.id = c.payment_id
               where c.tenant_id = %(tenant)s and p.order_id = %(order)s and c.status = 'pending')""",
            order=order_id,
        )
    )
