"""A simulated Stripe, API version 2026-10-28.endive: PaymentIntents, captures, refunds, disputes, signed events, idempotency
keys; and its card fields for the browser (`stripe_pages.py`). Run it with `python -m tests.simulators.stripe --port 8420`."""

import hashlib
from typing import Any
from urllib.parse import parse_qsl

from tests.simulators.server import Asked, Handler, Refused, Reply, route, run
from tests.simulators.stripe_bank import OPEN, THOUSANDTHS, VERSION, error, invalid, unexpected
from tests.simulators.stripe_pages import Pages

from duka.kernel.money import EXPONENTS

EVEN = {"UGX", "ISK"}
"""Told with two decimals, which must be 00."""
CREATE = {
    "amount",
    "currency",
    "automatic_payment_methods",
    "capture_method",
    "description",
    "metadata",
    "expand",
}
CREATE |= {"statement_descriptor_suffix", "receipt_email"}
CAPTURE = {"amount_to_capture", "final_capture", "metadata", "expand"}
REFUND = {"payment_intent", "charge", "amount", "reason", "metadata", "expand"}


class StripeSimulator(Pages):
    def __init__(self, webhook_url: str = "") -> None:
        super().__init__(webhook_url)
        self.has_multicapture = False
        self.too_many = 0
        """So many requests are answered with 429."""
        self.keys: dict[str, tuple[str, Reply]] = {}

    # The door: credentials, version, idempotency

    def act(self, handler: Handler, asked: Asked, parts: dict[str, str]) -> Reply:
        if not asked.path.startswith("/v1/"):
            return super().act(handler, asked, parts)
        with self.books.lock:
            if refusal := self._unwelcome(asked):
                return refusal
            key = asked.headers.get("idempotency-key", "") if asked.method == "POST" else ""
            question = hashlib.sha256(asked.path.encode() + b"?" + asked.body).hexdigest()
            if key in self.keys:
                first, reply = self.keys[key]
                if first == question:
                    return Reply(reply.status, reply.body, {"idempotent-replayed": "true"})
                return error(
                    400,
                    "idempotency_error",
                    "Keys for idempotent requests can only be used with the same ones.",
                )
            reply = super().act(handler, asked, parts)
            # What fails for its form is not remembered; all that was acted upon is.
            if key and not (reply.status == 400 and "param" in reply.body["error"]):
                self.keys[key] = (question, reply)
            return Reply(reply.status, reply.body, {"request-id": self.token("req_", 14)})

    def _unwelcome(self, asked: Asked) -> Reply | None:
        if self.too_many:
            self.too_many -= 1
            return error(429, "invalid_request_error", "Too many requests.", code="rate_limit")
        if asked.headers.get("authorization") != f"Bearer {self.secret_key}":
            return error(401, "invalid_request_error", "Invalid API Key provided: sk_test_****.")
        if asked.headers.get("stripe-version") != VERSION:
            return error(400, "invalid_request_error", "Invalid Stripe API version.", param="version")
        form = "application/x-www-form-urlencoded"
        if asked.method == "POST" and asked.body and asked.headers.get("content-type") != form:
            return error(400, "invalid_request_error", "Invalid content type.", param="content-type")
        if len(asked.headers.get("idempotency-key", "")) > 255:
            return error(400, "invalid_request_error", "The key is too long.", param="idempotency-key")
        return None

    def broken(self) -> Reply:
        return error(500, "api_error", "An unknown error occurred.")

    def broken_after(self, asked: Asked) -> Reply:
        """Stripe remembers its own failure under the key, though it acted: only a look tells."""
        key = asked.headers.get("idempotency-key", "")
        if key in self.keys:
            self.keys[key] = (self.keys[key][0], self.broken())
        return self.broken()

    def unknown(self, asked: Asked) -> Reply:
        return error(
            404, "invalid_request_error", f"Unrecognized request URL ({asked.method}: {asked.path})."
        )

    # PaymentIntents

    @route("POST", "/v1/payment_intents")
    def create(self, asked: Asked) -> Reply:
        form = nested(asked, CREATE)
        currency = form.get("currency", "")
        if not currency.islower() or currency.upper() not in EXPONENTS:
            raise invalid("currency", f"Invalid currency: {currency}.")
        amount = self._amount(form, "amount", currency)
        if form.get("automatic_payment_methods", {}).get("enabled") not in ("true", "True"):
            raise invalid("payment_method_types", "No way to pay was given.")
        method = form.get("capture_method", "automatic_async")
        if method not in ("automatic", "automatic_async", "manual"):
            raise invalid("capture_method", "Invalid capture_method.")
        suffix = form.get("statement_descriptor_suffix", "Shop")
        if len(suffix) > 22 or not any(c.isalpha() for c in suffix) or set(suffix) & set("<>\\'\"*"):
            raise invalid("statement_descriptor_suffix", "The statement descriptor suffix is not valid.")
        metadata = form.get("metadata", {})
        if len(metadata) > 50 or any(len(k) > 40 or len(v) > 500 for k, v in metadata.items()):
            raise invalid("metadata", "The metadata is too large.")
        reference = self.token("pi_")
        self.intents[reference] = {
            "id": reference,
            "object": "payment_intent",
            "amount": amount,
            "amount_capturable": 0,
            "amount_received": 0,
            "currency": currency,
            "status": "requires_payment_method",
            "capture_method": method,
            "confirmation_method": "automatic",
            "client_secret": self.token(f"{reference}_secret_"),
            "description": form.get("description"),
            "metadata": metadata,
            "latest_charge": None,
            "last_payment_error": None,
            "next_action": None,
            "livemode": self.livemode,
            "created": self.now(),
            "canceled_at": None,
            "cancellation_reason": None,
        }
        key = asked.headers.get("idempotency-key", "")
        self.books.open(reference, metadata.get("payment_id", ""), key, self.ours(amount, currency), currency)
        self.tell("payment_intent.created", self.intents[reference])
        return self._shown(self.intents[reference], form)

    @route("GET", "/v1/payment_intents/search")
    def search(self, asked: Asked) -> Reply:
        wanted = asked.query.get("query", "").removeprefix("metadata['payment_id']:'").removesuffix("'")
        found = [i for i in self.intents.values() if i["metadata"].get("payment_id") == wanted]
        data = [self._expanded(intent, ["latest_charge.balance_transaction"]) for intent in found]
        return Reply(200, {"object": "search_result", "data": data, "has_more": False, "next_page": None})

    @route("GET", "/v1/payment_intents/{id}")
    def retrieve(self, asked: Asked, id: str) -> Reply:
        return self._shown(self.intent(id), nested(asked, {"expand"}))

    @route("POST", "/v1/payment_intents/{id}/capture")
    def capture(self, asked: Asked, id: str) -> Reply:
        intent, form = self.intent(id), nested(asked, CAPTURE)
        if intent["status"] != "requires_capture":
            raise unexpected(intent, "captured")
        held = intent["amount_capturable"]
        amount = (
            self._amount(form, "amount_to_capture", intent["currency"], 1)
            if "amount_to_capture" in form
            else held
        )
        is_final = form.get("final_capture", "true").lower() == "true"
        if amount > held:
            raise invalid(
                "amount_to_capture", f"The amount {amount} is greater than {held}.", "amount_too_large"
            )
        if not is_final and not self.has_multicapture:
            raise invalid("final_capture", "This payment does not support multiple captures.")
        self.take(intent, amount, is_final=is_final)
        return self._shown(intent, form)

    @route("POST", "/v1/payment_intents/{id}/cancel")
    def cancel(self, asked: Asked, id: str) -> Reply:
        intent, form = self.intent(id), nested(asked, {"cancellation_reason", "expand"})
        if intent["status"] not in (*OPEN, "requires_capture"):
            raise unexpected(intent, "canceled")
        self.give_up(intent, form.get("cancellation_reason", "requested_by_customer"))
        return self._shown(intent, form)

    # Refunds

    @route("POST", "/v1/refunds")
    def refund(self, asked: Asked) -> Reply:
        form = nested(asked, REFUND)
        intent = self.intent(form.get("payment_intent", ""))
        charge = self.charges.get(intent["latest_charge"] or "", {})
        if not charge.get("captured"):
            raise invalid(
                "payment_intent", "This PaymentIntent has no successful charge to refund.", "resource_missing"
            )
        left = charge["amount_captured"] - charge["amount_refunded"]
        if not left:
            message = f"Charge {charge['id']} has already been refunded."
            raise Refused(error(400, "invalid_request_error", message, code="charge_already_refunded"))
        amount = self._amount(form, "amount", intent["currency"], 1) if "amount" in form else left
        if amount > left:
            raise invalid(
                "amount", f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})."
            )
        made = {
            "id": self.token("re_"),
            "object": "refund",
            "amount": amount,
            "currency": intent["currency"],
            "charge": charge["id"],
            "payment_intent": intent["id"],
            "metadata": form.get("metadata", {}),
            "reason": form.get("reason"),
            "status": self.refunds_are,
            "failure_reason": None,
            "created": self.now(),
        }
        self.refunds[made["id"]] = made
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
        self.books.refund(intent["id"], self.ours(amount, intent["currency"]))
        self.tell("refund.created", made)
        self.tell("charge.refunded", charge)
        return Reply(200, made)

    @route("GET", "/v1/refunds")
    def list_refunds(self, asked: Asked) -> Reply:
        form = nested(asked, {"payment_intent", "limit", "starting_after"})
        found = [
            r for r in reversed(self.refunds.values()) if r["payment_intent"] == form.get("payment_intent")
        ]
        if after := form.get("starting_after"):
            found = found[[r["id"] for r in found].index(after) + 1 :]
        size = int(form.get("limit", "10"))
        return Reply(200, {"object": "list", "data": found[:size], "has_more": len(found) > size})

    @route("GET", "/v1/refunds/{id}")
    def read_refund(self, asked: Asked, id: str) -> Reply:
        if id not in self.refunds:
            raise invalid("refund", f"No such refund: '{id}'", "resource_missing", 404)
        return Reply(200, self.refunds[id])

    @route("GET", "/v1/balance")
    def balance(self, asked: Asked) -> Reply:
        return Reply(200, {"object": "balance", "livemode": self.livemode, "available": [], "pending": []})

    # The form of things

    def _amount(self, form: dict[str, Any], name: str, currency: str, least: int = 50) -> int:
        text, code = form.get(name, ""), currency.upper()
        if not (text.isascii() and text.isdigit()):
            raise invalid(name, f"Invalid integer: {text}", "parameter_invalid_integer")
        amount = int(text)
        if amount < least:
            raise invalid(name, "Amount must convert to at least 50 cents.", "amount_too_small")
        if amount > 99_999_999:
            raise invalid(name, "Amount must be no more than 99,999,999.", "amount_too_large")
        if (code in EVEN and amount % 100) or (code in THOUSANDTHS and amount % 10):
            raise invalid(name, f"Invalid amount for {code}.", "invalid_charge_amount_no_decimal_compatible")
        return amount

    def _shown(self, intent: dict[str, Any], form: dict[str, Any]) -> Reply:
        return Reply(200, self._expanded(intent, list(form.get("expand", {}).values())))

    def _expanded(self, intent: dict[str, Any], paths: list[str]) -> dict[str, Any]:
        if intent["latest_charge"] is None or not any(p.startswith("latest_charge") for p in paths):
            return dict(intent)
        charge = dict(self.charges[intent["latest_charge"]])
        entry = charge["balance_transaction"]
        if entry is not None and "latest_charge.balance_transaction" not in paths:
            charge["balance_transaction"] = entry["id"]
        return {**intent, "latest_charge": charge}


def nested(asked: Asked, known: set[str]) -> dict[str, Any]:
    """`metadata[order_id]=…` as dictionaries in dictionaries, lists by their indexes. Refuses what Stripe does not know."""
    said = (
        asked.body.decode()
        if asked.method == "POST"
        else "&".join(f"{k}={v}" for k, v in asked.query.items())
    )
    form: dict[str, Any] = {}
    for name, value in parse_qsl(said, keep_blank_values=True):
        first, *rest = name.replace("]", "").split("[")
        if first not in known:
            raise invalid(first, f"Received unknown parameter: {first}", "parameter_unknown")
        at = form
        for part, then in zip([first, *rest], [*rest, None], strict=True):
            if then is None:
                at[part] = value
            else:
                at = at.setdefault(part, {})
    return form


if __name__ == "__main__":
    run(StripeSimulator())
