"""What others may hold of a payment, and what a provider is asked and answers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Protocol
from uuid import UUID

import msgspec

Rail = Literal["card", "wallet", "mobile_money", "manual", "sandbox"]
Able = Literal["hold", "partial_capture", "refund", "partial_refund", "cancel"]
CaptureMethod = Literal["automatic", "manual"]


class Payment(msgspec.Struct, frozen=True):
    """One attempt to collect an amount. `was_asked`: the provider was asked for the money, though its answer may be lost.
    `data` is the adapter's own memory of it (tokens, ids of parts) and is never shown."""

    id: UUID
    order_id: UUID
    provider: str
    attempt: int
    status: str
    currency: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int
    provider_reference: str | None
    action_url: str
    reason: str
    was_asked: bool = False
    store_id: UUID | None = None
    account_id: UUID | None = None
    capture_method: str = "automatic"
    payer_phone: str = ""
    fee_minor: int = 0
    data: dict[str, str] = {}
    created_at: datetime | None = None


class RefundPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What of a refund is for one line of the order."""

    line_id: str
    amount_minor: Annotated[int, msgspec.Meta(ge=1, le=10**15)]


class RefundAsked(msgspec.Struct, frozen=True, kw_only=True):
    """`amount_minor` None: all that was captured and is still there. `shipping_minor` and `lines` say what it is for; given
    at all, they add up to the amount. `request`: the same one gives the same refund, once."""

    amount_minor: int | None
    reason: str
    shipping_minor: int = 0
    lines: tuple[RefundPart, ...] = ()
    request: bytes | None = None


class Field(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an account's form. A secret one is sealed in the database and never shown again. `choices`: the only
    values, if there are any. `label` and `help` are English words that the console translates."""

    name: str
    label: str
    help: str = ""
    is_secret: bool = False
    is_required: bool = True
    choices: tuple[str, ...] = ()


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider is. `currencies` empty: all. `polls`: its callbacks may never come, so it is asked on a schedule.
    `callback_events`: what a merchant subscribes to in the provider's own settings, for the console to say."""

    code: str
    name: str
    rail: Rail
    fields: tuple[Field, ...] = ()
    currencies: frozenset[str] = frozenset()
    can: frozenset[Able] = frozenset()
    is_immediate: bool = False
    needs_phone: bool = False
    polls: bool = False
    callback_events: tuple[str, ...] = ()


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A merchant's account at a provider, as an adapter needs it. `settings` and `secrets` are by the names of
    `About.fields`; `base_url` replaces the provider's own address (tests, proxies) and is never a merchant's to set."""

    tenant: UUID
    id: UUID | None = None
    store_id: UUID | None = None
    provider: str = ""
    mode: Literal["test", "live"] = "test"
    settings: Mapping[str, str] = {}
    secrets: Mapping[str, str] = {}
    callback_url: str = ""
    base_url: str = ""

    def __repr__(self) -> str:
        return f"Account({self.provider}, {self.id})"


class Charge(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider is asked to collect. `key` makes asking twice harmless; the buyer comes back to `return_url`, or to
    `cancel_url` when they give up. `is_retry`: it was asked for before, and the answer may be lost."""

    tenant: UUID
    payment_id: UUID
    order_id: UUID
    key: str
    amount_minor: int
    currency: str
    description: str
    locale: str
    return_url: str
    cancel_url: str
    callback_url: str
    capture_method: CaptureMethod = "automatic"
    payer_phone: str = ""
    payer_email: str = ""
    is_retry: bool = False


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A payment that the provider may know, as an adapter needs it. `key` is the charge's."""

    tenant: UUID
    payment_id: UUID
    order_id: UUID
    key: str
    reference: str
    amount_minor: int
    currency: str
    captured_minor: int = 0
    data: Mapping[str, str] = {}


