"""What a statement says, and what became of it."""

from datetime import datetime
from typing import Literal

import msgspec

Kind = Literal["charge", "refund", "fee", "payout", "dispute", "other"]
Match = Literal["matched", "missing_here", "missing_there", "differing", "not_ours_to_match"]
Why = Literal[
    "",
    "unknown",
    "unknown_refund",
    "unknown_dispute",
    "not_captured",
    "amount",
    "currency",
    "fee",
    "refund_pending",
    "refund_refused",
    "twice",
    "not_named",
    "other_store",
]
"""`unknown`: nothing of ours has its ids. `not_captured`: we hold the payment, and no money for it. `twice`: the file says it
twice. `not_named`: no statement names it. `other_store`: it belongs to another of the company's stores."""
DIFFERENCES: tuple[Match, ...] = ("missing_here", "missing_there", "differing")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One movement as the provider tells it. `gross_minor` and `net_minor` are above zero when money came to us,
    `fee_minor` when the provider took it: gross less fee is net. `reference` is the movement's own id, `parent_reference`
    the payment's or another movement's, `names` are further ids of what it is about. `paid_minor` in `paid_currency` is what
    the buyer paid or got back, where the provider changed it into another currency."""

    kind: Kind
    reference: str
    at: datetime
    gross_minor: int
    fee_minor: int
    net_minor: int
    currency: str
    parent_reference: str = ""
    names: tuple[str, ...] = ()
    paid_minor: int | None = None
    paid_currency: str | None = None


class Statement(msgspec.Struct, frozen=True):
    """`lines` are those of the file; the figures below it are of all lines, `open` those of differences that nobody has
    explained."""

    id: str
    store_id: str
    provider: str
    file_name: str
    period_from: datetime | None
    period_until: datetime | None
    lines: int
    matched: int
    missing_here: int
    missing_there: int
    differing: int
    open: int
    imported_by: str
    created_at: datetime


class StatementLine(msgspec.Struct, frozen=True):
    """Amounts are minor units of `currency`. `why` says in one word why it differs, `ours_minor` what we hold instead (of the
    fee, when `why` is that); `note` is what a person said of it."""

    position: int
    kind: Kind
    reference: str
    parent_reference: str
    at: datetime | None
    gross_minor: int
    fee_minor: int
    net_minor: int
    currency: str
    paid_minor: int | None
    paid_currency: str | None
    match: Match
    payment_id: str | None
    order_id: str | None
    order_number: str
    refund_id: str | None
    why: Why
    ours_minor: int | None
    note: str
    resolved_by: str
    resolved_at: datetime | None


class OpenDifferences(msgspec.Struct, frozen=True):
    """Of one store, provider and currency: how many differences nobody has explained, and what they add up to (`sum_minor`:
    what the gateway has and we don't, less what we have and the gateway doesn't)."""

    store_id: str
    provider: str
    currency: str
    missing_here: int
    missing_there: int
    differing: int
    sum_minor: int
    oldest_at: datetime | None
