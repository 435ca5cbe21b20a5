"""Orange Money: the merchant's statement as CSV, in French or English, with the account's description above the row of
names. Money that came stands in `Crédit`, money that left in `Débit`, or both in `Montant` with or without a sign.

Source: the operators' own files, whose row of names is `N°`, `Date`, `Heure`, `Référence`, `Service`, `Paiement`, `Statut`,
`Mode`, `N° de Compte`, …, `Débit`, `Crédit`, `Compte`, … Orange publishes no description of it, and countries differ:
columns are taken by their names, wherever they stand.
"""

from datetime import tzinfo

from duka.payments.statements import tables, times
from duka.payments.statements.readers import mobile
from duka.payments.statements.types import Row

PROVIDER = "Orange Money"
COLUMNS: tables.Names = {
    "id": (
        "reference",
        "txnid",
        "transaction id",
        "id transaction",
        "id de transaction",
        "numero de transaction",
        "n° transaction",
        "transaction",
    ),
    "external": (
        "order id",
        "order_id",
        "external reference",
        "reference externe",
        "reference marchand",
        "merchant reference",
        "id commande",
        "n° commande",
    ),
    "date": ("date", "date et heure", "transaction date", "date de transaction"),
    "time": ("heure", "time"),
    "status": ("statut", "status", "etat"),
    "type": ("service", "type", "type de transaction", "transaction type", "operation", "type operation"),
    "amount": ("montant", "amount", "montant de la transaction"),
    "credit": ("credit",),
    "debit": ("debit",),
    "fee": ("frais", "commission", "fee", "fees", "frais marchand", "merchant fee"),
    "currency": ("devise", "currency"),
}
NEEDED = (("id",), ("date",), ("amount", "credit"))


def read(data: bytes, zone: tzinfo, currency: str) -> list[Row]:
    """Times are the store's; `currency` is for files that name none."""
    table = tables.read(data, PROVIDER, COLUMNS, NEEDED)
    order = table.day_order("date", "dmy")
    rows = (_row(line, order, zone, currency) for line in table.lines)
    return [row for row in rows if row is not None]


def _row(line: tables.Line, order: times.Order | None, zone: tzinfo, currency: str) -> Row | None:
    if mobile.is_total(line) or not mobile.is_done(line.text("status")):
        return None
    code = line.currency("currency", currency)
    if "credit" in line.places:
        amount = abs(line.money("credit", code)) - abs(line.money("debit", code))
    else:
        amount = line.money("amount", code)
    kind = mobile.kind_of(line.text("type"), amount)
    if kind == "charge" and amount < 0:
        kind = "other"
    names = tuple(name for name in (line.name("external"),) if name not in ("", "-"))
    fee = abs(line.money("fee", code))
    return mobile.row(line, kind, amount, fee, code, line.at("date", "time", order, zone), names)
