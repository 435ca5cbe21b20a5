"""The gateway's callbacks: signed after Standard Webhooks, sent by a job, retried until they are taken."""

import base64
import hashlib
import hmac
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from standardwebhooks import Webhook

from duka.kernel.work import Work, outside_effect
from duka.sandbox import gateway


def signing_secret(installation_secret: str, tenant: UUID) -> str:
    """Each merchant shares a secret of its own with the gateway."""
    raw = hmac.new(installation_secret.encode(), b"sandbox|" + tenant.bytes, hashlib.sha256).digest()
    return "whsec_" + base64.b64encode(raw).decode()


def sender(installation_secret: str) -> Callable[..., None]:
    """The job `sandbox.call_back`."""

    def call_back(work: Work, tenant: UUID, reference: str, event_id: str, status: str) -> None:
        charge = gateway.at(work, tenant, lambda ctx: gateway.find(ctx, reference))
        body = msgspec.json.encode(
            {
                "type": f"charge.{status}",
                "id": event_id,
                "charge": charge.reference,
                "amount_minor": charge.amount_minor,
                "currency": charge.currency,
            }
        ).decode()
        import httpx2  # the worker's alone: the web processes start without it

        now = datetime.now(UTC)
        signature = Webhook(signing_secret(installation_secret, tenant)).sign(event_id, now, body)
        outside_effect("the sandbox's callback")
        answer = httpx2.post(
            charge.callback_url,
            content=body,
            headers={
                "content-type": "application/json",
                "webhook-id": event_id,
                "webhook-timestamp": str(int(now.timestamp())),
                "webhook-signature": signature,
            },
            timeout=10,
        )
        answer.raise_for_status()

    return call_back
