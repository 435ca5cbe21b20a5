"""PayPal: the buyer approves an order on PayPal's pages, then we take the money, or have it held.

Orders v2 and Payments v2 over plain HTTP. A request id makes asking twice harmless for six hours; what must hold for longer is
looked up first: an order is captured or authorized once by its nature, a capture of held money is known by its invoice number,
a refund by its `custom_id`. Held money is sure for 3 days and held for 29; renewing a hold (reauthorize) is not done, and
neither is taking more than was held, which PSD2 forbids.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import quote
from zlib import crc32

import msgspec

from duka.payments import wire
from duka.payments.errors import AccountRefused, CallbackRefused, CaptureRefused, ProviderUnreachable
from duka.payments.providers import paypal_events, paypal_refunds
from duka.payments.providers.bearer import Bearers
from duka.payments.providers.paypal_answers import (
    CURRENCIES,
    DECLINED,
    NOT_TAKEN,
    TAKEN,
    TOO_LATE,
    Capture,
    Hold,
    NotPayable,
    Order,
    amount,
    link_in,
    outcome,
    problem,
    read,
)
from duka.payments.providers.paypal_signature import Signatures
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
from duka.payments.wire import Answer

LIVE = "https://api-m.paypal.com"
SANDBOX = "https://api-m.sandbox.paypal.com"
ORDERS = "/v2/checkout/orders"
HOLDS = "/v2/payments/authorizations"
_SAYS_NOTHING = frozenset({408, 409, 425, 429})
_USED_ID = frozenset({"DUPLICATE_REQUEST_ID", "PAYPAL_REQUEST_ID_PREVIOUSLY_USED"})
EVENTS = (
    "CHECKOUT.ORDER.APPROVED",
    "CHECKOUT.ORDER.COMPLETED",
    "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
    "PAYMENT.AUTHORIZATION.CREATED",
    "PAYMENT.AUTHORIZATION.VOIDED",
    "PAYMENT.CAPTURE.PENDING",
    "PAYMENT.CAPTURE.COMPLETED",
    "PAYMENT.CAPTURE.DENIED",
    "PAYMENT.CAPTURE.REFUNDED",
    "PAYMENT.CAPTURE.REVERSED",
    "CUSTOMER.DISPUTE.CREATED",
    "CUSTOMER.DISPUTE.UPDATED",
    "CUSTOMER.DISPUTE.RESOLVED",
)
_LOCALES = {
    "cs": "cs-CZ", "da": "da-DK", "de": "de-DE", "en": "en-US", "es": "es-ES", "fr": "fr-FR", "he": "he-IL",
    "hu": "hu-HU", "it": "it-IT", "ja": "ja-JP", "nl": "nl-NL", "no": "no-NO", "pl": "pl-PL", "pt": "pt-PT",
    "ru": "ru-RU", "sv": "sv-SE", "th": "th-TH", "zh": "zh-CN",
}  # fmt: skip
"""PayPal's pages want a language and a country. For another language they follow the buyer's own account."""
_IN_BETWEEN = frozenset({
    "ORDER_NOT_APPROVED", "ORDER_ALREADY_CAPTURED", "ORDER_ALREADY_AUTHORIZED", "PAYER_ACTION_REQUIRED",
})  # fmt: skip
"""Refusals that say that the order is not where we thought: the truth says where."""
_BACK_TO_PAYPAL = frozenset({"INSTRUMENT_DECLINED", "REDIRECT_PAYER_FOR_ALTERNATE_FUNDING"})
_BUYERS = ("PAYER_", "TRANSACTION_REFUSED", "PAYMENT_DENIED", "CARD_", "MAX_NUMBER_OF_PAYMENT_ATTEMPTS")
"""How the names of refusals begin that are about the buyer or their bank."""


class PayPal:
    about = About(
        code="paypal",
        name="PayPal",
        rail="wallet",
        fields=(
            Field(name="client_id", label="Client ID", help="Of the app in PayPal's developer dashboard."),
            Field(name="client_secret", label="Secret", is_secret=True, help="Of the same app."),
            Field(
                name="webhook_id",
                label="Webhook ID",
                is_required=False,
                help="Stands beside the webhook that you made for our address. Without it, PayPal's messages are refused.",
            ),
            Field(
                name="brand_name",
                label="Name on PayPal's pages",
                is_required=False,
                help="In place of the name of your PayPal account.",
            ),
        ),
        currencies=CURRENCIES,
        can=frozenset({"hold", "partial_capture", "refund", "partial_refund", "cancel"}),
        callback_events=EVENTS,
    )

    def __init__(self, roots: bytes | None = None) -> None:
        """`roots`: PEM of the certificates to trust for signatures instead of the usual ones."""
        self._bearers = Bearers()
        self._signatures = Signatures(roots)

    def create(self, account: Account, charge: Charge) -> Outcome:
        try:
            body = _order_asked(account, charge)
        except NotPayable:
            return Outcome("failed", code="rejected", reason=NOT_TAKEN)
        answer = self._ask("create", account, "POST", ORDERS, body, charge.key)
        if problem(answer).issue in _USED_ID:
            # The settings changed in between. The order that nobody was led to is never captured, so another one is safe.
            digest = crc32(msgspec.json.encode(body))
            answer = self._ask("create", account, "POST", ORDERS, body, f"{charge.key[:90]}-{digest:x}")
        if answer.status not in (200, 201):
            return Outcome("failed", code="rejected", reason=NOT_TAKEN)
        return outcome(read(answer, Order))

    def confirm(self, account: Account, known: Known) -> Outcome:
        """Takes the money, or has it held, once the buyer approved; until then nothing."""
        order = self._order("confirm", account, known)
        if order is None or order.status != "APPROVED" or order.money.captures or order.hold:
            return _truth(order)
        if not _is_as_asked(order, known):
            return outcome(order)
        if order.update_time and known.data.get("declined") == order.update_time:
            return _declined(order, order.approve_url)
        act = "authorize" if order.intent == "AUTHORIZE" else "capture"
        # An order is taken once whatever the request id. A new approval has a new one, lest an old refusal be repeated.
        key = f"{known.key}-{act}-{order.update_time}"[:108]
        answer = self._ask(act, account, "POST", f"{ORDERS}/{_name(order.id)}/{act}", {}, key)
        if answer.status in (200, 201):
            return outcome(read(answer, Order))
        refusal = problem(answer)
        if refusal.issue == "ORDER_EXPIRED":
            return _truth(None)
        if refusal.issue in _BACK_TO_PAYPAL:
            return _declined(order, link_in(refusal.links) or order.approve_url)
        truth = _truth(self._order("look up", account, known))
        if truth.status != "requires_action" or refusal.issue in _IN_BETWEEN:
            return truth
        is_buyers = refusal.issue.startswith(_BUYERS)
        return msgspec.structs.replace(
            truth,
            status="failed",
            action_url="",
            code="declined" if is_buyers else "rejected",
            reason=DECLINED if is_buyers else NOT_TAKEN,
        )

    def look_up(self, account: Account, known: Known) -> Outcome:
        if not known.reference:
            return Outcome("unknown")
        return _truth(self._order("look up", account, known))

    def capture(
        self, account: Account, known: Known, amount_minor: int, key: str, *, is_final: bool
    ) -> Outcome:
        """Money that PayPal is still checking is not counted as captured yet; a callback tells of it."""
        invoice = f"{known.payment_id}-{key}"[:127]
        truth, hold = self._held("capture", account, known)
        if hold is None:
            raise CaptureRefused(why="PayPal holds no money for this payment.")
        if truth.has_capture(invoice):
            return outcome(truth)
        taken = sum(
            c.amount.minor for c in truth.money.captures if c.status in TAKEN or c.status == "PENDING"
        )
        if amount_minor > hold.amount.minor - taken:
            raise CaptureRefused(why="More was asked for than is held.")
        try:
            body = {
                "amount": amount(amount_minor, known.currency),
                "final_capture": is_final,
                "invoice_id": invoice,
            }
        except NotPayable:
            raise CaptureRefused(why=f"PayPal takes whole {known.currency} only.") from None
        answer = self._ask("capture", account, "POST", f"{HOLDS}/{_name(hold.id)}/capture", body, key)
        after, _ = self._held("look up", account, known)
        if answer.status in (200, 201):
            return outcome(after.having(read(answer, Capture)))
        if after.has_capture(invoice):
            return outcome(after)
        raise CaptureRefused(why=f"PayPal says {problem(answer).issue or answer.status}.")

    def cancel(self, account: Account, known: Known) -> Outcome:
        """Lets held money go. PayPal cannot be told to forget an order that nobody approved, and need not be: without our
        capture none is ever paid, and it ends by itself after some hours."""
        order = self._order("cancel", account, known) if known.reference else None
        if order is None:
            return Outcome("cancelled", code="cancelled")
        hold, truth = order.hold, outcome(order)
        if truth.status == "requires_action":
            return msgspec.structs.replace(truth, status="cancelled", action_url="", code="cancelled")
        is_held = hold is not None and hold.status in ("CREATED", "PENDING", "PARTIALLY_CAPTURED")
        if hold is None or not is_held or truth.status == "captured":
            return truth
        self._ask("cancel", account, "POST", f"{HOLDS}/{_name(hold.id)}/void", {}, f"{known.key}-void")
        return _truth(self._order("look up", account, known))

    def refund(self, account: Account, known: Known, refund: RefundCharge) -> RefundOutcome:
        """From one capture if one has enough, else from several; `reference` names every part."""

        def ask(method: str, path: str, body: Any = None, key: str = "") -> Answer:
            return self._ask("refund", account, method, path, body, key)

        if refund.reference:
            return paypal_refunds.look_up(ask, refund.reference)
        return paypal_refunds.give_back(ask, lambda: self._held("refund", account, known)[0], known, refund)

    def read_callback(
        self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Callback:
        self._signatures.verify(account, headers, body, now)
        try:
            return paypal_events.read(body)
        except msgspec.MsgspecError:
            raise CallbackRefused() from None

    def check(self, account: Account) -> Checked:
        where = "live payments" if account.mode == "live" else "its sandbox"
        try:
            self._fetch_token(account)
        except AccountRefused:
            return Checked(False, f"PayPal does not accept these credentials for {where}.")
        if not account.settings.get("webhook_id"):
            return Checked(
                True,
                "PayPal accepts the credentials. Its messages are refused until you enter the webhook ID.",
            )
        return Checked(True, f"PayPal accepts the credentials for {where}.")

    def _held(self, what: str, account: Account, known: Known) -> tuple[Order, Hold | None]:
        """An order that must be there. Raises `AccountRefused` when it is not: it is another account's."""
        order = self._order(what, account, known)
        if order is None:
            raise AccountRefused()
        return order, order.hold

    def _order(self, what: str, account: Account, known: Known) -> Order | None:
        """None when PayPal has forgotten it, as it does with what nobody approved in time."""
        answer = self._ask(what, account, "GET", f"{ORDERS}/{_name(known.reference)}")
        if answer.status == 200:
            return read(answer, Order)
        if answer.status != 404:
            raise ProviderUnreachable()
        if known.captured_minor or known.data.get("authorization") or known.data.get("captures"):
            raise AccountRefused()
        return None

    def _ask(
        self, what: str, account: Account, method: str, path: str, body: Any = None, key: str = ""
    ) -> Answer:
        """Any answer that says something: neither 401, 403, 409, 429 nor 5xx."""
        answer = self._said(what, account, method, path, body, key)
        if answer.status == 401:  # the token ended before its time
            answer = self._said(what, account, method, path, body, key)
        if answer.status in (401, 403):
            raise AccountRefused()
        is_refusal = 400 <= answer.status < 500 and answer.status not in _SAYS_NOTHING
        if not 200 <= answer.status < 300 and not is_refusal:
            raise ProviderUnreachable()
        if what != "create" and problem(answer).issue in _USED_ID:
            raise ProviderUnreachable()  # the same was asked for in another way, and what we saw is not all there is
        return answer

    def _said(self, what: str, account: Account, method: str, path: str, body: Any, key: str) -> Answer:
        credentials = _credentials(account)
        token = self._bearers.get(credentials, lambda: self._fetch_token(account))
        headers = {"authorization": f"Bearer {token}", "prefer": "return=representation"}
        if key:
            headers["paypal-request-id"] = key
        answer = wire.ask(what, method, _address(account) + path, headers=headers, json_body=body)
        if answer.status == 401:
            self._bearers.forget(credentials, token)
        return answer

    def _fetch_token(self, account: Account) -> tuple[str, int]:
        answer = wire.ask(
            "token",
            "POST",
            f"{_address(account)}/v1/oauth2/token",
            form={"grant_type": "client_credentials"},
            auth=(account.settings.get("client_id", ""), account.secrets.get("client_secret", "")),
        )
        if answer.status in (400, 401, 403):
            raise AccountRefused()
        if answer.status != 200:
            raise ProviderUnreachable()
        token = read(answer, _Token)
        return token.access_token, token.expires_in


