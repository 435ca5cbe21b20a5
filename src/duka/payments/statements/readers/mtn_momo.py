"""MTN MoMo: the transaction history of the merchant (Partner) portal as CSV, in English or French. `Fee` is what the merchant
paid, without a sign. Movements that did not come about are left out.

Source: the portal's own file, whose first row is `Id`, `External Transaction Id`, `Date`, `Status`, `Type`,
`Provider Category`, `Information`, `Note/Message`, `From`, …, `To`, …, `Amount`, `Currency`, `Fee`, `Currency`, …,
`Balance`, `Currency` (`Identifiant`, `Statut`, `Montant`, `Devise`, `Frais` in French). MTN publishes no description of it,
and countries differ: columns are taken by their names, wherever they stand.
"""

from datetime import tzinfo

from duka.payments.statements import tables, times
from duka.payments.statements.readers import mobile
from duka.payments.statements.types import Row

PROVIDER = "MTN MoMo"
COLUMNS: tables.Names = {
    "id": (
        "id",
        "identifiant",
        "financial transaction id",
        "financialtransactionid",
        "transaction id",
        "id transaction",
    ),
    "external": (
        "external transaction id",
        "external id",
        "externalid",
        "identifiant externe",
        "id de transaction externe",
        "identifiant de transaction externe",
        "reference id",
        "x-reference-id",
    ),
    "date": ("date", "transaction date", "date de transaction", "date et heure"),
    "time": ("time", "heure"),
    "status": ("status", "statut", "etat"),
    "type": ("type", "transaction type", "type de transaction"),
    "note": ("note/message", "note / message", "message"),
    "amount": ("amount", "montant"),
    "currency": ("currency", "devise", "monnaie"),
    "fee": ("fee", "fees", "to / fee", "frais", "commission"),
}
NEEDED = (("id",), ("date",), ("amount",))


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
    amount, fee = line.money("amount", code), abs(line.money("fee", code))
    kind = mobile.kind_of(line.text("type"), amount)
    names = tuple(name for name in (line.name("external"), _note(line)) if name not in ("", "-"))
    return mobile.row(line, kind, amount, fee, code, line.at("date", "time", order, zone), names)


def _note(line: tables.Line) -> str:
    """What we wrote on the request may be our payment's id; a longer text is nobody's."""
    words = line.text("note")
    return words if 0 < len(words) <= 64 and " " not in words and words.isprintable() else ""
