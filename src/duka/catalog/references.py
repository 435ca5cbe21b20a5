"""Everything that a new or changed product refers to, in one statement."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel.context import Context

TRIES = 9
"""How many numbered slugs and SKUs are tried before a random ending is taken."""


class Item(msgspec.Struct, frozen=True):
    """A stock item; `users` are the variants that draw on it."""

    id: UUID
    sku: str
    users: list[UUID]


class SlugOwner(msgspec.Struct, frozen=True):
    """Who has, or once had, a slug. Only the slug of an archived product's past can be taken over."""

    slug: str
    owner: UUID
    is_current: bool
    is_archived: bool


class Found(msgspec.Struct, frozen=True):
    attribute_set: UUID | None
    attributes: list[dict[str, Any]]
    categories: list[dict[str, Any]]
    stores: list[UUID]
    items: dict[str, Item]
    skus: set[str]
    slugs: list[SlugOwner]


def look_up(
    ctx: Context,
    *,
    attribute_set: str = "",
    attributes: Iterable[str] = (),
    categories: Sequence[UUID] = (),
    stores: Sequence[UUID] = (),
    skus: Iterable[str] = (),
    slugs: Iterable[str] = (),
) -> Found:
    """`attributes` are the set's, when one is named, and otherwise those with the given codes. `skus` gives
    the stock items of those SKUs and which of them variants use."""
    row = ctx.db.one(
        """select
            (select s.id from attribute_sets s where s.tenant_id = %(tenant)s
              and s.code = %(set)s) as attribute_set,
            (select jsonb_agg(jsonb_build_object('code', a.code, 'kind', a.kind, 'choices', a.choices,
              'unit', a.unit,
                                                 'translations', a.translations,
                                                 'required', coalesce(m.is_required, false)))
             from attributes a
             left join attribute_sets s on s.tenant_id = a.tenant_id and s.code = %(set)s
             left join attribute_set_members m on m.tenant_id = a.tenant_id and m.attribute_set_id = s.id
                                              and m.attribute_id = a.id
             where a.tenant_id = %(tenant)s
               and (m.attribute_id is not null or (%(set)s = '' and a.code = any(%(codes)s)))) as attributes,
            (select jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'translations', c.translations))
             from categories c where c.tenant_id = %(tenant)s and c.id = any(%(categories)s)) as categories,
            (select jsonb_agg(s.id) from stores s
             where s.tenant_id = %(tenant)s and s.id = any(%(stores)s)) as stores,
            (select jsonb_object_agg(i.sku, jsonb_build_object('id', i.id, 'sku', i.sku, 'users', array(
                 select v.id from variants v where v.tenant_id = %(tenant)s and v.stock_item_id = i.id)))
             from stock_items i where i.tenant_id = %(tenant)s and i.sku = any(%(skus)s)) as items,
            (select jsonb_agg(v.sku) from variants v
             where v.tenant_id = %(tenant)s and v.sku = any(%(skus)s)) as skus,
            (select jsonb_agg(jsonb_build_object('slug', o.slug, 'owner', o.owner, 'is_current',
              p.slug = o.slug,
                                                 'is_archived', p.status = 'archived'))
             from (select s.slug, s.target_id as owner from slugs s
                   where s.tenant_id = %(tenant)s and s.kind = 'product' and s.slug = any(%(slugs)s)
                   union select p.slug, p.id from products p
                   where p.tenant_id = %(tenant)s and p.slug = any(%(slugs)s)) o
             join products p on p.tenant_id = %(tenant)s and p.id = o.owner) as slugs""",
        set=attribute_set,
        codes=list(attributes),
        categories=list(categories),
        stores=list(stores),
        skus=list(dict.fromkeys(skus)),
        slugs=list(slugs),
    )
    assert row is not None
    return msgspec.convert(
        {
            **row._asdict(),
            "attribute_set": row.attribute_set and str(row.attribute_set),
            "attributes": row.attributes or [],
            "categories": row.categories or [],
            "stores": row.stores or [],
            "items": row.items or {},
            "skus": row.skus or [],
            "slugs": row.slugs or [],
        },
        Found,
    )


def numbered(word: str, most: int) -> list[str]:
    """`word`, `word-2` … `word-9`, each at most `most` characters."""
    return [word[:most], *(f"{word[: most - 2]}-{n}" for n in range(2, TRIES + 1))]


def first_free(word: str, most: int, taken: Iterable[str], id: UUID) -> str:
    """The first of the numbered ones that is not taken; the last resort ends in digits of `id`."""
    unavailable = set(taken)
    for candidate in numbered(word, most):
        if candidate not in unavailable:
            return candidate
    return f"{word[: most - 9]}-{id.hex[-8:]}"
