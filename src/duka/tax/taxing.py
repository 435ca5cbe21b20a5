"""How the documents of one buyer are taxed: their reliefs, then what a service answered, then the store's own rates. Pure."""

from collections.abc import Iterable, Mapping

import msgspec

from duka.stores.tax_rules import TaxRules
from duka.tax.relief import Relief, reliefs
from duka.tax.rules import Rate, tax_of
from duka.tax.types import CARRIAGE, Answer, Buyer, OrderTax, Source

Place = tuple[str, str, str]
Kind = tuple[str, int]
"""(tax class, unit price): what a service may tax alike. Carriage is (`CARRIAGE`, 0)."""


class Taxing(msgspec.Struct, frozen=True):
    """`answers` hold at `place`; `reliefs` in its country."""

    buyer: Buyer
    rules: TaxRules
    includes_tax: bool
    place: Place
    reliefs: tuple[Relief, ...] = ()
    answers: dict[Kind, Answer] = {}

    def relief(self, tax_class: str, country: str) -> Relief | None:
        if country != self.place[0]:
            return None
        return next((relief for relief in self.reliefs if relief.covers(tax_class)), None)

    def rates(self, tax_class: str, place: Place, own: tuple[Rate, ...], kind: Kind) -> tuple[Rate, ...]:
        """`own` are the store's for that class there; `kind` is what a service was asked about."""
        if self.relief(tax_class, place[0]) is not None:
            return ()
        answer = self._answer(kind) if place == self.place else None
        return own if answer is None else answer.rates

    def price(self, minor: int, tax_class: str, place: Place, own: tuple[Rate, ...], kind: Kind) -> int:
        """What this buyer is asked for something that is shown at `minor`: less the tax inside, where none is owed."""
        if not self.includes_tax or self.rules.exempt_prices == "shown":
            return minor
        if self.relief(tax_class, place[0]) is None:
            return minor
        answer = self._answer(kind) if place == self.place else None
        return tax_of(minor, own if answer is None else answer.rates, inclusive=True).net

    def missing(self, kinds: Iterable[Kind]) -> list[Kind]:
        """Those of which the store's service should be asked: without a fresh answer."""
        asked = self.buyer.asked
        if asked is None or self.place[0] not in asked.countries or not self.place[2]:
            return []
        return sorted({kind for kind in kinds if not self._is_fresh(kind)})

    def told(self, kinds: Iterable[Kind], classes: Iterable[str]) -> OrderTax:
        """What a document of these kinds says of its taxes; `classes` are those of its goods."""
        source = self._source(list(kinds))
        relief = next((r for r in self.reliefs if any(r.covers(c) for c in classes)), None)
        known = self.buyer.known
        is_business = relief is not None and relief.reason == "reverse_charge"
        told = OrderTax(
            source=source,
            service=self.buyer.asked.provider if self.buyer.asked and source != "own" else "",
            rounding=self.rules.rounding,
            vat_number=self.buyer.vat_number,
        )
        if relief is None:
            return told
        return msgspec.structs.replace(
            told,
            reason=relief.reason,
            note=relief.note,
            country=self.place[0],
            classes=relief.classes,
            prices=self.rules.exempt_prices if self.includes_tax else "",
            certificate_number=relief.certificate_number,
            consultation_number=known.consultation_number if known and is_business else "",
            checked_at=known.checked_at if known and is_business else None,
        )

    def _source(self, kinds: list[Kind]) -> Source:
        """The weakest of theirs."""
        if not kinds or not self.answers or any(self._answer(kind) is None for kind in kinds):
            return "own"
        return "service" if all(self._is_fresh(kind) for kind in kinds) else "kept"

    def _answer(self, kind: Kind) -> Answer | None:
        """For this price, or else the newest for any price of the class."""
        return self.answers.get(kind) or next(
            (answer for (tax_class, _), answer in self.answers.items() if tax_class == kind[0]), None
        )

    def _is_fresh(self, kind: Kind) -> bool:
        found = self.answers.get(kind)
        return found is not None and found.is_fresh


def taxing(
    buyer: Buyer,
    rules: TaxRules,
    *,
    seller_country: str,
    includes_tax: bool,
    place: Place,
    locale: str,
    is_fetched: bool = False,
) -> Taxing:
    """For a buyer whose goods go to `place`, and who fetches them, if they do."""
    in_force = buyer.asked is not None and place[0] in buyer.asked.countries
    return Taxing(
        buyer,
        rules,
        includes_tax,
        place,
        reliefs(buyer, rules, seller_country, place[0], locale, is_fetched=is_fetched),
        {(a.tax_class, a.unit_price_minor): a for a in buyer.answers} if in_force else {},
    )


def agreed(
    tax: OrderTax,
    rules: TaxRules,
    *,
    includes_tax: bool,
    place: Place,
    sold: Mapping[str, tuple[Rate, ...]],
) -> Taxing:
    """For an order that was sold so and went to `place`: its relief holds on in that country; where a service told its rates,
    what is added is taxed as the goods of its class were (`sold`); and taxes are rounded as they were."""
    kept = (Relief(tax.reason, tax.note, tax.classes, tax.certificate_number),) if tax.reason else ()
    own = msgspec.structs.replace(
        rules, rounding=tax.rounding, exempt_prices=tax.prices or rules.exempt_prices
    )
    told = sold if tax.source != "own" else {}
    answers = {
        (tax_class, 0): Answer(tax_class, 0, rates, is_fresh=False) for tax_class, rates in told.items()
    }
    return Taxing(Buyer(vat_number=tax.vat_number), own, includes_tax, place, kept, answers)


CARRIED: Kind = (CARRIAGE, 0)
