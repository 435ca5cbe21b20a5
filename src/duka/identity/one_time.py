"""Secrets of one use: links in letters, second steps, challenges. Stored by hash; the tenant is inside the text."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec

from duka.identity.bearers import new_bearer
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.db import Row

MOST_TRIES = 5


def issue(ctx: Context, kind: str, purpose: str, subject: UUID, lasts: timedelta, **data: Any) -> str:
    """A new secret for `purpose`; `kind` names its prefix (`identity.bearers`). Earlier ones go on being valid."""
    token = new_bearer(kind, ctx.tenant)
    keep(ctx, ids.token_hash(token), purpose, subject, lasts, **data)
    return token


def keep(ctx: Context, digest: bytes, purpose: str, subject: UUID, lasts: timedelta, **data: Any) -> bool:
    """Remembers something by its hash; False when it was there already."""
    return bool(
        ctx.db.run(
            """insert into one_time_tokens (tenant_id, token_hash, purpose, subject_id, data, created_at, expires_at)
               values (%(tenant)s, %(hash)s, %(purpose)s, %(subject)s, %(data)s::jsonb, %(now)s, %(until)s)
               on conflict do nothing""",
            hash=digest,
            purpose=purpose,
            subject=subject,
            data=msgspec.json.encode(data).decode(),
            now=ctx.now,
            until=ctx.now + lasts,
        )
    )


def spend(ctx: Context, token: str, purpose: str) -> Row | None:
    """`subject_id` and `data` of a secret that is valid, which it is no longer afterwards."""
    return ctx.db.one(
        """delete from one_time_tokens where tenant_id = %(tenant)s and token_hash = %(hash)s
             and purpose = %(purpose)s and expires_at > %(now)s
           returning subject_id, data""",
        hash=ids.token_hash(token),
        purpose=purpose,
        now=ctx.now,
    )


def try_with(ctx: Context, token: str, purpose: str) -> Row | None:
    """`subject_id` and `data` of a secret that may be tried with a few times; it stays valid until it is spent."""
    return ctx.db.one(
        """update one_time_tokens set attempts = attempts + 1 where tenant_id = %(tenant)s
             and token_hash = %(hash)s and purpose = %(purpose)s and expires_at > %(now)s and attempts < %(most)s
           returning subject_id, data""",
        hash=ids.token_hash(token),
        purpose=purpose,
        now=ctx.now,
        most=MOST_TRIES,
    )


def forget(ctx: Context, subject: UUID, *purposes: str) -> None:
    """No secret of these purposes is valid any more for `subject`."""
    ctx.db.run(
        """delete from one_time_tokens where tenant_id = %(tenant)s and subject_id = %(subject)s
           and purpose = any(%(purposes)s)""",
        subject=subject,
        purposes=list(purposes),
    )
