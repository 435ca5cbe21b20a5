"""Stripe: *Balance change from activity, itemised* and *Payout reconciliation, itemised* (Reports), and the export of *All
transactions* (Balances). Fees are above zero when taken; amounts are decimals of the currency.

Sources: docs.stripe.com/reports/report-types/balance (`balance_transaction_id`, `created_utc`, `reporting_category`,
`gross`, `fee`, `net`, `source_id`, `charge_id`, `payment_intent_id`, `customer_facing_amount`) and
docs.stripe.com/reports/reporting-categories; the export's names (`id`, `Type`, `Source`, `Amount`, `Fee`, `Net`,
`Created (UTC)`) as it writes them.
"""

from datetime import UTC, tzinfo

from duka.payments.statements import tables
from duka.payments.statements.types import Kind, Row

PROVIDER = "Stripe"
COLUMNS: tables.Names = {
    "id": ("balance_transaction_id", "id"),
    "category": ("reporting_category",),
    "type": ("type",),
    "source": ("source_id", "source"),
    "charge": ("charge_id",),
    "intent": ("payment_intent_id", "paymentintent id"),
    "dispute": ("dispute_id",),
    "ours": ("payment_metadata[payment_id]", "payment_id (metadata)"),
    "gross": ("gross", "amount"),
    "fee": ("fee",),
    "net": ("net",),
    "currency": ("currency",),
    "at": ("created_utc", "created (utc)", "created"),
    "paid": ("customer_facing_amount", "customer facing amount"),
    "paid_currency": ("customer_facing_currency", "customer facing currency"),
}
NEEDED = (
    ("id",),
    ("category", "type"),
    ("gross",),
    ("net",),
    ("currency",),
    ("at",),
    ("source", "charge", "intent"),
)
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("charge", "charge_failure", "partial_capture_reversal", "payment"), "charge"),
    **dict.fromkeys(("refund", "refund_failure", "payment_refund", "payment_failure_refund"), "refund"),
    **dict.fromkeys(("dispute", "dispute_reversal"), "dispute"),
    **dict.fromkeys(("payout", "payout_reversal", "payout_failure", "payout_cancel"), "payout"),
    **dict.fromkeys(("fee", "stripe_fee", "network_cost", "tax", "tax_fee", "stripe_fx_fee"), "fee"),
}
"""By reporting category or, in the export, by type. What is none of these (transfers, reserves, top-ups) is `other`."""
DISPUTED = ("du_", "dp_")


def read(data: bytes, zone: tzinfo, currency: str) -> list[Row]:
    """Stripe's times are UTC whatever the store's zone is."""
    return [_row(line) for line in tables.read(data, PROVIDER, COLUMNS, NEEDED).lines]


def _row(line: tables.Line) -> Row:
    code = line.currency("currency")
    gross, fee, net = (line.money(field, code) for field in ("gross", "fee", "net"))
    if gross - fee != net:
        raise line.wrong("net", "gross less fee is another sum.")
    source = line.name("source")
    kind = KINDS.get((line.text("category") or line.text("type")).casefold(), "other")
    if kind == "other" and source.startswith(DISPUTED):
        kind = "dispute"
    intent, charge = line.name("intent"), line.name("charge")
    paid, paid_in = None, None
    if line.text("paid") and line.text("paid_currency"):
        paid_in = line.currency("paid_currency")
        paid = line.money("paid", paid_in)
    is_converted = paid_in is not None and paid_in != code
    return Row(
        kind=kind,
        reference=line.needed("id"),
        parent_reference=intent or charge or source,
        names=tuple(n for n in (source, charge, line.name("dispute"), line.name("ours")) if n),
        at=line.at("at", "", "mdy", UTC),
        gross_minor=gross,
        fee_minor=fee,
        net_minor=net,
        currency=code,
        paid_minor=paid if is_converted else None,
        paid_currency=paid_in if is_converted else None,
    )
