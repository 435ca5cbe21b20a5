"""How a store treats taxes beside its rates: the section `tax_rules` of its settings."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from duka.settings.types import Errors


class TaxRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`rounding`: the tax of each line, or of all in a document that is taxed alike, is rounded. `exempt_prices`: who owes no
    tax pays prices that include it less that tax (`net`), or as they are shown (`shown`).

    `asks_vat_number`: shoppers may give one at the checkout. `reverse_charge`: a business of another member state of the EU
    with a valid number is charged no tax. `checks_vat_numbers`: the Commission's service (VIES) is asked about each;
    `trusts_unchecked`: a number of the right form counts until that answered. `vat_number` is the merchant's own: VIES gives
    a proof (a consultation number) only to who tells theirs. `reverse_charge_text` is printed instead of our own words."""

    rounding: Literal["line", "document"] = "line"
    exempt_prices: Literal["net", "shown"] = "net"
    asks_vat_number: bool = False
    reverse_charge: bool = False
    checks_vat_numbers: bool = False
    trusts_unchecked: bool = False
    vat_number: Annotated[str, Meta(max_length=20)] = ""
    reverse_charge_text: Annotated[str, Meta(max_length=300)] = ""


def check(value: TaxRules, errors: Errors) -> None:
    """A number is written with its country's letters."""
    written = value.vat_number.replace(" ", "")
    if written and not (written[:2].isalpha() and written[2:].isalnum() and len(written) > 4):
        errors["vat_number"] = "write it with its country's two letters first, like FR40303265045"
