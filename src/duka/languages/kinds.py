"""Of which things there are texts to translate: their ids, who may see and write them, and what each text is."""

from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, MalformedId
from duka.languages.errors import ThingNotFound
from duka.languages.types import KindName


class Kind(msgspec.Struct, frozen=True):
    """`is_whole`: what stores have of their own is translated by who may do so in every store. `table` has a column `slug`."""

    name: KindName
    prefix: str
    read: str
    write: str
    is_whole: bool = False
    table: str = ""


_ALL = (
    Kind(
        "product",
        "prod",
        "products:read",
        "products:write",
        table="products",
    ),
    Kind("picture", "img", "products:read", "products:write"),
    Kind(
        "category",
        "cat",
        "categories:read",
        "categories:write",
        table="categories",
    ),
    Kind(
        "collection",
        "coll",
        "categories:read",
        "categories:write",
        table="collections",
    ),
    Kind(
        "attribute",
        "attr",
        "products:read",
        "products:write",
    ),
    Kind(
        "page",
        "page",
        "settings:read",
        "settings:write",
        is_whole=True,
        table="pages",
    ),
    Kind(
        "store",
        "store",
        "settings:read",
        "settings:write",
        is_whole=True,
    ),
    Kind(
        "shipping",
        "rate",
        "settings:read",
        "settings:write",
        is_whole=True,
    ),
    Kind(
        "payment",
        "method",
        "settings:read",
        "settings:write",
        is_whole=True,
    ),
    Kind(
        "message",
        "tpl",
        "messages:read",
        "messages:write",
        is_whole=True,
    ),
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

LINE, HTML, MARKDOWN, PLAIN, SLUG, TEMPLATE = "line", "html", "markdown", "text", "slug", "template"
_SEO = {"seo_title": (LINE, 200), "seo_description": (LINE, 500), "slug": (SLUG, 80)}
_FORMATS: dict[str, dict[str, tuple[str, int]]] = {
    "product": {"title": (LINE, 200), "description": (HTML, 50_000), **_SEO},
    "picture": {"alt": (LINE, 300)},
    "category": {"name": (LINE, 120), "description": (HTML, 20_000), **_SEO},
    "collection": {"title": (LINE, 120), "description": (HTML, 20_000), **_SEO},
    "attribute": {"name": (LINE, 80)},
    "page": {
        "title": (LINE, 200),
        "body": (MARKDOWN, 50_000),
        **_SEO,
        "seo_description": (LINE, 300),
    },
    "store": {
        **dict.fromkeys(("tagline", "announcement", "banner_title", "banner_text"), (LINE, 500)),
        **dict.fromkeys(
            ("about", "shipping_policy", "returns_policy", "refund_policy", "privacy_policy", "terms"),
            (HTML, 50_000),
        ),
    },
    "shipping": {"name": (LINE, 80), "description": (PLAIN, 300)},
    "payment": {"name": (LINE, 80), "description": (PLAIN, 2000)},
    "message": {"subject": (TEMPLATE, 500), "body": (TEMPLATE, 10_000)},
}
_PARTS = {"options": (LINE, 100), "attributes": (PLAIN, 5000), "choices": (LINE, 100)}


def field_format(kind: str, field: str) -> tuple[str, int]:
    """What a text is, and how long it may be."""
    found = _FORMATS[kind].get(field) or _PARTS.get(field.partition("/")[0])
    return found or (LINE, 500)


def order(kind: str, field: str) -> tuple[int, str]:
    """Texts of a thing stand as its page shows them; parts after the whole."""
    names = list(_FORMATS[kind])
    return (names.index(field) if field in names else len(names), field)


def part(name: str) -> str:
    """A name as a part of a field's path (RFC 6901)."""
    return name.replace("~", "~0").replace("/", "~1")


def parts(field: str) -> list[str]:
    """The names along a field's path."""
    return [piece.replace("~1", "/").replace("~0", "~") for piece in field.split("/")]


def seen_by(ctx: Context) -> list[str]:
    """The kinds that the caller may see."""
    return [kind.name for kind in _ALL if _may(ctx, kind, kind.read)]


def require(ctx: Context, name: str, *, to_write: bool = False) -> Kind:
    """Refuses `ThingNotFound` for an unknown kind, and `Forbidden`."""
    kind = KINDS.get(name)
    if kind is None:
        raise ThingNotFound()
    permission = kind.write if to_write else kind.read
    if not _may(ctx, kind, permission):
        raise Forbidden(permission=permission)
    return kind


def _may(ctx: Context, kind: Kind, permission: str) -> bool:
    return ctx.may(permission) and (not kind.is_whole or ctx.stores_with(permission) is None)


def parse(kind: Kind, text: str) -> UUID:
    """Refuses `ThingNotFound`."""
    try:
        return ids.parse(kind.prefix, text)
    except MalformedId:
        raise ThingNotFound() from None
