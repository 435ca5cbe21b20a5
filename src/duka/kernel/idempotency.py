"""Idempotency keys: the same key and request give the stored answer, in any number of retries.

The record is inserted in the same transaction as the effect. A second request with the key waits on that insert: when
the first commits it gets the stored answer, when the first dies its row dies with it and the key is free at once.
"""

import hashlib
from collections.abc import Callable

import msgspec

from duka.kernel.context import Context
from duka.kernel.errors import IdempotencyKeyReused, Invalid

DAYS_KEPT = 7


class IdempotencyKeyTooLong(Invalid):
    """An Idempotency-Key has 1 to 255 characters."""


class Answer(msgspec.Struct, frozen=True):
    """A stored answer: `headers` holds what belongs to it (Location, ETag)."""

    status: int
    body: bytes
    headers: dict[str, str] = {}
    is_replayed: bool = False


def once(ctx: Context, route: str, key: str, request: bytes, act: Callable[[], Answer]) -> Answer:
    """`act()` once for this tenant, caller, route and key. Refuses `IdempotencyKeyReused` for another request."""
    if not 1 <= len(key) <= 255:
        raise IdempotencyKeyTooLong()
    fingerprint = hashlib.sha256(request).digest()
    principal = ctx.actor.label
    fresh = ctx.db.run(
        """insert into idempotency_keys (tenant_id, principal, route, key, fingerprint, created_at)
           values (%(tenant)s, %(principal)s, %(route)s, %(key)s, %(fingerprint)s, now()) on conflict do nothing""",
        principal=principal,
        route=route,
        key=key,
        fingerprint=fingerprint,
    )
    if not fresh:
        row = ctx.db.one(
            """select fingerprint, status, body, headers from idempotency_keys
               where tenant_id = %(tenant)s and principal = %(principal)s and route = %(route)s and key = %(key)s""",
            principal=principal,
            route=route,
            key=key,
        )
        if row is None or row.fingerprint != fingerprint or row.status is None:
            raise IdempotencyKeyReused()
        return Answer(row.status, bytes(row.body), row.headers, is_replayed=True)
    answer = act()
    ctx.db.run(
        """update idempotency_keys set status = %(status)s, body = %(body)s, headers = %(headers)s::jsonb
           where tenant_id = %(tenant)s and principal = %(principal)s and route = %(route)s and key = %(key)s""",
        status=answer.status,
        body=answer.body,
        headers=msgspec.json.encode(answer.headers).decode(),
        principal=principal,
        route=route,
        key=key,
    )
    return answer
