"""Which currencies the payment providers of this platform take; a provider that is not here takes all.

Known here, below payments, because shoppers are offered no way to pay that would fail. A test holds this and what the
providers say of themselves together.
"""

from duka.kernel.money import EXPONENTS

_NOT_AT_STRIPE = "BTN CLF CUP ERN GHS IQD IRR KPW LYD SDG SSP STN SVC SYP TMT UYI UYW VED VES ZWG"
_AT_PAYPAL = (
    "AUD BRL CAD CHF CNY CZK DKK EUR GBP HKD HUF ILS JPY MXN MYR NOK NZD PHP PLN RUB SEK SGD THB TWD USD"
)

TAKEN: dict[str, frozenset[str]] = {
    "stripe": frozenset(EXPONENTS) - frozenset(_NOT_AT_STRIPE.split()),
    "paypal": frozenset(_AT_PAYPAL.split()),
    "orange_money": frozenset({"GNF", "XAF", "XOF"}),
    "mtn_momo": frozenset(["EUR", "GHS", "GNF", "LRD", "SZL", "UGX", "USD", "XAF", "XOF", "ZAR", "ZMW"]),
}


def takes(provider: str, currency: str) -> bool:
    taken = TAKEN.get(provider)
    return taken is None or currency in taken
