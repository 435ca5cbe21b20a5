"""A catalogue of any size for one store, made by PostgreSQL itself: for the benchmark and for tests of big
listings.

Every row follows from the tenant, its kind and its number, so two runs make the same goods. What holds of
product `n` and its variant `v` (both from 0) is told by `facts`, which tests compare with what the queries
answer.
"""

from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel.db import Tx

ADJECTIVES = [
    "Linen",
    "Cotton",
    "Woven",
    "Carved",
    "Indigo",
    "Amber",
    "Striped",
    "Plain",
    "Embroidered",
    "Glazed",
]
NOUNS = [
    "shirt",
    "dress",
    "basket",
    "bowl",
    "scarf",
    "lamp",
    "stool",
    "blanket",
    "apron",
    "necklace",
    "sandal",
    "vase",
]
NOUNS_FR = ["chemise", "robe", "panier", "bol", "écharpe", "lampe", "tabouret", "couverture", "tablier",
            "collier", "sandale", "vase"]  # fmt: skip
VENDORS = ["Adire House", "Baobab", "Cora Mills", "Dune & Co", "Ember", "Fjord"]
SIZES = ["S", "M", "L", "XL", "XXL", "3XL"]
MATERIALS = ["cotton", "wood", "clay"]
ROOTS = 3
LEAVES = 4
"""Categories: ROOTS at the top, LEAVES below each; product n is in leaf n modulo their number."""

PICTURES = 24


class Fact(msgspec.Struct, frozen=True):
    """What the data set holds of one variant. `special_minor` counts while `special_state` is open."""

    sku: str
    size: str
    base_minor: int
    special_minor: int | None
    special_state: str
    on_hand: int


class ProductFact(msgspec.Struct, frozen=True):
    slug: str
    title: str
    title_fr: str
    vendor: str
    material: str
    tags: list[str]
    leaf: str
    root: str
    variants: list[Fact]


def facts(n: int, variants: int = 3) -> ProductFact:
    """Product `n` as `fill` makes it."""
    noun = n // len(ADJECTIVES) % len(NOUNS)
    adjective = ADJECTIVES[n % len(ADJECTIVES)]
    leaf = n % (ROOTS * LEAVES)
    return ProductFact(
        slug=f"{adjective.lower()}-{NOUNS[noun]}-{n}",
        title=f"{adjective} {NOUNS[noun]} {n}",
        title_fr=f"{NOUNS_FR[noun]} {adjective} {n}",
        vendor=VENDORS[n % len(VENDORS)],
        material=MATERIALS[n % len(MATERIALS)],
        tags=["gift", "new"] if n % 4 == 0 else ["gift"] if n % 4 == 1 else [],
        leaf=f"leaf-{leaf}",
        root=f"root-{leaf // LEAVES}",
        variants=[_fact(n, v) for v in range(variants)],
    )


def _fact(n: int, v: int) -> Fact:
    base = 500 + n * 37 % 9500 + v * 100
    return Fact(
        sku=f"BULK-{n}-{v}",
        size=SIZES[v % len(SIZES)],
        base_minor=base,
        special_minor=base * 8 // 10 if n % 5 < 3 else None,
        special_state=["open", "over", "to come"][n % 5] if n % 5 < 3 else "",
        on_hand=0 if n % 10 == 9 else (n * 7 + v * 3) % 25,
    )


def fill(
    tx: Tx,
    tenant: UUID,
    store: UUID,
    products: int = 1000,
    variants: int = 3,
    *,
    now: datetime,
    fresh: bool = True,
) -> None:
    """Gives `store` its goods: active, visible, priced, in stock at one location (made when the tenant has
    none).

    The specials of products with n % 5 == 0 are open at `now`, 1: over, 2: to come. One fill a tenant.
    `fresh`: the newest product is published at `now`, each other a minute before the next.
    """
    assert 0 < variants <= len(SIZES)
    values = {
        "tenant": tenant,
        "store": store,
        "products": products,
        "variants": variants,
        "now": now if fresh else now - timedelta(days=365),
        "open_from": now - timedelta(days=1),
        "open_until": now + timedelta(days=1),
        "adjectives": ADJECTIVES,
        "nouns": NOUNS,
        "nouns_fr": NOUNS_FR,
        "vendors": VENDORS,
        "materials": MATERIALS,
        "sizes": SIZES[:variants],
        "roots": ROOTS,
        "leaves": LEAVES,
        "pictures": PICTURES,
    }
    for statement in STATEMENTS:
        tx.run(statement, **values)


