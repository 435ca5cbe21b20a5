"""What a promotion must be to be kept."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, MalformedId
from duka.kernel.ids import parse
from duka.kernel.money import EXPONENTS
from duka.promotions.compiling import all_goods
from duka.promotions.types import (
    Amount,
    AtLocation,
    Bundle,
    BuyGet,
    Definition,
    Effect,
    FirstOrder,
    FreeShipping,
    Gift,
    Hours,
    InGroup,
    InStore,
    Percent,
    Quantity,
    Rules,
    Tiered,
    Total,
    UnitPrice,
)

_BASIC = (Percent, Amount, FreeShipping)


def why_advanced(rules: Rules, budget: Mapping[str, int]) -> str:
    """What makes it more than basic: empty for a percentage, an amount or free shipping, with or without a minimum."""
    other = [c for c in rules.conditions if not isinstance(c, Total)]
    if other:
        return f"its condition “{_kind(other[0])}”"
    more = [e for e in rules.effects if not isinstance(e, _BASIC)]
    if more:
        return f"its effect “{_kind(more[0])}”"
    if rules.stacking != "stackable":
        return "how it goes with others"
    return "its budget" if budget else ""


def _kind(piece: object) -> str:
    return str(getattr(type(piece), "__struct_config__").tag).replace("_", " ")  # noqa: B009 - msgspec's own


def check(ctx: Context, one: Definition, path: str = "rules") -> None:
    """Refuses `InvalidInput` naming every field that cannot be. At most four statements."""
    errors: dict[str, str] = {}
    if one.starts_at and one.ends_at and one.ends_at <= one.starts_at:
        errors["ends_at"] = "lies after the beginning"
    for name, moment in (("starts_at", one.starts_at), ("ends_at", one.ends_at)):
        if moment is not None and moment.tzinfo is None:
            errors[name] = "say the time zone too"
    _currencies("budget", one.budget, errors)
    _currencies(f"{path}.most", one.rules.most, errors)
    for n, condition in enumerate(one.rules.conditions):
        at = f"{path}.conditions.{n}"
        if isinstance(condition, Total):
            _amounts(f"{at}.at_least", condition.at_least, errors)
        elif not isinstance(condition, Quantity | FirstOrder | Hours) and not condition.any_of:
            errors[f"{at}.any_of"] = "choose at least one"
    for n, effect in enumerate(one.rules.effects):
        _effect(f"{path}.effects.{n}", effect, errors)
    _existing(ctx, one, path, errors)
    if errors:
        raise InvalidInput(errors)


def _effect(at: str, effect: Effect, errors: dict[str, str]) -> None:
    if isinstance(effect, Amount):
        _amounts(f"{at}.amounts", effect.amounts, errors)
    elif isinstance(effect, FreeShipping):
        _currencies(f"{at}.up_to", effect.up_to, errors)
    elif isinstance(effect, Bundle):
        _amounts(f"{at}.price", effect.price, errors)
    elif isinstance(effect, UnitPrice):
        _amounts(f"{at}.prices", effect.prices, errors)
    elif isinstance(effect, Tiered):
        for n, tier in enumerate(effect.tiers):
            _currencies(f"{at}.tiers.{n}.spend", tier.spend, errors)
            _currencies(f"{at}.tiers.{n}.amounts", tier.amounts, errors)
            if effect.by == "spend" and not tier.spend:
                errors[f"{at}.tiers.{n}.spend"] = "say from how much on"
            if bool(tier.ppm) == bool(tier.amounts):
                errors[f"{at}.tiers.{n}.ppm"] = "give a percentage or an amount"


def _amounts(at: str, amounts: Mapping[str, int], errors: dict[str, str]) -> None:
    if not amounts:
        errors[at] = "give an amount in at least one currency"
    _currencies(at, amounts, errors)


def _currencies(at: str, amounts: Mapping[str, int], errors: dict[str, str]) -> None:
    unknown = [currency for currency in amounts if currency not in EXPONENTS]
    if unknown:
        errors[at] = f"{unknown[0]} is no currency"


def _existing(ctx: Context, one: Definition, path: str, errors: dict[str, str]) -> None:
    goods = all_goods(one)
    named = {
        "prod": {i for g in goods for i in (*g.products, *g.except_products)},
        "var": {i for g in goods for i in g.variants},
        "cat": {i for g in goods for i in (*g.categories, *g.except_categories)},
        "coll": {i for g in goods for i in (*g.collections, *g.except_collections)},
        "cgrp": _named(one.rules, InGroup),
        "store": _named(one.rules, InStore),
        "loc": _named(one.rules, AtLocation),
    }
    ids: dict[str, list[UUID]] = {}
    for prefix, texts in named.items():
        try:
            ids[prefix] = [parse(prefix, text) for text in sorted(texts)]
        except MalformedId:
            errors[path] = f"one of its ids is not like {prefix}_…"
            return
    if not any(ids.values()):
        return
    counted, by_pieces = goods_by_pieces(one)
    row = ctx.db.one(
        """select (select count(*) from products where tenant_id = %(tenant)s and id = any(%(prod)s)) as prod,
                  (select count(*) from variants where tenant_id = %(tenant)s and id = any(%(var)s)) as var,
                  (select count(*) from categories where tenant_id = %(tenant)s and id = any(%(cat)s)) as cat,
                  (select count(*) from collections where tenant_id = %(tenant)s and id = any(%(coll)s)) as coll,
                  (select count(*) from customer_groups where tenant_id = %(tenant)s and id = any(%(cgrp)s)) as cgrp,
                  (select count(*) from stores where tenant_id = %(tenant)s and id = any(%(store)s)) as store,
                  (select count(*) from locations where tenant_id = %(tenant)s and id = any(%(loc)s)) as loc,
                  (select p.title from products p where p.tenant_id = %(tenant)s and (p.scale > 0 or p.pricing_mode = 'weight')
                     and (p.id = any(%(counted)s) or p.id in (
                         select v.product_id from variants v where v.tenant_id = %(tenant)s and v.id = any(%(pieces)s)))
                   limit 1) as weighed""",
        counted=counted,
        pieces=by_pieces,
        **ids,
    )
    assert row is not None  # scalars
    for prefix, wanted in ids.items():
        if getattr(row, prefix) < len(wanted):
            errors[path] = f"something that it names ({prefix}_…) is not there any more"
    if row.weighed is not None:
        errors[path] = f"{row.weighed} is sold by weight: pieces of it can't be counted"


def goods_by_pieces(one: Definition) -> tuple[list[UUID], list[UUID]]:
    """The products and the variants that effects count in pieces."""
    products: set[str] = set()
    variants: set[str] = set()
    for effect in one.rules.effects:
        if isinstance(effect, Gift):
            variants.update(effect.variants)
        elif isinstance(effect, BuyGet):
            for goods in (effect.goods, effect.get_goods or effect.goods):
                products.update(goods.products)
                variants.update(goods.variants)
        elif isinstance(effect, Bundle):
            for part in effect.parts:
                products.update(part.goods.products)
                variants.update(part.goods.variants)
    return [parse("prod", i) for i in sorted(products)], [parse("var", i) for i in sorted(variants)]


def _named(rules: Rules, kind: type[InGroup] | type[InStore] | type[AtLocation]) -> set[str]:
    found: Iterable[str] = (i for c in rules.conditions if isinstance(c, kind) for i in c.any_of)
    return set(found)
