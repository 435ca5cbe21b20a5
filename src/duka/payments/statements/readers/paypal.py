"""PayPal: the activity download (Activity, *Download*, CSV or TAB), in English, French or German. `Fee` is below zero when
taken. Rows of money that is not there yet (pending, denied) and memos (authorisations) are left out.

Sources: PayPal's Activity Download Specification, version 3.0 of November 2018 (`Date`, `Time`, `TimeZone`, `Type`,
`Status`, `Currency`, `Gross`, `Fee`, `Net`, `Transaction ID`, `Reference Txn ID`, `Invoice Number`, `Custom Number`,
`Balance Impact`); the French and German names as accounts of those languages write them (`Avant commission`, `Commission`,
`Numéro de transaction`; `Brutto`, `Entgelt`, `Transaktionscode`). Day and month stand in the account's order.
"""

from datetime import tzinfo

from duka.payments.statements import tables, times
from duka.payments.statements.types import Kind, Row

PROVIDER = "PayPal"
COLUMNS: tables.Names = {
    "date": ("date", "datum"),
    "time": ("time", "heure", "uhrzeit"),
    "zone": ("timezone", "time zone", "fuseau horaire", "zeitzone"),
    "type": ("type", "typ", "description", "beschreibung"),
    "status": ("status", "etat", "statut"),
    "currency": ("currency", "devise", "wahrung"),
    "gross": ("gross", "avant commission", "brut", "brutto"),
    "fee": ("fee", "commission", "frais", "gebuhr", "entgelt"),
    "net": ("net", "netto"),
    "id": ("transaction id", "numero de transaction", "transaktionscode"),
    "parent": (
        "reference txn id",
        "numero de la transaction de reference",
        "numero de transaction de reference",
        "zugehoriger transaktionscode",
    ),
    "invoice": (
        "invoice number",
        "invoice id",
        "numero de facture",
        "identifiant de facture",
        "rechnungsnummer",
    ),
    "custom": ("custom number", "numero de client", "benutzerdefinierte nummer", "individuelle nummer"),
    "impact": ("balance impact", "impact sur le solde", "auswirkung auf guthaben"),
}
NEEDED = (("date",), ("type",), ("currency",), ("gross",), ("net",), ("id",))
WAITING = (
    "pending",
    "denied",
    "uncleared",
    "en attente",
    "refuse",
    "ausstehend",
    "abgelehnt",
    "expired",
    "voided",
)
KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("fee", ("chargeback fee", "dispute fee", "frais", "gebuhr fur", "fee for", "monthly fee")),
    ("dispute", ("chargeback", "dispute", "litige", "ruckbuchung", "impaye")),
    (
        "other",
        (
            "conversion",
            "umrechnung",
            "hold",
            "release",
            "suspension",
            "reserve",
            "einbehalt",
            "deposit",
            "depot",
            "bankgutschrift",
            "authori",
        ),
    ),
    ("refund", ("refund", "reversal", "rembours", "annulation", "ruckzahlung", "erstattung")),
    ("payout", ("withdrawal", "transfer to bank", "virement", "abbuchung", "bankuberweisung", "auszahlung")),
)
"""By words of the type; what has none of them is a payment to us, or one of ours to somebody."""


def read(data: bytes, zone: tzinfo, currency: str) -> list[Row]:
    table = tables.read(data, PROVIDER, COLUMNS, NEEDED)
    order = table.day_order("date", None)
    rows = (_row(line, order, zone) for line in table.lines)
    return [row for row in rows if row is not None]


def _row(line: tables.Line, order: times.Order | None, zone: tzinfo) -> Row | None:
    if tables.fold(line.text("impact")) == "memo" or tables.fold(line.text("status")).startswith(WAITING):
        return None
    code = line.currency("currency")
    gross, fee, net = line.money("gross", code), -line.money("fee", code), line.money("net", code)
    if gross - fee != net:
        raise line.wrong("net", "gross and fee come to another sum.")
    return Row(
        kind=_kind(tables.fold(line.text("type")), gross),
        reference=line.needed("id"),
        parent_reference=line.name("parent"),
        names=tuple(n for n in (line.name("custom"), line.name("invoice")) if n),
        at=line.at("date", "time", order, times.zone(line.text("zone"), zone)),
        gross_minor=gross,
        fee_minor=fee,
        net_minor=net,
        currency=code,
    )


def _kind(type_: str, gross: int) -> Kind:
    for kind, words in KINDS:
        if any(word in type_ for word in words):
            return kind
    return "charge" if gross > 0 else "other"
