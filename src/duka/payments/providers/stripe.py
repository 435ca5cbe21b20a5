"""Stripe: cards by PaymentIntents, of the API version 2026-10-28.endive.

The buyer's card goes from their browser to Stripe: we open an intent, our page shows Stripe's own fields with its
`client_secret`, and afterwards the intent is asked what became of it. The official library speaks for us; every word goes
through `wire`. An idempotency key is remembered for 24 hours; what must never happen twice is therefore looked for first when
it was asked for before. https://docs.stripe.com/api/payment_intents
"""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote
from uuid import UUID

import msgspec

from duka.payments import wire
from duka.payments.errors import (
    AccountRefused,
    CallbackRefused,
    CaptureRefused,
    ProviderUnreachable,
    RefundRefused,
)
from duka.payments.providers.stripe_words import (
    EVENTS,
    PROGRESS,
    TAKEN,
    Event,
    callback,
    failure,
    outcome,
    payment_id_of,
    refunded,
    to_stripe,
)
from duka.payments.types import (
    About,
    Account,
    Callback,
    Charge,
    Checked,
    Field,
    Known,
    Outcome,
    RefundCharge,
    RefundOutcome,
)

if TYPE_CHECKING:
    import stripe

API = "https://api.stripe.com"
API_VERSION = "2026-10-28.endive"
TOLERANCE_SECONDS = 300
_EXPANDED = ["latest_charge.balance_transaction"]
_MALFORMED = (ValueError, TypeError, LookupError, AttributeError, OverflowError)
_SENT = frozenset({"authorization", "content-type", "stripe-version", "idempotency-key"})


