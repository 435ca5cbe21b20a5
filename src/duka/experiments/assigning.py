"""Who is given what. Pure: the same key gets the same variant in every process, on every day that the experiment runs.

The SHA-256 of `experiment id | visitor key` gives two numbers below 10,000: whether somebody takes part at all, and which variant
they get. They don't depend on each other, so a wider audience changes nobody's variant; and with the experiment's id in it, who
is in the control of one experiment is spread over all variants of the next.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from duka.experiments.types import Given, Running

BUCKETS = 10_000
PAGES = ("home", "listing", "product", "cart", "other")
SEEN_ON = {
    "price": frozenset({"home", "listing", "product", "cart"}),
    "banner": frozenset({"home"}),
    "ranking": frozenset({"listing"}),
    "recommendations": frozenset({"product", "cart"}),
}
"""On which pages the variants of a kind differ. An announcement is on all of them."""


def key_of_customer(customer_id: UUID) -> str:
    """The key of somebody who is logged in: the same on all their devices."""
    return f"customer:{customer_id.hex}"


def draw(experiment_id: UUID, key: str) -> tuple[int, int]:
    """(bucket of the audience, bucket of the variant), each from 0 to 9,999."""
    digest = hashlib.sha256(f"{experiment_id.hex}|{key}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8]) % BUCKETS, int.from_bytes(digest[8:16]) % BUCKETS


def pseudonym(experiment_id: UUID, key: str) -> UUID:
    """What is kept of a visitor: 128 bits that neither tell their key nor are the same in another experiment."""
    digest = hashlib.sha256(f"{experiment_id.hex}|{key}".encode("utf-8", "surrogatepass")).digest()
    return UUID(bytes=digest[16:])


def given(running: Iterable[Running], key: str, now: datetime) -> tuple[Given, ...]:
    """What the visitor with this key is given now, one variant an experiment; nothing in those they take no part in."""
    if not key:
        return ()
    at = now.timestamp()
    found = (_one(each, key) for each in running if each.starts_at <= at < each.ends_at)
    return tuple(one for one in found if one is not None)


def differs_on(one: Given, page: str) -> bool:
    """Whether somebody who sees this page sees what the experiment is about."""
    return one.is_everywhere or page in SEEN_ON[one.kind]


def _one(experiment: Running, key: str) -> Given | None:
    audience, bucket = draw(experiment.id, key)
    if audience >= experiment.audience:
        return None
    is_everywhere = any(shown.announcement for _, _, shown in experiment.variants)
    for variant_id, share, shown in experiment.variants:
        bucket -= share
        if bucket < 0:
            return Given(experiment.id, variant_id, experiment.kind, shown, is_everywhere)
    return None
