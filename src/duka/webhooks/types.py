"""What others may hold of webhooks."""

from datetime import datetime

import msgspec


class Health(msgspec.Struct, frozen=True):
    """Of the last 100 attempts: how many there were and succeeded, the median time of an answer, the newest ten outcomes (newest
    first), when the last was made and when the last succeeded; and how much waits now (counted up to 1,000)."""

    attempts: int
    delivered: int
    median_ms: int | None
    latest: list[str]
    last_at: datetime | None
    last_delivered_at: datetime | None
    waiting: int


class Endpoint(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: active, paused, disabled (by itself: `disabled_reason` gone or failing). `previous_until`: until then the former
    secret signs too. `failing_since`: nothing has succeeded since that attempt."""

    id: str
    url: str
    description: str
    events: list[str]
    store_id: str | None
    status: str
    disabled_reason: str
    disabled_at: datetime | None
    previous_until: datetime | None
    failing_since: datetime | None
    slow_until: datetime | None
    health: Health
    created_by: str
    created_at: datetime
    version: int


class EndpointSecret(msgspec.Struct, frozen=True):
    """An endpoint's new secret, told this once; empty in the answer to a retry."""

    endpoint: Endpoint
    secret: str


class DeliveryLine(msgspec.Struct, frozen=True, kw_only=True):
    """`status`: waiting, sending, delivered, failed (given up), cancelled (its endpoint was switched off). `next_at` is the next
    attempt's. `webhook_id` is what the receiver knows the message by; `object` what it is about."""

    id: str
    webhook_id: str
    type: str
    object: str
    endpoint_id: str
    endpoint_url: str
    status: str
    attempts: int
    next_at: datetime | None
    last_outcome: str
    last_status: int | None
    last_at: datetime | None
    created_at: datetime


class AttemptView(msgspec.Struct, frozen=True, kw_only=True):
    """One request and its answer. `outcome`: delivered, refused, redirected, gone, timed_out, unreachable, blocked, broken."""

    number: int
    at: datetime
    took_ms: int
    outcome: str
    status: int | None
    error: str
    address: str
    request_headers: dict[str, str]
    answer_headers: dict[str, str]
    answer_body: str


class DeliveryDetail(DeliveryLine, frozen=True, kw_only=True):
    """`body` is what was signed, to the byte. The newest 50 attempts, newest first."""

    body: str
    occurred_at: datetime
    tries: list[AttemptView]


class Replaying(msgspec.Struct, frozen=True):
    """How many deliveries are being sent again, counted up to the most that one replay takes."""

    count: int
    most: int
