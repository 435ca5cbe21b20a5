"""The kinds of things that the trail speaks of: their public ids, and what one must hold to see them."""

from uuid import UUID

import msgspec

from duka.audit.errors import UnknownKind
from duka.kernel import ids


class Thing(msgspec.Struct, frozen=True):
    prefix: str
    permission: str


KINDS: dict[str, Thing] = {
    "product": Thing("prod", "products:read"),
    "variant": Thing("var", "products:read"),
    "price": Thing("prod", "products:read"),
    "category": Thing("cat", "categories:read"),
    "collection": Thing("coll", "products:read"),
    "price_list": Thing("plist", "products:read"),
    "market": Thing("mkt", "markets:read"),
    "exchange_rates": Thing("ten", "markets:read"),
    "promotion": Thing("promo", "promotions:read"),
    "sale": Thing("sale", "products:read"),
    "attribute": Thing("attr", "products:read"),
    "attribute_set": Thing("set", "products:read"),
    "bulk": Thing("bulk", "products:read"),
    "media": Thing("med", "media:read"),
    "recommendations": Thing("ten", "products:read"),
    "stock": Thing("item", "inventory:read"),
    "transfer": Thing("tra", "inventory:read"),
    "count": Thing("cnt", "inventory:read"),
    "order": Thing("ord", "orders:read"),
    "payment": Thing("ord", "orders:read"),
    "payment_account": Thing("pacc", "payments:read"),
    "plan": Thing("plan", "audit:read"),
    "payment_callback": Thing("cb", "payments:read"),
    "payment_statement": Thing("stmt", "payments:read"),
    "customer": Thing("cus", "customers:read"),
    "customer_group": Thing("cgrp", "customers:read"),
    "store": Thing("store", "stores:read"),
    "location": Thing("loc", "stores:read"),
    "tax_exemption": Thing("texm", "customers:read"),
    "settings": Thing("", "settings:read"),
    "import": Thing("imp", "imports:run"),
    "staff": Thing("staff", "staff:read"),
    "role": Thing("role", "staff:read"),
    "key": Thing("key", "keys:read"),
    "view": Thing("view", "account:manage"),
    "alert": Thing("alrt", "health:read"),
    "dead_letter": Thing("ten", "health:read"),
    "support_visit": Thing("visit", "audit:read"),
    "tenant": Thing("ten", "audit:read"),
    "policy": Thing("ten", "settings:read"),
    "retention": Thing("run", "audit:read"),
    "audit": Thing("ten", "audit:read"),
    "ledger": Thing("ten", "ledger:read"),
    "ledger_entry": Thing("entry", "ledger:read"),
    "webhook": Thing("whe", "webhooks:read"),
    "return": Thing("ret", "returns:read"),
    "draft_order": Thing("draft", "drafts:read"),
    "mail": Thing("mail", "messages:read"),
    "suppression": Thing("sup", "messages:read"),
    "texting_account": Thing("tacc", "messages:read"),
    "feed": Thing("feed", "feeds:read"),
    "experiment": Thing("exp", "experiments:read"),
    "carrier_account": Thing("cacc", "stores:read"),
    "page": Thing("page", "settings:read"),
    "synonyms": Thing("syn", "products:read"),
    "pins": Thing("pin", "products:read"),
    "translation_run": Thing("tr", "products:read"),
}
"""Kind → the prefix of its ids and the permission to see it. Prices are told of their product, payments of their
order. Whatever is not named here is seen with `audit:read` only."""

UNKNOWN = "audit:read"
ALIASES = {"api_key": "key", "stock_item": "stock", "invitation": "staff"}


def of(kind: str) -> Thing:
    """Refuses `UnknownKind`."""
    found = KINDS.get(ALIASES.get(kind, kind))
    if found is None:
        raise UnknownKind(kind=kind[:40], known=", ".join(KINDS))
    return found


def permission(kind: str) -> str:
    """What one must hold to see things of this kind."""
    found = KINDS.get(ALIASES.get(kind, kind))
    return found.permission if found else UNKNOWN


def public_id(kind: str, object_hex: str) -> str:
    """The id as the API shows it; bare where the kind has no prefix of its own."""
    found = KINDS.get(ALIASES.get(kind, kind))
    return f"{found.prefix}_{object_hex}" if found and found.prefix else object_hex


def parse(text: str) -> UUID:
    """The UUID of any public id, whatever its prefix, or of a bare one. Refuses `MalformedId`."""
    prefix, _, tail = text.rpartition("_")
    return ids.parse(prefix, f"{prefix}_{tail}")
