"""Verbs: who is logged in."""

from datetime import timedelta
from uuid import UUID

from duka.identity.bearers import new_bearer
from duka.kernel import ids
from duka.kernel.context import Context

STAFF_HOURS = 12
CUSTOMER_DAYS = 30


def open_session(ctx: Context, audience: str, subject: UUID, *, factor: bool = False) -> str:
    """A new bearer for `subject`, whose password the caller has just verified: people who work here for 12 hours, a
    customer for 30 days. `audience` is staff, operator (of the platform's own company) or customer. `factor`: a second
    factor was shown as well."""
    token = new_bearer(audience, ctx.tenant)
    lasts = timedelta(days=CUSTOMER_DAYS) if audience == "customer" else timedelta(hours=STAFF_HOURS)
    ctx.db.run(
        """insert into sessions (tenant_id, token_hash, audience, subject_id, created_at, expires_at, factor_at)
           values (%(tenant)s, %(hash)s, %(audience)s, %(subject)s, %(now)s, %(until)s, %(factor)s)""",
        hash=ids.token_hash(token),
        audience=audience,
        subject=subject,
        now=ctx.now,
        until=ctx.now + lasts,
        factor=ctx.now if factor else None,
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
