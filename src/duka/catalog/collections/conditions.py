"""What a rule means: checked conditions, and the one statement that finds the products they hold for.

The conditions are data, not SQL: the statement takes them as a parameter and looks at each product with each of them, so
nothing that a merchant writes becomes part of a statement.
"""

from collections.abc import Sequence
from typing import Any, LiteralString
from uuid import UUID

from duka.catalog.collections.types import Condition
from duka.catalog.findings import Findings

TEXTS = frozenset({"title", "vendor", "kind", "tag", "sku"})
NUMBERS = frozenset({"price", "age_days"})
ANSWERS = frozenset({"on_sale", "in_stock", "by_weight"})
NAMED = frozenset({"option", "attribute"})
VOLATILE = frozenset({"on_sale", "in_stock", "age_days"})
"""What changes without anybody changing the product."""

_OPERATORS: dict[str, frozenset[str]] = {
    **dict.fromkeys(TEXTS, frozenset({"is", "is_not", "contains", "contains_not"})),
    **dict.fromkeys(NUMBERS, frozenset({"more_than", "less_than"})),
    **dict.fromkeys(ANSWERS, frozenset({"is"})),
    "category": frozenset({"is", "is_not"}),
    "option": frozenset({"is", "is_not"}),
    "attribute": frozenset({"is", "is_not", "contains", "contains_not", "more_than", "less_than"}),
}
LARGEST = 2**53
MOST_DAYS = 36_500


def check(f: Findings, path: str, conditions: Sequence[Condition]) -> list[Condition]:
    """Notes what makes no sense, each at its own place: `conditions.2.value`."""
    return [_checked(f, f"{path}.{place}", condition) for place, condition in enumerate(conditions)]


def _checked(f: Findings, path: str, given: Condition) -> Condition:
    if given.operator not in _OPERATORS[given.field]:
        f.note(f"{path}.operator", f"choose one of {', '.join(sorted(_OPERATORS[given.field]))}")
    name = f.line(f"{path}.name", given.name, 100, needed=given.field in NAMED)
    value = f.line(f"{path}.value", given.value, 200, needed=given.field not in ANSWERS)
    if value and given.field == "category":
        f.id(f"{path}.value", "cat", value)
    if given.field in ANSWERS and value not in ("yes", "no"):
        f.note(f"{path}.value", "write yes or no")
    if (
        value
        and (given.field in NUMBERS or given.operator in ("more_than", "less_than"))
        and not _is_number(value)
    ):
        f.note(f"{path}.value", "give a whole number, 0 or more")
    elif value and given.field == "age_days" and int(value) > MOST_DAYS:
        f.note(f"{path}.value", f"give {MOST_DAYS} days at most")
    return Condition(given.field, given.operator, value, name if given.field in NAMED else "")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 17 and int(text) <= LARGEST


def as_rows(conditions: Sequence[Condition], branches: dict[str, list[UUID]]) -> list[dict[str, Any]]:
    """The parameter of `MATCHING`. `branches`: a category's public id → itself and all below it."""
    return [
        {
            "field": c.field,
            "is_not": c.operator in ("is_not", "contains_not"),
            "operator": {"is_not": "is", "contains_not": "contains"}.get(c.operator, c.operator),
            "name": c.name,
            "value": c.value,
            "number": int(c.value) if _is_number(c.value) else None,
            "ids": branches.get(c.value, []) if c.field == "category" else [],
        }
        for c in conditions
    ]


def _same_text(column: LiteralString) -> LiteralString:
    return (
        f"case c.operator when 'contains' then strpos(lower(unaccent({column})), lower(unaccent(c.value))) > 0 "
        f"else lower({column}) = lower(c.value) end"
    )


ATTRIBUTE: LiteralString = "coalesce(p.attributes -> c.name ->> 'value', p.attributes ->> c.name)"

HOLDS: LiteralString = f"""(case c.field
    when 'title' then {_same_text("p.title")}
    when 'vendor' then {_same_text("p.vendor")}
    when 'kind' then {_same_text("p.kind")}
    when 'tag' then exists (select from unnest(p.tags) as t (tag) where {_same_text("t.tag")})
    when 'sku' then exists (select from variants v where v.tenant_id = %(tenant)s and v.product_id = p.id
                            and v.is_active and {_same_text("v.sku")})
    when 'category' then exists (select from product_categories g where g.tenant_id = %(tenant)s
                                 and g.product_id = p.id and g.category_id = any(c.ids))
    when 'option' then exists (
        select from variants v, jsonb_array_elements(p.options) with ordinality o (option, place)
         where v.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active
           and o.option ->> 'name' = c.name and lower(v.option_values[o.place]) = lower(c.value))
    when 'attribute' then case c.operator
        when 'more_than' then case when {ATTRIBUTE} ~ '^[0-9]{{1,15}}(\\.[0-9]*)?$' then ({ATTRIBUTE})::numeric > c.number end
        when 'less_than' then case when {ATTRIBUTE} ~ '^[0-9]{{1,15}}(\\.[0-9]*)?$' then ({ATTRIBUTE})::numeric < c.number end
        else {_same_text(ATTRIBUTE)} end
    when 'price' then exists (select from store_products sp where sp.tenant_id = %(tenant)s and sp.product_id = p.id
        and case c.operator when 'more_than' then sp.price_minor > c.number else sp.price_minor < c.number end)
    when 'on_sale' then (c.value = 'yes') = exists (
        select from variants v join prices r on r.tenant_id = v.tenant_id and r.variant_id = v.id
         where v.tenant_id = %(tenant)s and r.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active
           and price_in_force(r.base_minor, r.special_minor, r.special_from, r.special_until,
                              r.sale_minor, r.sale_from, r.sale_until, %(now)s) < r.base_minor)
    when 'in_stock' then (c.value = 'yes') = exists (
        select from variants v where v.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active
           and (not v.tracks_stock or v.sells_without_stock or exists (
                select from stock_levels k where k.tenant_id = %(tenant)s and k.item_id = v.stock_item_id
                   and k.on_hand - k.reserved > k.safety)))
    when 'by_weight' then (c.value = 'yes') = (p.pricing_mode = 'weight')
    when 'age_days' then case c.operator
        when 'more_than' then p.created_at < %(now)s - make_interval(days => c.number::int)
        else p.created_at > %(now)s - make_interval(days => c.number::int) end
    end)"""

MATCHES: LiteralString = f"""
    select case when %(any)s then bool_or(coalesce({HOLDS}, false) <> c.is_not)
                else bool_and(coalesce({HOLDS}, false) <> c.is_not) end
      from jsonb_to_recordset(%(conditions)s::jsonb) as c (field text, operator text, is_not boolean, name text,
           value text, number bigint, ids uuid[])"""
"""Does the rule hold for `products p`? Without conditions: null, so nothing."""

MATCHING: LiteralString = f"""
    select p.id from products p where p.tenant_id = %(tenant)s and p.status = 'active' and ({MATCHES})"""
"""The ids of the active products that the rule holds for. Parameters: conditions, any, now."""
