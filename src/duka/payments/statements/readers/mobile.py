"""What the statements of mobile money have in common: amounts without a sign, words for what a movement is and whether it
came about, in English and French, and a currency that may be nowhere in the file."""

from datetime import datetime

from duka.payments.statements import tables
from duka.payments.statements.types import Kind, Row

FAILED = (
    "fail", "pending", "reject", "expire", "cancel", "declin", "initiat", "timeout", "unsuccess",
    "echec", "echou", "en attente", "annul", "rejet", "refus", "en cours", "non abouti",
)  # fmt: skip
KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("refund", ("refund", "reversal", "rembours", "annulation", "rollback")),
    ("fee", ("fee", "frais", "commission", "tax", "taxe")),
    ("payout", ("withdraw", "retrait", "cash out", "cashout", "cash_out", "bank", "banque", "settlement", "reversement",
                "sweep")),
    ("charge", ("payment", "paiement", "debit", "merchant", "marchand", "collection", "request to pay", "requesttopay",
                "purchase", "achat", "cash in", "cashin", "depot", "received", "recu", "encaissement", "webpay")),
)  # fmt: skip
TRANSFERS = ("transfer", "virement")
"""By words of the type, the first that has one. What has none is a payment when money came in and `other` when it left."""


def is_done(status: str) -> bool:
    """Without a status everything in a statement came about."""
    return not any(word in tables.fold(status) for word in FAILED)


def kind_of(type_: str, amount: int) -> Kind:
    """A transfer goes to our bank only when the sign says that it left: customers transfer money too."""
    words = tables.fold(type_)
    for kind, known in KINDS:
        if any(word in words for word in known):
            return kind
    if any(word in words for word in TRANSFERS):
        return "payout" if amount < 0 else "other"
    return "charge" if amount > 0 else "other"


def is_total(line: tables.Line) -> bool:
    """Sums at the foot have neither an id nor a day."""
    return not line.text("id") and not (line.text("date") and line.text("amount"))


def row(
    line: tables.Line, kind: Kind, amount: int, fee: int, code: str, at: datetime, names: tuple[str, ...]
) -> Row:
    """`amount` without its sign: money comes with charges and leaves with everything else, but for what the sign says."""
    gross = amount if kind in ("charge", "other", "dispute") else -abs(amount)
    return Row(
        kind=kind,
        reference=line.needed("id"),
        parent_reference=names[0] if names else "",
        names=names[1:],
        at=at,
        gross_minor=gross,
        fee_minor=fee,
        net_minor=gross - fee,
        currency=code,
    )