class _Token(msgspec.Struct):
    access_token: str
    expires_in: int


def _credentials(account: Account) -> tuple[str, ...]:
    """What tells one account's token from every other's."""
    return (
        account.tenant.hex,
        account.id.hex if account.id else "",
        _address(account),
        account.settings.get("client_id", ""),
        account.secrets.get("client_secret", ""),
    )


def _address(account: Account) -> str:
    return (account.base_url or (LIVE if account.mode == "live" else SANDBOX)).rstrip("/")


def _name(reference: str) -> str:
    return quote(reference, safe="")


def _order_asked(account: Account, charge: Charge) -> dict[str, Any]:
    """Refuses `NotPayable`."""
    money = amount(charge.amount_minor, charge.currency)
    context = {
        "return_url": charge.return_url,
        "cancel_url": charge.cancel_url,
        "user_action": "PAY_NOW",
        "shipping_preference": "NO_SHIPPING",
        "locale": _locale(charge.locale),
        "brand_name": account.settings.get("brand_name", "")[:127],
    }
    item = {"name": charge.description[:127] or "Order", "quantity": "1", "unit_amount": money}
    unit = {
        "description": charge.description[:127],
        "custom_id": str(charge.payment_id),
        "invoice_id": str(charge.payment_id),
        "amount": money | {"breakdown": {"item_total": money}},
        "items": [item],
    }
    return {
        "intent": "AUTHORIZE" if charge.capture_method == "manual" else "CAPTURE",
        "purchase_units": [{name: value for name, value in unit.items() if value}],
        "payment_source": {
            "paypal": {"experience_context": {name: text for name, text in context.items() if text}}
        },
    }


def _locale(locale: str) -> str:
    language, _, country = locale.replace("_", "-").partition("-")
    if len(country) == 2 and country.isalpha() and language in _LOCALES:
        return f"{language}-{country.upper()}"
    return _LOCALES.get(language, "")


def _is_as_asked(order: Order, known: Known) -> bool:
    """Money of another amount or for another payment is never taken."""
    told = outcome(order)
    found = (told.amount_minor, told.currency, told.payment_id)
    return found == (known.amount_minor, known.currency, known.payment_id)


def _truth(order: Order | None) -> Outcome:
    return outcome(order) if order else Outcome("expired", code="expired", reason=TOO_LATE)


def _declined(order: Order, action_url: str) -> Outcome:
    """The order stays open: the buyer chooses another way of paying at PayPal."""
    truth = outcome(order)
    data = {**truth.data, "declined": order.update_time}
    return msgspec.structs.replace(
        truth, status="requires_action", action_url=action_url, code="declined", reason=DECLINED, data=data
    )
