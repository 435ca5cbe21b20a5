"""From a provider's file to rows: pure, and the same file always gives the same rows."""

from collections.abc import Callable
from datetime import tzinfo

from duka.payments.statements.errors import StatementFormatUnknown, StatementTooLarge, StatementUnreadable
from duka.payments.statements.readers import mtn_momo, orange_money, paypal, sandbox, stripe
from duka.payments.statements.types import Row

LARGEST = 20 * 1024 * 1024
READERS: dict[str, Callable[[bytes, tzinfo, str], list[Row]]] = {
    "stripe": stripe.read,
    "paypal": paypal.read,
    "mtn_momo": mtn_momo.read,
    "orange_money": orange_money.read,
    "sandbox": sandbox.read,
}
"""By the code of the provider. Cash and bank transfers have no gateway that could tell."""


def parse(provider: str, data: bytes, zone: tzinfo, currency: str) -> list[Row]:
    """`zone` and `currency` are the store's, for files that name none. Refuses `StatementFormatUnknown`,
    `StatementTooLarge`, `StatementUnreadable` and `StatementRowWrong`, which names the row and the column."""
    reader = READERS.get(provider)
    if reader is None:
        raise StatementFormatUnknown(provider=provider, known=", ".join(sorted(READERS)))
    if len(data) > LARGEST:
        raise StatementTooLarge()
    rows = reader(data, zone, currency)
    if not rows:
        raise StatementUnreadable(provider=provider, why="no movement of money is in it.")
    return rows