def _id(kind: LiteralString, number: LiteralString) -> LiteralString:
    """SQL of the id of row `number` of a kind: a UUIDv7 whose time is the number, so that neighbours lie
    together."""
    digest: LiteralString = f"md5(%(tenant)s::uuid::text || '{kind}' || ({number}))"
    return (
        f"(lpad(to_hex(1760000000000 + ({number})), 12, '0') || '7' || left({digest}, 3) || '8' || "
        f"right({digest}, 15))::uuid"
    )


PRODUCT: LiteralString = _id("product", "n")
ITEM: LiteralString = _id("item", "n * 100 + v")
VARIANT: LiteralString = _id("variant", "n * 100 + v")
EACH: LiteralString = "generate_series(0, %(products)s - 1) n"
EACH_VARIANT: LiteralString = EACH + ", generate_series(0, %(variants)s - 1) v"
ADJECTIVE: LiteralString = "(%(adjectives)s::text[])[1 + n %% cardinality(%(adjectives)s::text[])]"
_NOUN: LiteralString = "[1 + n / cardinality(%(adjectives)s::text[]) %% cardinality(%(nouns)s::text[])]"
NOUN: LiteralString = "(%(nouns)s::text[])" + _NOUN
NOUN_FR: LiteralString = "(%(nouns_fr)s::text[])" + _NOUN
VENDOR: LiteralString = "(%(vendors)s::text[])[1 + n %% cardinality(%(vendors)s::text[])]"
MATERIAL: LiteralString = "(%(materials)s::text[])[1 + n %% cardinality(%(materials)s::text[])]"
LEAF: LiteralString = "n %% (%(roots)s * %(leaves)s)"
BASE: LiteralString = "(500 + n * 37 %% 9500 + v * 100)"

