"""What each fact does to the accounts: pure functions from figures to lines.

All amounts are minor units of one currency. Every function's lines add up to nothing, and none of them is of zero: a fact
that moves nothing has no lines.
"""

from collections.abc import Iterable, Mapping

from duka.kernel.money import round_half_up
from duka.ledger.types import ACCOUNTS, CLEARING, EARNED, Books, Line, Sale

_OWN = {"cash_on_delivery": "cash", "bank_transfer": "bank", "store_credit": "store_credit"}


def account_of(provider: str) -> str:
    """Where the money lies that this provider collected: our cash box, our bank, what we owed the customer as credit, or the
    gateway's account for us."""
    return _OWN.get(provider, CLEARING + provider)


def is_account(name: str) -> bool:
    """Whether lines may name it. The gateways' account needs the gateway's name."""
    if name.startswith(CLEARING):
        gateway = name.removeprefix(CLEARING)
        return 0 < len(gateway) <= 40 and gateway.replace("_", "").isalnum() and gateway.isascii()
    return name in ACCOUNTS and name != "gateway_clearing"


def kind_of(name: str) -> str:
    """The type of an account: asset, liability, income, expense."""
    return ACCOUNTS[name.partition(":")[0]].type


def title(name: str, locale: str = "en") -> str:
    """The account's name in English or French."""
    head, _, gateway = name.partition(":")
    account = ACCOUNTS.get(head)
    if account is None:
        return name
    words = account.fr if locale.startswith("fr") else account.en
    return f"{words} ({gateway})" if gateway else words


def lines(*moves: tuple[str, int]) -> list[Line]:
    """One line an account, in the order in which they were first named; those of zero are left out."""
    sums: dict[str, int] = {}
    for account, amount in moves:
        sums[account] = sums.get(account, 0) + amount
    return [Line(account, amount) for account, amount in sums.items() if amount]


def off(entry: Iterable[Line]) -> int:
    """What the lines add up to: nothing, when they balance."""
    return sum(line.amount_minor for line in entry)


def sum_up(moves: Iterable[tuple[str, str, str, int]]) -> Books:
    """What moves amount to that are each of a fact, what that is about (a reversal is about what it reverses), an account
    and an amount. `sale_id`, `store_id` and `currency` are the caller's to add."""
    balances = dict.fromkeys(EARNED, 0)
    receivable = sold = sold_tax = first = first_tax = returned = returned_tax = 0
    is_cancelled = False
    for fact, about, account, amount in moves:
        is_cancelled = is_cancelled or fact == "cancellation"
        if account == "customer_receivable":
            receivable += amount
        if account not in balances or about not in ("sale", "edit", "adjustment", "refund", "credit"):
            continue
        balances[account] += amount
        tax = amount if account == "tax_payable" else 0
        if about in ("refund", "credit"):
            returned, returned_tax = returned + amount, returned_tax + tax
        else:
            sold, sold_tax = sold - amount, sold_tax - tax
        if fact in ("sale", "edit"):
            first, first_tax = first - amount, first_tax - tax
    return Books(
        is_cancelled=is_cancelled,
        receivable_minor=receivable,
        sold_minor=sold,
        sold_tax_minor=sold_tax,
        first_minor=first,
        first_tax_minor=first_tax,
        returned_minor=returned,
        returned_tax_minor=returned_tax,
        balances=balances,
    )


def sale(sold: Sale) -> list[Line]:
    """The customer owes the total: goods, shipping and tax. Without shipping, what remains is a rounding difference."""
    rest = sold.total_minor - sold.goods_minor - sold.tax_minor
    return lines(
        ("customer_receivable", sold.total_minor),
        ("revenue", -sold.goods_minor),
        ("shipping_revenue" if sold.shipping_minor else "rounding", -rest),
        ("tax_payable", -sold.tax_minor),
    )


def edit(before: Sale, after: Sale) -> list[Line]:
    """The order was changed: its customer owes the new total in place of the old one."""
    return lines(*((line.account, line.amount_minor) for line in [*reversal(sale(before)), *sale(after)]))