class Outcome(msgspec.Struct, frozen=True):
    """What a provider says: one of the payment statuses, its own reference, where the buyer goes on, why it failed.

    `amount_minor` and `currency` are what the provider holds; they are compared with what we asked for. `captured_minor`
    and `refunded_minor` are totals so far; `captured_minor` None with the status captured means all of it. `payment_id` is
    whom the provider says it is for. `code` is the failure in one word (`declined`, `insufficient_funds`, `rejected`,
    `timed_out`, `unknown_payer`, `limit`, `unavailable`, `expired`, `cancelled`), `reason` the sentence for the buyer.
    `data` is added to the adapter's memory. `browser` goes to the buyer's browser once, and is neither stored nor logged.
    """

    status: str
    reference: str | None = None
    action_url: str = ""
    reason: str = ""
    amount_minor: int | None = None
    currency: str | None = None
    captured_minor: int | None = None
    refunded_minor: int | None = None
    fee_minor: int | None = None
    payment_id: UUID | None = None
    code: str = ""
    expires_at: datetime | None = None
    data: Mapping[str, str] = {}
    browser: Mapping[str, str] = {}


class RefundCharge(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider is asked to give back. `key` makes asking twice harmless; `reference` is the provider's own, once it
    told one: then only its status is asked. `is_retry`: it was asked for before, and the answer may be lost."""

    refund_id: UUID
    key: str
    amount_minor: int
    reason: str = ""
    reference: str = ""
    is_retry: bool = False


class RefundOutcome(msgspec.Struct, frozen=True):
    """`by_hand`: the provider has no way for a program; staff give it back and say so."""

    status: Literal["pending", "done", "refused", "by_hand"]
    reference: str = ""
    reason: str = ""


class DisputeNews(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider tells of a dispute (chargeback). `withdrawn_minor`: what it holds back for it now, with its fee apart."""

    reference: str
    status: Literal["open", "won", "lost"]
    amount_minor: int
    currency: str
    reason: str = ""
    withdrawn_minor: int = 0
    fee_minor: int = 0
    due_by: datetime | None = None


class Callback(msgspec.Struct, frozen=True):
    """A verified message of a provider: its own id (for duplicates) and whom it is about: by the provider's reference, or by
    our payment when the message says so. Both None: about nothing of ours. It is a hint; the truth is looked up."""

    event_id: str
    reference: str | None = None
    payment_id: UUID | None = None
    kind: str = ""
    dispute: DisputeNews | None = None


class Checked(msgspec.Struct, frozen=True):
    """What testing a connection found: is it good, and in words what the provider said."""

    is_ok: bool
    message: str


class Provider(Protocol):
    """One adapter a file, without state of its own: everything it needs is in its arguments.

    Every method that talks to the provider does so through `wire`, outside transactions, and may raise
    `ProviderUnreachable` (no answer, 5xx, 429: nothing is known) and `AccountRefused` (our credentials are wrong).
    """

    @property
    def about(self) -> About:
        """What it is and can do; the same at all times."""

    def create(self, account: Account, charge: Charge) -> Outcome:
        """Ask for the money. The same key gives the same charge."""

    def confirm(self, account: Account, known: Known) -> Outcome:
        """The buyer came back from `action_url`, or a job looks: do what collects the money if the provider wants a
        further step, and say the truth. Safe to repeat."""

    def look_up(self, account: Account, known: Known) -> Outcome:
        """The truth as the provider holds it; changes nothing."""

    def capture(
        self, account: Account, known: Known, amount_minor: int, key: str, *, is_final: bool
    ) -> Outcome:
        """Take held money; not more than is held. `captured_minor` of the outcome is the total so far. The same key takes it
        once. May raise `CaptureRefused`."""

    def cancel(self, account: Account, known: Known) -> Outcome:
        """Give up a charge that is not paid, or let held money go. What was paid meanwhile stays paid, and the outcome says
        so. A provider that cannot be told answers with the truth, its open charge as it is."""

    def refund(self, account: Account, known: Known, refund: RefundCharge) -> RefundOutcome:
        """Give money back, at most once for a key. May raise `RefundRefused`."""

    def read_callback(
        self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Callback:
        """Verify and read; header names are lower case. Talks to nobody but for a signing certificate. Refuses
        `CallbackRefused` for anything that the provider did not send."""

    def check(self, account: Account) -> Checked:
        """Do the credentials work? Moves no money."""