class Stripe:
    about = About(
        code="stripe",
        name="Stripe",
        rail="card",
        fields=(
            Field(
                name="secret_key",
                label="Secret key",
                is_secret=True,
                help="Starts with sk_ or rk_. A restricted key needs to write payment intents and refunds, and to read "
                "charges and the balance.",
            ),
            Field(name="publishable_key", label="Publishable key", help="Starts with pk_."),
            Field(
                name="webhook_secret",
                label="Signing secret of the webhook",
                is_secret=True,
                is_required=False,
                help="Starts with whsec_. Without it, Stripe's messages are refused.",
            ),
            Field(
                name="statement_descriptor",
                label="On the card statement",
                is_required=False,
                help="Follows the name of your account; both have 22 characters together.",
            ),
        ),
        currencies=TAKEN,
        can=frozenset({"hold", "partial_capture", "refund", "partial_refund", "cancel"}),
        callback_events=EVENTS,
    )

    def create(self, account: Account, charge: Charge) -> Outcome:
        """The buyer pays afterwards, in their browser. What Stripe will never take, as too little, has failed."""
        amount = to_stripe(charge.amount_minor, charge.currency)
        if amount is None:
            return Outcome("failed", code="limit", reason="This exact amount cannot be paid by card.")
        if charge.is_retry and (found := _find(account, charge.payment_id)):
            return outcome(account, found)
        descriptor = account.settings.get("statement_descriptor", "")
        params = {
            "amount": amount,
            "currency": charge.currency.lower(),
            "automatic_payment_methods": {"enabled": True},
            "capture_method": charge.capture_method,
            "description": charge.description,
            "metadata": {
                "tenant": str(charge.tenant),
                "order_id": str(charge.order_id),
                "payment_id": str(charge.payment_id),
            },
            **({"statement_descriptor_suffix": descriptor} if descriptor else {}),
        }
        try:
            return outcome(
                account, _ask(account, "create", "post", "/v1/payment_intents", charge.key, params)
            )
        except _Refused as refused:
            if not refused.is_reused_key:
                return Outcome("failed", code=refused.word, reason=refused.message)
        found = _find(account, charge.payment_id)
        if found is None:
            raise ProviderUnreachable()
        return outcome(account, found)

    def confirm(self, account: Account, known: Known) -> Outcome:
        return self.look_up(account, known)

    def look_up(self, account: Account, known: Known) -> Outcome:
        if not known.reference:
            found = _find(account, known.payment_id)
            return outcome(account, found) if found else Outcome("unknown")
        return outcome(account, _read(account, "look_up", _path(known), {"expand": _EXPANDED}))

    def capture(
        self, account: Account, known: Known, amount_minor: int, key: str, *, is_final: bool
    ) -> Outcome:
        """One that is not final needs Stripe's multicapture, which not every account and card has: `CaptureRefused`."""
        amount = to_stripe(amount_minor, known.currency)
        if amount is None:
            raise CaptureRefused(why="Stripe does not take this exact amount.")
        params: dict[str, Any] = {"amount_to_capture": amount, "expand": _EXPANDED}
        if not is_final:
            params["final_capture"] = False
        try:
            return outcome(account, _ask(account, "capture", "post", _path(known, "/capture"), key, params))
        except (_Refused, ProviderUnreachable) as refused:
            # Taken all the same? Stripe repeats a failure of its own for as long as it remembers the key, and an answer may
            # be lost for longer than that.
            truth = self.look_up(account, known)
            is_taken = truth.status == "captured" or (truth.captured_minor or 0) > known.captured_minor
            if is_taken:
                return truth
            if isinstance(refused, _Refused) and not refused.is_reused_key:
                raise CaptureRefused(why=refused.message) from None
            raise ProviderUnreachable() from None

    def cancel(self, account: Account, known: Known) -> Outcome:
        if not known.reference:
            return self.look_up(account, known)
        params = {"cancellation_reason": "abandoned", "expand": _EXPANDED}
        try:
            return outcome(account, _ask(account, "cancel", "post", _path(known, "/cancel"), "", params))
        except _Refused:
            return self.look_up(account, known)

    def refund(self, account: Account, known: Known, refund: RefundCharge) -> RefundOutcome:
        if refund.reference:
            return refunded(_read(account, "look_up", f"/v1/refunds/{quote(refund.reference, safe='')}"))
        if refund.is_retry and (found := _find_refund(account, known, refund)):
            return refunded(found)
        amount = to_stripe(refund.amount_minor, known.currency)
        if amount is None:
            raise RefundRefused()
        params = {
            "payment_intent": known.reference,
            "amount": amount,
            "reason": "requested_by_customer",
            "metadata": {
                "tenant": str(known.tenant),
                "payment_id": str(known.payment_id),
                "refund_id": str(refund.refund_id),
            },
        }
        try:
            return refunded(_ask(account, "refund", "post", "/v1/refunds", refund.key, params))
        except _Refused as refused:
            if not refused.is_reused_key:
                return RefundOutcome("refused", reason=refused.message)
        found = _find_refund(account, known, refund)
        if found is None:
            raise ProviderUnreachable()
        return refunded(found)

    def read_callback(
        self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Callback:
        header, secret = headers.get("stripe-signature", ""), account.secrets.get("webhook_secret", "")
        stamps = [part[2:] for part in header.split(",") if part.startswith("t=")]
        if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit() and len(stamps[0]) <= 12):
            raise CallbackRefused()
        sdk = _sdk()
        try:
            sdk.WebhookSignature.verify_header(body, header, secret)
            event = msgspec.json.decode(body, type=Event)
            heard = callback(account, event)
        except (sdk.SignatureVerificationError, msgspec.MsgspecError, *_MALFORMED):
            raise CallbackRefused() from None
        if int(stamps[0]) < now.timestamp() - TOLERANCE_SECONDS:
            raise CallbackRefused()
        # Signed by Stripe, and yet of the other mode or of an account connected to this one.
        if event.account or event.livemode not in (None, account.mode == "live"):
            raise CallbackRefused()
        return heard

    def check(self, account: Account) -> Checked:
        mode, other = ("live", "test") if account.mode == "live" else ("test", "live")
        if not account.settings.get("publishable_key", "").startswith(f"pk_{mode}_"):
            return Checked(False, f"The publishable key should start with pk_{mode}_.")
        try:
            balance = _ask(account, "check", "get", "/v1/balance")
        except (AccountRefused, _Refused):
            return Checked(False, f"Stripe does not accept the secret key for {mode} payments.")
        if balance.get("livemode") is not (account.mode == "live"):
            return Checked(False, f"The secret key is for {other} payments.")
        if not account.secrets.get("webhook_secret"):
            return Checked(
                True, "Stripe accepts the keys. Its messages are refused until you enter the signing secret."
            )
        return Checked(True, "Stripe accepts the keys.")


def _path(known: Known, act: str = "") -> str:
    return f"/v1/payment_intents/{quote(known.reference, safe='')}{act}"