STATEMENTS: tuple[LiteralString, ...] = (
    f"""
    insert into locations (tenant_id, id, code, name)
    select %(tenant)s, {_id("location", "0")}, 'main', 'Main store'
     where not exists (select from locations l where l.tenant_id = %(tenant)s)""",
    f"""
    insert into media (tenant_id, id, key, mime, width, height, bytes, checksum, widths, color)
    select %(tenant)s, {_id("media", "n")}, 'bulk/' || n, 'image/webp', 1200, 1200, 90000,
           decode(md5(n::text), 'hex'), '{{320,640,1200}}', '#c8b49a'
      from generate_series(0, %(pictures)s - 1) n""",
    f"""
    insert into categories (tenant_id, id, slug, name, position, translations)
    select %(tenant)s, {_id("root", "n")}, 'root-' || n, 'Root ' || n, n,
           jsonb_build_object('fr', jsonb_build_object('name', 'Racine ' || n))
      from generate_series(0, %(roots)s - 1) n""",
    f"""
    insert into categories (tenant_id, id, parent_id, slug, name, position, translations)
    select %(tenant)s, {_id("leaf", "n")}, {_id("root", "n / %(leaves)s")}, 'leaf-' || n, 'Leaf ' || n, n,
           jsonb_build_object('fr', jsonb_build_object('name', 'Feuille ' || n))
      from generate_series(0, %(roots)s * %(leaves)s - 1) n""",
    f"""
    insert into attributes (tenant_id, id, code, name, kind, choices, is_filter, translations)
    values (%(tenant)s, {_id("attribute", "0")}, 'material', 'Material', 'choice', %(materials)s, true,
            '{{"fr": {{"name": "Matière",
                       "choices": {{"cotton": "coton", "wood": "bois", "clay": "argile"}}}}}}')""",
    f"""
    insert into products (tenant_id, id, slug, title, description, status, vendor, tags, attributes, options,
                          translations, search_text, created_at, updated_at)
    select %(tenant)s, {PRODUCT}, lower({ADJECTIVE}) || '-' || {NOUN} || '-' || n,
           {ADJECTIVE} || ' ' || {NOUN} || ' ' || n,
           '<p>Made by hand in a small workshop, checked twice, packed with care. It lasts for years.</p>',
           'active', {VENDOR},
           case n %% 4 when 0 then '{{gift,new}}'::text[] when 1 then '{{gift}}' else '{{}}' end,
           jsonb_build_object('material', {MATERIAL}),
           jsonb_build_array(jsonb_build_object(
               'name', 'Size', 'values', to_jsonb(%(sizes)s::text[]),
               'translations', '{{"fr": {{"name": "Taille", "values": {{}}}}}}'::jsonb)),
           jsonb_build_object('fr', jsonb_build_object('title', {NOUN_FR} || ' ' || {ADJECTIVE} || ' ' || n)),
           translate(lower({ADJECTIVE} || ' ' || {NOUN} || ' ' || n || ' ' || {NOUN_FR} || ' ' || {VENDOR}
                           || ' ' || {MATERIAL} || ' made by hand workshop'), 'é', 'e'),
           %(now)s - (%(products)s - 1 - n) * interval '1 minute',
           %(now)s - (%(products)s - 1 - n) * interval '1 minute'
      from {EACH}""",
    f"""
    insert into product_images (tenant_id, id, product_id, media_id, alt, position)
    select %(tenant)s, {_id("image", "n * 100 + v")}, {PRODUCT}, {_id("media", "(n + v) %% %(pictures)s")},
           {ADJECTIVE} || ' ' || {NOUN}, v
      from {EACH}, generate_series(0, 1) v""",
    f"""
    insert into product_categories (tenant_id, product_id, category_id, position)
    select %(tenant)s, {PRODUCT}, {_id("leaf", LEAF)}, n from {EACH}""",
    f"""
    insert into stock_items (tenant_id, id, sku)
    select %(tenant)s, {ITEM}, 'BULK-' || n || '-' || v from {EACH_VARIANT}""",
    f"""
    insert into variants (tenant_id, id, product_id, sku, option_values, title, position, weight_grams,
        stock_item_id)
    select %(tenant)s, {VARIANT}, {PRODUCT}, 'BULK-' || n || '-' || v, array[(%(sizes)s::text[])[v + 1]],
           (%(sizes)s::text[])[v + 1], v, 300, {ITEM}
      from {EACH_VARIANT}""",
    f"""
    insert into store_products (tenant_id, store_id, product_id, published_at, sold, price_minor)
    select %(tenant)s, %(store)s, {PRODUCT}, %(now)s - (%(products)s - 1 - n) * interval '1 minute',
        n * 13 %% 101,
           case n %% 5 when 0 then {BASE} * 8 / 10 else {BASE} end
      from {EACH}, generate_series(0, 0) v""",
    f"""
    insert into prices (tenant_id, store_id, variant_id, base_minor, special_minor, special_from,
        special_until)
    select %(tenant)s, %(store)s, {VARIANT}, {BASE}, case when n %% 5 < 3 then {BASE} * 8 / 10 end,
           case n %% 5 when 0 then %(open_from)s::timestamptz when 2 then %(open_until)s end,
           case n %% 5 when 0 then %(open_until)s::timestamptz when 1 then %(open_from)s end
      from {EACH_VARIANT}""",
    f"""
    with levels as (
        insert into stock_levels (tenant_id, item_id, location_id, on_hand, low_at)
        select %(tenant)s, {ITEM}, (select l.id from locations l where l.tenant_id = %(tenant)s
            order by l.code limit 1),
               case when n %% 10 = 9 then 0 else (n * 7 + v * 3) %% 25 end, 3
          from {EACH_VARIANT}
        returning item_id, location_id, on_hand)
    insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reason, actor, at)
    select %(tenant)s, levels.item_id, levels.item_id, levels.location_id, levels.on_hand, 'initial',
        'system', %(now)s
      from levels where levels.on_hand > 0""",
)
