"""What follows when a receiver does not answer well for long: staff are warned when the first message is given up, and the
endpoint is switched off when nothing has succeeded for five days, or at once when it says 410 (gone)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from duka.kernel import events, log
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work
from duka.webhooks import rules
from duka.webhooks.claiming import Result
from duka.webhooks.events import WebhookDisabled, WebhookFailing
from duka.webhooks.service.endpoints import cancel_waiting

_log = log.get("webhooks.failing")


def follow(work: Work, results: Sequence[Result]) -> None:
    """Looks at the endpoints to which a message was given up, each in a transaction of its own company. One that cannot be
    looked at is looked at again when its next message is given up."""
    given_up: dict[tuple[UUID, UUID], bool] = {}
    for result in results:
        is_gone = result.attempt.outcome == rules.GONE
        if is_gone or (result.status == "failed" and result.claimed.type != rules.TEST):
            key = (result.claimed.tenant, result.claimed.endpoint)
            given_up[key] = given_up.get(key, False) or is_gone
    for (tenant, endpoint), is_gone in given_up.items():
        try:
            work.perform(Caller(tenant, SYSTEM), _looker(endpoint, is_gone=is_gone))
        except Exception:
            _log.exception("an endpoint could not be switched off", endpoint=str(endpoint))


def _looker(endpoint: UUID, *, is_gone: bool) -> Any:
    return lambda ctx: look(ctx, endpoint, is_gone=is_gone)


def look(ctx: Context, endpoint_id: UUID, *, is_gone: bool) -> None:
    """Switches the endpoint off, warns, or leaves it. Twice changes nothing more."""
    row = ctx.db.one(
        """select url, description, failing_since, warned_at from webhook_endpoints
           where tenant_id = %(tenant)s and id = %(id)s and status in ('active', 'paused') for update""",
        id=endpoint_id,
    )
    if row is None:
        return
    host = urlsplit(row.url).hostname or ""
    since: datetime | None = row.failing_since
    is_over = since is not None and since <= ctx.now - rules.DISABLE_AFTER
    if is_gone or is_over:
        reason = "gone" if is_gone else "failing"
        ctx.db.run(
            """update webhook_endpoints set status = 'disabled', disabled_reason = %(reason)s, disabled_at = %(now)s,
                 updated_at = %(now)s, version = version + 1
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=endpoint_id,
            reason=reason,
            now=ctx.now,
        )
        cancel_waiting(ctx, endpoint_id)
        events.emit(
            ctx,
            WebhookDisabled(aggregate_id=endpoint_id, host=host, description=row.description, reason=reason),
        )
    elif since is not None and row.warned_at is None:
        ctx.db.run(
            "update webhook_endpoints set warned_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s",
            id=endpoint_id,
            now=ctx.now,
        )
        events.emit(
            ctx,
            WebhookFailing(
                aggregate_id=endpoint_id,
                host=host,
                description=row.description,
                failing_since=since.isoformat(),
            ),
        )