def _read(account: Account, what: str, path: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Something that Stripe told us of. An account that does not know it is another merchant's, or of the other mode."""
    try:
        return _ask(account, what, "get", path, params=params)
    except _Refused:
        raise AccountRefused() from None


def _find(account: Account, payment_id: UUID) -> dict[str, Any] | None:
    """The intent of our payment, the one that got furthest if there are several. Stripe's search lags by up to a minute (the
    idempotency key covers that time) and is not everywhere: nothing found is no proof that there is none."""
    params = {
        "query": f"metadata['payment_id']:'{payment_id}'",
        "limit": 20,
        "expand": [f"data.{path}" for path in _EXPANDED],
    }
    try:
        found = _ask(account, "find", "get", "/v1/payment_intents/search", params=params)["data"]
    except _Refused:
        return None
    mine = [intent for intent in found if payment_id_of(intent) == payment_id]
    return min(mine, key=lambda intent: PROGRESS.get(intent["status"], 5), default=None)


def _find_refund(account: Account, known: Known, refund: RefundCharge) -> Mapping[str, Any] | None:
    params: dict[str, Any] = {"payment_intent": known.reference, "limit": 100}
    while True:
        page = _read(account, "find", "/v1/refunds", params)
        found: dict[str, Any]
        for found in page["data"]:
            if (found.get("metadata") or {}).get("refund_id") == str(refund.refund_id):
                return found
        if not page["has_more"]:
            return None
        params["starting_after"] = page["data"][-1]["id"]


class _Refused(Exception):
    """Stripe answered, and said no. `is_reused_key`: the key belongs to another question."""

    def __init__(self, error: Mapping[str, Any], *, is_reused_key: bool = False) -> None:
        super().__init__(error.get("code"))
        self.message = str(error.get("message") or "Stripe gave no reason.")
        self.word = failure(error)
        self.is_reused_key = is_reused_key


def _ask(
    account: Account,
    what: str,
    method: str,
    path: str,
    key: str = "",
    params: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """One request, once. Refuses `_Refused`, and as the protocol says; nothing of Stripe's is in these exceptions, since it
    could hold secrets."""
    secret = account.secrets.get("secret_key", "")
    is_other = secret.startswith(
        ("sk_test_", "rk_test_") if account.mode == "live" else ("sk_live_", "rk_live_")
    )
    if is_other or not secret.isascii() or not secret.isprintable() or not secret:
        raise AccountRefused()
    sdk = _sdk()
    client = sdk.StripeClient(
        secret,
        http_client=_line()(what),
        base_addresses={"api": account.base_url or API},
        stripe_version=API_VERSION,
        max_network_retries=0,
    )
    try:
        options = {"idempotency_key": key} if key else {}
        answer: dict[str, Any] = client.raw_request(method, path, **(params or {}), **options).data
        return answer
    except (sdk.AuthenticationError, sdk.PermissionError):
        raise AccountRefused() from None
    except sdk.IdempotencyError:
        raise _Refused({}, is_reused_key=True) from None
    except (sdk.CardError, sdk.InvalidRequestError) as error:
        said = error.json_body.get("error") if isinstance(error.json_body, dict) else None
        raise _Refused(said or {}) from None
    except sdk.StripeError:
        raise ProviderUnreachable() from None


@cache
def _sdk() -> ModuleType:
    import stripe  # loads 20 MiB; a process that never speaks to Stripe stays small

    # It would log requests and answers, with the client secret in them.
    logging.getLogger("stripe").setLevel(logging.WARNING)
    return stripe


@cache
def _line() -> "Callable[[str], stripe.HTTPClient]":
    """What the library sends through, made for one request with its name."""
    import stripe  # as above

    class Line(stripe.HTTPClient):
        name = "duka"

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

        def request(
            self,
            method: str,
            url: str,
            headers: Mapping[str, str] | None,
            post_data: Any = None,
            *,
            _usage: list[str] | None = None,
        ) -> tuple[str, int, Mapping[str, str]]:
            kept = {name.lower(): value for name, value in (headers or {}).items() if name.lower() in _SENT}
            form = dict(parse_qsl(post_data, keep_blank_values=True)) if post_data else None
            answer = wire.ask(self.what, method.upper(), url, headers=kept, form=form)
            return answer.body.decode("utf-8", "replace"), answer.status, answer.headers

    return Line
