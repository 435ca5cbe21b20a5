"""Verbs: who is logged in."""

from datetime import timedelta
from uuid import UUID

from duka.identity.bearers import new_bearer
from duka.kernel import ids
from duka.kernel.context import Context

STAFF_HOURS = 12
CUSTOMER_DAYS = 30


def open_session(ctx: Context, audience: str, subject: UUID) -> str:
    """A new bearer for `subject`, whose password the caller has just verified: staff for 12 hours, a customer
    for 30 days. `audience` is staff or customer."""
    token = new_bearer(audience, ctx.tenant)
    lasts = timedelta(hours=STAFF_HOURS) if audience == "staff" else timedelta(days=CUSTOMER_DAYS)
    ctx.db.run(
        """insert into sessions (tenant_id, token_hash, audience, subject_id, created_at, expires_at)
           values (%(tenant)s, %(hash)s, %(audience)s, %(subject)s, %(now)s, %(until)s)""",
        hash=ids.token_hash(token),
        audience=audience,
        subject=subject,
        now=ctx.now,
        until=ctx.now + lasts,
    )
    return token


def log_out(ctx: Context, bearer: str) -> None:
    """Ends the session of this bearer. Ending it twice is no mistake."""
    ctx.db.run(
        "delete from sessions where tenant_id = %(tenant)s and token_hash = %(hash)s",
        hash=ids.token_hash(bearer),
    )


def close_sessions(ctx: Context, audience: str, subject: UUID) -> None:
    """Logs `subject` out everywhere."""
    ctx.db.run(
        """delete from sessions where tenant_id = %(tenant)s and subject_id = %(subject)s
           and audience = %(audience)s""",
        subject=subject,
        audience=audience,
    )
