"""What others may hold of the ledger: accounts, entries, balances."""

from datetime import datetime
from uuid import UUID

import msgspec

CLEARING = "gateway_clearing:"
"""The beginning of the names of the accounts of money that a gateway holds for us; its name follows."""


class Account(msgspec.Struct, frozen=True):
    """`type`: asset, liability, income or expense. Assets and expenses grow with debits, the others with credits."""

    name: str
    type: str
    en: str
    fr: str


ACCOUNTS: dict[str, Account] = {
    account.name: account
    for account in (
        Account("customer_receivable", "asset", "Owed by customers", "Créances clients"),
        Account(
            "gateway_clearing",
            "asset",
            "Held by payment gateways",
            "En compte chez les prestataires de paiement",
        ),
        Account("cash", "asset", "Cash", "Espèces"),
        Account("bank", "asset", "Bank", "Banque"),
        Account("disputed_funds", "asset", "Held back in disputes", "Fonds retenus en litige"),
        Account("store_credit", "liability", "Credit owed to customers", "Avoirs clients"),
        Account("tax_payable", "liability", "Taxes to hand on", "Taxes à reverser"),
        Account("tips", "liability", "Tips to hand on", "Pourboires à reverser"),
        Account("revenue", "income", "Sales", "Ventes"),
        Account("shipping_revenue", "income", "Shipping charged", "Frais de livraison facturés"),
        Account("refunds", "income", "Refunds", "Remboursements"),
        Account("other_income", "income", "Other income", "Autres produits"),
        Account("rounding", "expense", "Rounding differences", "Écarts d’arrondi"),
        Account("fees", "expense", "Payment fees", "Frais de paiement"),
        Account("dispute_losses", "expense", "Lost disputes", "Litiges perdus"),
        Account("goodwill", "expense", "Credit given to customers", "Gestes commerciaux"),
    )
}
"""Every account. There is one `gateway_clearing:…` for each gateway, of this type and with its name after the words."""

EARNED = ("revenue", "shipping_revenue", "rounding", "tax_payable", "refunds")
"""Where a sale's money lies that the customer owes, or owed, for it: cancelling the sale empties them."""


class Line(msgspec.Struct, frozen=True):
    """A debit above zero, a credit below, in minor units of the entry's currency."""

    account: str
    amount_minor: int


class Sale(msgspec.Struct, frozen=True):
    """What an order charges. `goods_minor` are its lines without tax, after discounts; `shipping_minor` as the buyer saw it;
    what is neither goods nor tax is shipping without tax."""

    order_id: UUID
    store_id: UUID
    currency: str
    goods_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    memo: str = ""


class Books(msgspec.Struct, frozen=True):
    """What the ledger holds of one order. All are above zero in the usual case: `receivable_minor` when the customer owes us;
    the sold and returned sums as they were sold and returned. `balances` are of the accounts in `EARNED`, credits below zero.
    A sale that was taken back counts as sold no more."""

    sale_id: UUID | None = None
    is_cancelled: bool = False
    store_id: UUID | None = None
    currency: str = ""
    receivable_minor: int = 0
    sold_minor: int = 0
    sold_tax_minor: int = 0
    first_minor: int = 0
    first_tax_minor: int = 0
    returned_minor: int = 0
    returned_tax_minor: int = 0
    balances: dict[str, int] = {}


class NewEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An entry to be posted. `source` names the fact within its kind: the same fact of the same source is posted once."""

    fact: str
    source: str
    currency: str
    lines: list[Line]
    store_id: UUID | None = None
    order_id: UUID | None = None
    payment_id: UUID | None = None
    reverses: UUID | None = None
    memo: str = ""
    at: datetime | None = None


class EntryLine(msgspec.Struct, frozen=True):
    """`title` is the account's name in the reader's language."""

    account: str
    title: str
    debit_minor: int
    credit_minor: int


class Entry(msgspec.Struct, frozen=True):
    """Ids are public (`entry_…`, `store_…`, `ord_…`, `pay_…`). `posted_at` is when it came into the books, `at` when it
    happened. `reversed_by` is the entry that takes it back."""

    id: str
    at: datetime
    posted_at: datetime
    fact: str
    source: str
    currency: str
    store_id: str | None
    order_id: str | None
    order_number: str
    payment_id: str | None
    reverses: str | None
    reversed_by: str | None
    memo: str
    actor: str
    lines: list[EntryLine]


class AccountName(msgspec.Struct, frozen=True):
    """`title` is its name in the reader's language."""

    account: str
    type: str
    title: str


class Balance(msgspec.Struct, frozen=True):
    """`balance_minor` is debits less credits."""

    currency: str
    account: str
    type: str
    title: str
    debit_minor: int
    credit_minor: int
    balance_minor: int
    lines: int
