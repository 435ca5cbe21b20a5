"""The sandbox's statement, our own: `reference`, `kind`, `gross`, `fee`, `net`, `currency`, `at`, and where there is one
`parent`. `fee` is above zero when it was taken."""

from datetime import tzinfo

from duka.payments.statements import tables
from duka.payments.statements.types import Kind, Row

PROVIDER = "Sandbox"
COLUMNS: tables.Names = {
    name: (name,) for name in ("reference", "kind", "gross", "fee", "net", "currency", "at", "parent")
}
NEEDED = (("reference",), ("kind",), ("gross",), ("currency",), ("at",))
KINDS: dict[str, Kind] = {
    "charge": "charge",
    "refund": "refund",
    "fee": "fee",
    "payout": "payout",
    "dispute": "dispute",
    "other": "other",
}


def read(data: bytes, zone: tzinfo, currency: str) -> list[Row]:
    """Refuses `StatementUnreadable`, `StatementRowWrong` and `StatementTooLarge`, as every reader does."""
    return [_row(line, zone) for line in tables.read(data, PROVIDER, COLUMNS, NEEDED).lines]


def _row(line: tables.Line, zone: tzinfo) -> Row:
    kind = KINDS.get(line.text("kind").casefold())
    if kind is None:
        raise line.wrong("kind", f"it must be one of {', '.join(KINDS)}.")
    code = line.currency("currency")
    gross, fee = line.money("gross", code), line.money("fee", code)
    net = line.money("net", code) if line.text("net") else gross - fee
    if gross - fee != net:
        raise line.wrong("net", "gross less fee is another sum.")
    return Row(
        kind=kind,
        reference=line.needed("reference"),
        parent_reference=line.name("parent"),
        at=line.at("at", "", None, zone),
        gross_minor=gross,
        fee_minor=fee,
        net_minor=net,
        currency=code,
    )
