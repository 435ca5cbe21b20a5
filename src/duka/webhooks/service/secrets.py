"""Changing an endpoint's secret without losing a message: for a day both sign."""

from datetime import timedelta
from uuid import UUID

from duka.identity.sealing import Keyring
from duka.kernel import trail
from duka.kernel.context import Context
from duka.webhooks import signing
from duka.webhooks.errors import NothingToEnd
from duka.webhooks.queries import get_endpoint
from duka.webhooks.service.endpoints import locked
from duka.webhooks.types import Endpoint, EndpointSecret

OVERLAP = timedelta(hours=24)


def rotate(ctx: Context, keyring: Keyring, endpoint_id: UUID) -> EndpointSecret:
    """A new secret, told this once. The present one signs too for 24 hours or until `end_rotation`; one before that signs no
    longer. Refuses `EndpointNotFound`."""
    row, secret = locked(ctx, endpoint_id), signing.new_secret()
    ctx.db.run(
        """update webhook_endpoints set secret = %(secret)s, previous_secret = secret, previous_until = %(until)s,
             updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=row.id,
        secret=signing.seal(keyring, secret),
        until=ctx.now + OVERLAP,
        now=ctx.now,
    )
    trail.note(ctx, "webhook.secret_rotated", "webhook", row.id)
    return EndpointSecret(get_endpoint(ctx, row.id), secret)


def end_rotation(ctx: Context, endpoint_id: UUID) -> Endpoint:
    """The former secret signs no longer and is forgotten. Refuses `EndpointNotFound`, `NothingToEnd`."""
    row = locked(ctx, endpoint_id)
    if row.previous_until is None or row.previous_until <= ctx.now:
        raise NothingToEnd()
    ctx.db.run(
        """update webhook_endpoints set previous_secret = null, previous_until = null, updated_at = %(now)s,
             version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=row.id,
        now=ctx.now,
    )
    trail.note(ctx, "webhook.rotation_ended", "webhook", row.id)
    return get_endpoint(ctx, row.id)


def reseal(ctx: Context, keyring: Keyring) -> int:
    """Seals every secret anew with the present key, after a change of it; how many. Those that no key opens stay."""
    done = 0
    for row in ctx.db.all(
        """select id, secret, previous_secret from webhook_endpoints
           where tenant_id = %(tenant)s and status <> 'deleted' order by id for update"""
    ):
        present, former = (
            signing.opened(keyring, bytes(sealed)) if sealed else None
            for sealed in (row.secret, row.previous_secret)
        )
        if present is None:
            continue
        ctx.db.run(
            """update webhook_endpoints set secret = %(secret)s, previous_secret = %(former)s
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=row.id,
            secret=signing.seal(keyring, present),
            former=signing.seal(keyring, former) if former else None,
        )
        trail.note(ctx, "webhook.resealed", "webhook", row.id)
        done += 1
    return done
