"""What an order keeps of the promotions that applied to it, so that an edit of it judges the same ones as of its sale."""

import msgspec

from duka.promotions.compiling import SHIPPING, compiled, phase
from duka.promotions.facts import Facts, Line, Outcome
from duka.promotions.rules import evaluate
from duka.promotions.types import Definition


class Sold(msgspec.Struct, frozen=True):
    """`facts` are the cart's without its lines; `places`: product → its places, `variants` those that were sold, `reduced`
    which of them were reduced then."""

    definitions: list[Definition]
    facts: Facts
    places: dict[str, list[str]]
    variants: list[str]
    reduced: list[str]


class Taken(msgspec.Struct, frozen=True):
    """One promotion's part of one line (`line` is its key) or, without one, of the carriage."""

    promotion: str
    code: str
    title: str
    line: str | None
    amount_minor: int


def kept(definitions: tuple[Definition, ...], facts: Facts, outcome: Outcome) -> Sold | None:
    """What is to be kept of a sale; None when nothing applied. Keys of the lines are their variants' ids; what limits counted
    is left out, as it was claimed."""
    applied = {one.id for one in outcome.applied}
    if not applied:
        return None
    return Sold(
        [_capped(one, facts) for one in definitions if one.id in applied],
        msgspec.structs.replace(
            facts,
            lines=(),
            uses={},
            used={},
            codes=tuple(
                msgspec.structs.replace(code, used=0, limit=None)
                for code in facts.codes
                if code.promotion in applied
            ),
        ),
        {_product(line): sorted(line.places) for line in facts.lines},
        [line.key for line in facts.lines],
        [line.key for line in facts.lines if line.is_reduced],
    )


def again(
    sold: Sold, lines: tuple[Line, ...], locale: str, shipping_minor: int | None, method: str
) -> Outcome:
    """The same promotions on other contents, as of the sale. Their limits were claimed then and are not asked again."""
    facts = msgspec.structs.replace(
        sold.facts,
        lines=lines,
        shipping_minor=shipping_minor,
        shipping_method=method or sold.facts.shipping_method,
    )
    return evaluate(compiled(sold.definitions), facts, locale=locale)


def without_shipping(sold: Sold) -> Sold:
    """The same promotions, none of which is about the carriage any more."""
    definitions = []
    for one in sold.definitions:
        effects = [effect for effect in one.rules.effects if phase(effect) != SHIPPING]
        if effects:
            rules = msgspec.structs.replace(one.rules, effects=effects)
            definitions.append(msgspec.structs.replace(one, rules=rules))
    return msgspec.structs.replace(sold, definitions=definitions)


def taken(outcome: Outcome) -> list[Taken]:
    """Everything that was taken off, line by line."""
    found = []
    for one in outcome.applied:
        for key, minor in one.lines.items():
            found.append(Taken(one.id, one.code, one.title, key, minor))
        if one.shipping_minor:
            found.append(Taken(one.id, one.code, one.title, None, one.shipping_minor))
    return found


def _capped(one: Definition, facts: Facts) -> Definition:
    """Without its limits; what was left of its budget is its cap."""
    rules = one.rules
    if facts.currency in one.budget:
        used = facts.used.get(one.id)
        left = one.budget[facts.currency] - (used.spent.get(facts.currency, 0) if used else 0)
        most = min(left, rules.most.get(facts.currency, left))
        rules = msgspec.structs.replace(rules, most={**rules.most, facts.currency: most})
    return msgspec.structs.replace(one, rules=rules, usage_limit=None, customer_limit=None, budget={})


def _product(line: Line) -> str:
    return next(place for place in line.places if place.startswith("prod_"))