def cancellation(books: Books, *, keeps_payment: bool) -> list[Line]:
    """The sale is taken back, with what was adjusted and returned of it. What the customer paid and did not get back they
    are owed, or it is kept on purpose."""
    taken_back = sum(books.balances.get(account, 0) for account in EARNED)
    receivable = books.receivable_minor + taken_back
    kept = max(-receivable, 0) if keeps_payment else 0
    return lines(
        ("customer_receivable", taken_back + kept),
        *((account, -books.balances.get(account, 0)) for account in EARNED),
        ("other_income", -kept),
    )


def collected(provider: str, amount_minor: int) -> list[Line]:
    """The customer paid."""
    return lines((account_of(provider), amount_minor), ("customer_receivable", -amount_minor))


def fee(provider: str, amount_minor: int) -> list[Line]:
    """The gateway took its fee from what it holds. A negative one gives back."""
    return lines(("fees", amount_minor), (account_of(provider), -amount_minor))


def adjustment(books: Books, amount_minor: int) -> list[Line]:
    """The sale is `amount_minor` more than what was sold (it weighed more), or less. Its tax keeps the sale's proportion, so
    that a sale adjusted to nothing has no tax; no less, though, than refunds took back already."""
    after = books.sold_minor + amount_minor
    share = _share(books.first_tax_minor, after, books.first_minor)
    tax = max(share, books.returned_tax_minor) - books.sold_tax_minor
    return lines(
        ("customer_receivable", amount_minor), ("revenue", -(amount_minor - tax)), ("tax_payable", -tax)
    )


def refund(books: Books, provider: str, amount_minor: int) -> list[Line]:
    """First what the customer is owed; the rest takes back part of the sale, its tax in proportion: of all that was given
    back together, so that giving back everything gives back exactly all tax."""
    owed = min(amount_minor, max(-books.receivable_minor, 0))
    rest = amount_minor - owed
    returned = min(books.returned_minor + rest, books.sold_minor)
    tax = _share(books.sold_tax_minor, returned, books.sold_minor) - books.returned_tax_minor
    tax = min(max(tax, 0), rest)
    return lines(
        ("customer_receivable", owed),
        ("refunds", rest - tax),
        ("tax_payable", tax),
        (account_of(provider), -amount_minor),
    )


def fee_kept(books: Books, amount_minor: int) -> list[Line]:
    """What is kept of goods that came back: without its tax it is other income, in place of the sale."""
    net = amount_minor - _share(books.sold_tax_minor, amount_minor, books.sold_minor)
    return lines(("refunds", net), ("other_income", -net))


def dispute(
    before: Mapping[str, int], provider: str, *, withdrawn_minor: int, fee_minor: int, outcome: str
) -> list[Line]:
    """From what the dispute did to the accounts so far (`before`) to what it does by now. While it is open its money is held
    back; won, it is back; lost, it is a loss. Its fee stays."""
    held = withdrawn_minor if outcome == "open" else 0
    loss = withdrawn_minor if outcome == "lost" else 0
    after = {
        "disputed_funds": held,
        "dispute_losses": loss,
        "fees": fee_minor,
        account_of(provider): -(held + loss + fee_minor),
    }
    accounts = dict.fromkeys([*after, *before])
    return lines(*((account, after.get(account, 0) - before.get(account, 0)) for account in accounts))


def settlement(provider: str, kind: str, amount_minor: int) -> list[Line]:
    """A gateway's statement says that it paid us (`payout`), or took a `fee` that we had not heard of. Negative ones go the
    other way."""
    if kind not in ("payout", "fee"):
        raise ValueError(f"{kind} is no kind of settlement")
    return lines(
        ("bank" if kind == "payout" else "fees", amount_minor), (account_of(provider), -amount_minor)
    )


def reversal(entry: Iterable[Line]) -> list[Line]:
    """The same the other way round."""
    return [Line(line.account, -line.amount_minor) for line in entry]


def _share(tax_minor: int, part_minor: int, whole_minor: int) -> int:
    return round_half_up(tax_minor * part_minor, whole_minor) if whole_minor else 0
