"""What a product is found by.

`products.search_text` holds, folded (lower case, accents away) and each word group once: the title and its
translations, vendor, kind, tags, SKUs and barcodes of every variant, option values and their translations,
the names of its categories and their translations, and its text and choice attributes with theirs.
Descriptions are left out: they find everything. It is computed here whenever one of these changes; the search
vector and the trigram index follow it in the database.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.kernel.text import fold

MOST = 60_000
CHUNK = 500


def compose(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(filter(None, map(fold, texts))))[:MOST]


def of_product(fields: Any) -> list[str]:
    """The product's own texts, of a mapping with title, vendor, kind, tags, options and translations (as
    stored)."""
    found = [fields["title"], fields["vendor"], fields["kind"], *fields["tags"]]
    for texts in fields["translations"].values():
        found += [str(texts.get("title", "")), *texts.get("attributes", {}).values()]
    for option in fields["options"]:
        found += option["values"]
        for texts in option.get("translations", {}).values():
            found += texts.get("values", {}).values()
    return found


def of_names(things: Iterable[Any]) -> list[str]:
    """Names in every language, of mappings with name and translations."""
    found = []
    for thing in things:
        found += [thing["name"], *(str(texts.get("name", "")) for texts in thing["translations"].values())]
    return found


def of_attributes(values: Any, attributes: Iterable[Any]) -> list[str]:
    """Texts and choices among `values` (code → value), with the choices' translations."""
    found = []
    for attribute in attributes:
        value = values.get(attribute["code"])
        if attribute["kind"] in ("text", "choice") and isinstance(value, str):
            found.append(value)
            found += [
                str(texts.get("choices", {}).get(value, "")) for texts in attribute["translations"].values()
            ]
    return found


def refresh(ctx: Context, product_ids: Sequence[UUID]) -> None:
    """Compute the search text of these products anew: two statements for every 500 of them."""
    for start in range(0, len(product_ids), CHUNK):
        _refresh(ctx, product_ids[start : start + CHUNK])


def _refresh(ctx: Context, product_ids: Sequence[UUID]) -> None:
    rows = ctx.db.all(
        """select p.id, p.title, p.vendor, p.kind, p.tags, p.options, p.translations, p.attributes,
                  array(select v.sku || ' ' || v.barcode from variants v
                        where v.tenant_id = %(tenant)s and v.product_id = p.id order by v.position,
                          v.id) as skus,
                  (select coalesce(jsonb_agg(jsonb_build_object('name', c.name, 'translations',
                    c.translations)
                                             order by pc.position, c.id), '[]')
                   from product_categories pc
                   join categories c on c.tenant_id = pc.tenant_id and c.id = pc.category_id
                   where pc.tenant_id = %(tenant)s and pc.product_id = p.id) as categories,
                  (select coalesce(jsonb_agg(jsonb_build_object('code', a.code, 'kind', a.kind,
                                                                'translations', a.translations)
                                                                  order by a.code), '[]')
                   from attributes a where a.tenant_id = %(tenant)s and p.attributes ? a.code) as known
           from products p where p.tenant_id = %(tenant)s and p.id = any(%(ids)s)""",
        ids=list(product_ids),
    )
    texts = [
        {
            "id": row.id,
            "text": compose(
                [
                    *of_product(row._asdict()),
                    *row.skus,
                    *of_names(row.categories),
                    *of_attributes(row.attributes, row.known),
                ]
            ),
        }
        for row in rows
    ]
    ctx.db.run(
        """update products p set search_text = t.text
           from jsonb_to_recordset(%(texts)s::jsonb) as t (id uuid, text text)
           where p.tenant_id = %(tenant)s and p.id = t.id and p.search_text <> t.text""",
        texts=msgspec.json.encode(texts).decode(),
    )
