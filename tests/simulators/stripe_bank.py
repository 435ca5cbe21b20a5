"""What moves at the simulated Stripe: the buyer's bank, holds, captures, disputes, and the signed events that tell of them."""

import hashlib
import hmac
import json
from typing import Any
from uuid import uuid4

from tests.simulators.mischief import Letter
from tests.simulators.server import Refused, Reply, Simulator

from duka.kernel.money import EXPONENTS

VERSION = "2026-10-28.endive"
OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
WHOLE = {
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "JPY",
    "KMF",
    "KRW",
    "MGA",
    "PYG",
    "RWF",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
}
THOUSANDTHS = {"BHD", "JOD", "KWD", "OMR", "TND"}
DAY = 86_400
DISPUTE_FEE = 1500


class Bank(Simulator):
    name = "Stripe"
    secret_key = "sk_test_simulated4242424242"
    publishable_key = "pk_test_simulated4242424242"
    webhook_secret = "whsec_simulated4242424242"

    def __init__(self, webhook_url: str = "") -> None:
        super().__init__()
        self.webhook_url = webhook_url
        self.livemode = False
        self.refunds_are = "succeeded"
        self.intents: dict[str, dict[str, Any]] = {}
        self.charges: dict[str, dict[str, Any]] = {}
        self.refunds: dict[str, dict[str, Any]] = {}
        self.disputes: dict[str, dict[str, Any]] = {}

    # The buyer's hands

    def approve(self, reference: str) -> None:
        self.pay(reference)

    def decline(self, reference: str) -> None:
        self.refuse(reference, "card_declined", "generic_decline", "Your card was declined.")

    def challenge(self, reference: str, return_url: str) -> str:
        """The bank wants to see the buyer: its page."""
        with self.books.lock:
            intent = self.intent(reference)
            url = f"{self.url}/challenge/{reference}?payment_intent_client_secret={intent['client_secret']}"
            redirect = {"url": url, "return_url": return_url}
            intent |= {
                "status": "requires_action",
                "next_action": {"type": "redirect_to_url", "redirect_to_url": redirect},
            }
            self.tell("payment_intent.requires_action", intent)
            return url

    # What time and others do

    def process(self, reference: str) -> None:
        """Paid by something slower than a card; `approve` or `decline` it later."""
        with self.books.lock:
            self.intent(reference)["status"] = "processing"
            self.tell("payment_intent.processing", self.intents[reference])

    def expire(self, reference: str) -> None:
        """The hold runs out."""
        with self.books.lock:
            charge = self.charges[self.intents[reference]["latest_charge"]]
            charge["payment_method_details"]["card"]["capture_before"] = self.now() - 1
            self.intent(reference)

    def misreport(self, reference: str, amount: int) -> None:
        """Holds another amount than was asked for, in Stripe's units."""
        with self.books.lock:
            self.intents[reference]["amount"] = amount

    def settle_refund(self, refund: str, status: str) -> None:
        """A pending refund becomes `succeeded` or `failed`."""
        with self.books.lock:
            made = self.refunds[refund]
            made["status"] = status
            if status == "failed":
                made["failure_reason"] = "expired_or_canceled_card"
                charge = self.charges[made["charge"]]
                charge["amount_refunded"] -= made["amount"]
                charge["refunded"] = False
                self.books.refund_failed(made["payment_intent"], self.ours(made["amount"], made["currency"]))
            self.tell("refund.failed" if status == "failed" else "refund.updated", made)

    def dispute(self, reference: str, reason: str = "fraudulent") -> str:
        """The buyer's bank takes the money back until it is decided."""
        with self.books.lock:
            intent = self.intent(reference)
            made = {
                "id": self.token("dp_"),
                "object": "dispute",
                "amount": intent["amount_received"],
                "currency": intent["currency"],
                "charge": intent["latest_charge"],
                "payment_intent": reference,
                "reason": reason,
                "status": "needs_response",
                "balance_transactions": [],
                "evidence_details": {"due_by": self.now() + 9 * DAY, "has_evidence": False},
                "metadata": {},
                "livemode": self.livemode,
                "created": self.now(),
            }
            self.disputes[made["id"]] = made
            self.tell("charge.dispute.created", made)
            self._move(made, -made["amount"], DISPUTE_FEE)
            self.tell("charge.dispute.funds_withdrawn", made)
            return str(made["id"])

    def decide(self, dispute: str, status: str) -> None:
        """`won` gives the money back to the merchant, `lost` does not."""
        with self.books.lock:
            made = self.disputes[dispute]
            made["status"] = status
            if status == "won":
                self._move(made, made["amount"], 0)
                self.tell("charge.dispute.funds_reinstated", made)
            self.tell("charge.dispute.closed", made)

    def _move(self, dispute: dict[str, Any], amount: int, fee: int) -> None:
        dispute["balance_transactions"].append(
            {"id": self.token("txn_"), "amount": amount, "fee": fee, "currency": dispute["currency"]}
        )
        self.books.note("disputed", dispute["payment_intent"], self.ours(-amount, dispute["currency"]))

    # What happens to money

    def pay(self, reference: str) -> None:
        """The bank says yes: held, or taken."""
        with self.books.lock:
            intent = self.intent(reference)
            if intent["status"] not in (*OPEN, "processing"):
                raise unexpected(intent, "confirmed")
            charge = self._charge(intent, "succeeded", captured=False, paid=True, amount_captured=0)
            intent |= {"next_action": None, "last_payment_error": None}
            if intent["capture_method"] != "manual":
                return self.take(intent, intent["amount"], is_final=True)
            until = self.now() + 7 * DAY
            charge["payment_method_details"]["card"]["capture_before"] = until
            intent |= {"status": "requires_capture", "amount_capturable": intent["amount"]}
            self.books.authorize(reference, self.ours(intent["amount"], intent["currency"]))
            self.tell("payment_intent.amount_capturable_updated", intent)

    def refuse(self, reference: str, code: str, decline_code: str, message: str) -> None:
        """The bank says no: the intent waits for another card."""
        with self.books.lock:
            intent = self.intent(reference)
            if intent["status"] not in (*OPEN, "processing"):
                raise unexpected(intent, "confirmed")
            self._charge(intent, "failed", captured=False, paid=False, amount_captured=0)
            said = {"type": "card_error", "code": code, "decline_code": decline_code, "message": message}
            intent |= {"status": "requires_payment_method", "next_action": None, "last_payment_error": said}
            self.books.entries[reference].status = "declined"
            self.tell("payment_intent.payment_failed", intent)

    def intent(self, reference: str) -> dict[str, Any]:
        """As it is now: a hold that ran out is let go first."""
        intent = self.intents.get(reference)
        if intent is None:
            raise invalid("intent", f"No such payment_intent: '{reference}'", "resource_missing", 404)
        charge = self.charges.get(intent["latest_charge"] or "")
        if intent["status"] == "requires_capture" and charge is not None:
            is_over = charge["payment_method_details"]["card"]["capture_before"] < self.now()
            if is_over:
                self.give_up(intent, "expired")
        return intent

    def _charge(self, intent: dict[str, Any], status: str, **more: Any) -> dict[str, Any]:
        charge = {
            "id": self.token("ch_"),
            "object": "charge",
            "amount": intent["amount"],
            "amount_refunded": 0,
            "refunded": False,
            "disputed": False,
            "currency": intent["currency"],
            "payment_intent": intent["id"],
            "metadata": intent["metadata"],
            "livemode": self.livemode,
            "status": status,
            "balance_transaction": None,
            "created": self.now(),
            "payment_method_details": {"type": "card", "card": {"brand": "visa", "last4": "4242"}},
            **more,
        }
        intent["latest_charge"] = charge["id"]
        self.charges[charge["id"]] = charge
        return charge

    def take(self, intent: dict[str, Any], amount: int, *, is_final: bool) -> None:
        charge, currency = self.charges[intent["latest_charge"]], intent["currency"]
        fee = (15 * amount + 500) // 1000 + 25
        charge["amount_captured"] += amount
        charge["captured"] = is_final
        charge["balance_transaction"] = {
            "id": self.token("txn_"),
            "object": "balance_transaction",
            "amount": charge["amount_captured"],
            "fee": fee + (charge["balance_transaction"] or {"fee": 0})["fee"],
            "currency": currency,
        }
        intent["amount_received"] += amount
        self.books.capture(intent["id"], self.ours(amount, currency), self.ours(fee, currency))
        if is_final:
            intent |= {"status": "succeeded", "amount_capturable": 0}
            self.books.release(intent["id"], "captured")
            self.tell(
                "charge.captured" if intent["capture_method"] == "manual" else "charge.succeeded", charge
            )
            self.tell("payment_intent.succeeded", intent)
        else:
            intent["amount_capturable"] -= amount

    def give_up(self, intent: dict[str, Any], reason: str) -> None:
        was_held = intent["status"] == "requires_capture"
        intent |= {"status": "canceled", "cancellation_reason": reason, "canceled_at": self.now()}
        intent |= {"amount_capturable": 0, "next_action": None}
        self.books.release(intent["id"], "expired" if reason == "expired" else "cancelled")
        if was_held and reason == "expired":
            self.tell("charge.expired", self.charges[intent["latest_charge"]])
        self.tell("payment_intent.canceled", intent)

    # What is told

    def tell(self, kind: str, thing: dict[str, Any]) -> None:
        letter = self.letter(kind, thing)
        self.callbacks.announce(letter.url, letter.kind, letter.event)

    def letter(self, kind: str, thing: dict[str, Any]) -> Letter:
        """An event about a thing as it is now."""
        event = {
            "id": self.token("evt_"),
            "object": "event",
            "type": kind,
            "api_version": VERSION,
            "created": self.now(),
            "livemode": self.livemode,
            "pending_webhooks": 1,
            "request": {"id": None, "idempotency_key": None},
            "data": {"object": json.loads(json.dumps(thing))},
        }
        return Letter(self.webhook_url, kind, event)

    def compose(self, letter: Letter) -> tuple[dict[str, str], bytes]:
        thing = dict(letter.event["data"]["object"])
        if letter.fate == "wrong_amount":
            thing |= {name: thing[name] + 1 for name in ("amount", "amount_received") if name in thing}
        if letter.fate == "wrong_merchant":
            thing["metadata"] = {"tenant": str(uuid4()), "payment_id": str(uuid4())}
        body = json.dumps({**letter.event, "data": {"object": thing}}).encode()
        return {"content-type": "application/json", "stripe-signature": self.signed(body)}, body

    def signed(self, body: bytes, at: int | None = None, secret: str | None = None) -> str:
        stamp = str(self.now() if at is None else at)
        key = (self.webhook_secret if secret is None else secret).encode()
        made = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256)
        return f"t={stamp},v1={made.hexdigest()}"

    def ours(self, amount: int, currency: str) -> int:
        """Stripe's unit in minor units of ISO 4217, for the books."""
        code = currency.upper()
        theirs = 0 if code in WHOLE else 3 if code in THOUSANDTHS else 2
        return int(amount * 10 ** EXPONENTS[code]) // 10**theirs


def error(status: int, kind: str, message: str, **more: Any) -> Reply:
    return Reply(status, {"error": {"type": kind, "message": message, **more}})


def invalid(param: str, message: str, code: str = "parameter_invalid", status: int = 400) -> Refused:
    return Refused(error(status, "invalid_request_error", message, code=code, param=param))


def unexpected(intent: dict[str, Any], what: str) -> Refused:
    message = f"This PaymentIntent could not be {what} because it has a status of {intent['status']}."
    code = "payment_intent_unexpected_state"
    return Refused(error(400, "invalid_request_error", message, code=code, payment_intent=intent))
