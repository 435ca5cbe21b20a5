"""What webhooks announce. `aggregate_id` is the endpoint; its full address stays with it, since it may hold a secret."""

from typing import ClassVar

from duka.kernel.events import Event


class WebhookFailing(Event, frozen=True, kw_only=True):
    """A message to this endpoint was given up after all its attempts. Said once until it answers well again; if it does
    not, the endpoint is switched off. `failing_since` is when its first attempt failed."""

    TYPE: ClassVar[str] = "webhook.failing"

    host: str
    description: str
    failing_since: str


class WebhookDisabled(Event, frozen=True, kw_only=True):
    """This endpoint was switched off by itself. `reason`: gone (it answered 410), failing (nothing succeeded for days)."""

    TYPE: ClassVar[str] = "webhook.disabled"

    host: str
    description: str
    reason: str
