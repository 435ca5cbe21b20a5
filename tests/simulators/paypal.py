"""PayPal, simulated: Orders v2, Payments v2, the page where the buyer approves, and signed webhooks.

It reads requests strictly, remembers request ids for six hours, takes an order once, never captures more than was authorized,
never gives back more than was captured, and charges a fee. `python -m tests.simulators.paypal --port 8430 --roots roots.pem
--webhook http://127.0.0.1:8000/callbacks/…` writes the root certificate that its signatures chain to; a server that verifies
them is started with `SSL_CERT_FILE=roots.pem`.
"""

import base64
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.simulators.paypal_inside import CERTIFICATE, PAYMENT, REFUND, Inside
from tests.simulators.paypal_orders import (
    Hold,
    Order,
    Refund,
    minor,
    read_order,
    refused,
    view_capture,
    view_hold,
    view_refund,
)
from tests.simulators.paypal_page import approval_page
from tests.simulators.server import Asked, Reply, redirect, route, run


class PayPalSimulator(Inside):
    @route("POST", "/v1/oauth2/token")
    def token_asked(self, asked: Asked) -> Reply:
        kind, _, given = asked.headers.get("authorization", "").partition(" ")
        name, _, secret = base64.b64decode(given or "").decode().partition(":")
        merchant = self.merchants.get(name)
        if kind != "Basic" or merchant is None or merchant.secret != secret:
            return Reply(
                401, {"error": "invalid_client", "error_description": "Client Authentication failed"}
            )
        if asked.form != {"grant_type": "client_credentials"}:
            return Reply(400, {"error": "unsupported_grant_type"})
        token = self.token("A21AA", 60)
        self.tokens[token] = (merchant, self.now() + self.token_seconds)
        body = {"access_token": token, "token_type": "Bearer", "expires_in": self.token_seconds}
        return Reply(200, body | {"scope": merchant.scopes, "app_id": "APP-1", "nonce": "n"})

    @route("POST", "/v2/checkout/orders")
    def create(self, asked: Asked) -> Reply:
        merchant = self._merchant(asked, PAYMENT)

        def make() -> Callable[[], Any]:
            amount, currency = read_order(asked.json)
            reference = self.token("", 17).upper()
            status = "PAYER_ACTION_REQUIRED" if "payment_source" in asked.json else "CREATED"
            order = Order(reference, merchant, asked.json, amount, currency, status, self._tick(), self.now())
            self.orders[reference] = order
            key = asked.headers["paypal-request-id"]
            self.books.open(reference, order.unit.get("custom_id", ""), key, amount, currency)
            return lambda: self._view(order)

        return self._once(asked, merchant, make)

    @route("GET", "/v2/checkout/orders/{id}")
    def order_asked(self, asked: Asked, id: str) -> Reply:
        return Reply(200, self._view(self._order(asked, id)))

    @route("POST", "/v2/checkout/orders/{id}/capture")
    def collect(self, asked: Asked, id: str) -> Reply:
        order = self._order(asked, id)

        def take() -> Callable[[], Any]:
            if order.captures:
                raise refused(422, "ORDER_ALREADY_CAPTURED")
            self._to_be_charged(order, "CAPTURE")
            self._take(order, order.amount, order.unit.get("invoice_id", ""), is_final=True)
            self._change(order, "COMPLETED")
            return lambda: self._view(order)

        return self._once(asked, order.merchant, take)

    @route("POST", "/v2/checkout/orders/{id}/authorize")
    def authorize(self, asked: Asked, id: str) -> Reply:
        order = self._order(asked, id)

        def hold() -> Callable[[], Any]:
            if order.hold:
                raise refused(422, "ORDER_ALREADY_AUTHORIZED")
            self._to_be_charged(order, "AUTHORIZE")
            order.hold = Hold(self.token("", 17).upper(), order.amount, self.now())
            self.books.authorize(order.id, order.amount)
            self._change(order, "COMPLETED")
            self._tell(order, "PAYMENT.AUTHORIZATION.CREATED", view_hold(order, self.url))
            return lambda: self._view(order)

        return self._once(asked, order.merchant, hold)

    @route("GET", "/v2/payments/authorizations/{id}")
    def hold_asked(self, asked: Asked, id: str) -> Reply:
        return Reply(200, view_hold(self._by_hold(asked, id), self.url))

    @route("POST", "/v2/payments/authorizations/{id}/capture")
    def capture(self, asked: Asked, id: str) -> Reply:
        order = self._by_hold(asked, id)

        def take() -> Callable[[], Any]:
            hold = self._hold(order)
            body = asked.json if isinstance(asked.json, dict) else {}
            if set(body) - {"amount", "invoice_id", "final_capture", "note_to_payer", "soft_descriptor"}:
                raise refused(400, "INVALID_PARAMETER_SYNTAX", "capture")
            taken = sum(c.amount for c in order.captures if c.status not in ("DECLINED", "FAILED"))
            amount = minor(body["amount"], order.currency) if "amount" in body else hold.amount - taken
            if amount > hold.amount - taken:
                raise refused(422, "MAX_CAPTURE_AMOUNT_EXCEEDED", "amount")
            is_final = body.get("final_capture", False) is True
            made = self._take(
                order, amount, body.get("invoice_id", order.unit.get("invoice_id", "")), is_final=is_final
            )
            hold.status = "CAPTURED" if taken + amount == hold.amount else "PARTIALLY_CAPTURED"
            hold.updated = self.now()
            if is_final and made.status == "COMPLETED":
                self.books.release(order.id, "captured")
            return lambda: view_capture(order, made, self.url)

        return self._once(asked, order.merchant, take)

    @route("POST", "/v2/payments/authorizations/{id}/void")
    def void(self, asked: Asked, id: str) -> Reply:
        order = self._by_hold(asked, id)

        def release() -> Callable[[], Any]:
            hold = self._hold(order)
            hold.status, hold.updated = "VOIDED", self.now()
            self.books.release(order.id, "voided")
            self._tell(order, "PAYMENT.AUTHORIZATION.VOIDED", view_hold(order, self.url))
            return lambda: None

        return self._once(asked, order.merchant, release, made=204)

    @route("GET", "/v2/payments/captures/{id}")
    def capture_asked(self, asked: Asked, id: str) -> Reply:
        order, capture = self._by_capture(asked, id)
        return Reply(200, view_capture(order, capture, self.url))

    @route("POST", "/v2/payments/captures/{id}/refund")
    def refund(self, asked: Asked, id: str) -> Reply:
        order, capture = self._by_capture(asked, id, REFUND)

        def give() -> Callable[[], Any]:
            body = asked.json if isinstance(asked.json, dict) else {}
            if set(body) - {"amount", "custom_id", "invoice_id", "note_to_payer"}:
                raise refused(400, "INVALID_PARAMETER_SYNTAX", "refund")
            left = capture.amount - order.back(capture.id)
            amount = minor(body["amount"], order.currency) if "amount" in body else left
            if capture.status == "PENDING":
                raise refused(422, "PENDING_CAPTURE")
            if left == 0:
                raise refused(422, "CAPTURE_FULLY_REFUNDED")
            if not 0 < amount <= left:
                raise refused(422, "REFUND_AMOUNT_EXCEEDED", "amount")
            status = "PENDING" if self.delays_refunds else "COMPLETED"
            name = body.get("custom_id", order.unit.get("custom_id", ""))
            made = Refund(self.token("", 17).upper(), capture.id, amount, status, name)
            order.refunds.append(made)
            if status == "COMPLETED":
                self._given_back(order, made)
            return lambda: view_refund(order, made, self.url)

        return self._once(asked, order.merchant, give)

    @route("GET", "/v2/payments/refunds/{id}")
    def refund_asked(self, asked: Asked, id: str) -> Reply:
        merchant = self._merchant(asked, PAYMENT)
        for order in self.orders.values():
            for refund in order.refunds:
                if refund.id == id and order.merchant is merchant:
                    return Reply(200, view_refund(order, refund, self.url))
        raise refused(404, "INVALID_RESOURCE_ID")

    @route("GET", "/v1/notifications/certs/{name}")
    def certificate(self, asked: Asked, name: str) -> Reply:
        return Reply(200, self.signer.chain) if asked.path == CERTIFICATE else Reply(404)

    # The page where the buyer approves

    @route("GET", "/checkoutnow", is_page=True)
    def page(self, asked: Asked) -> Reply:
        order = self.orders.get(asked.query.get("token", ""))
        if order is None:
            return Reply(404, "<h1>Things don't appear to be working at the moment.</h1>")
        return Reply(200, approval_page(order))

    @route("POST", "/checkoutnow/{answer}", is_page=True)
    def answered(self, asked: Asked, answer: str) -> Reply:
        order = self.orders.get(asked.query.get("token", ""))
        if order is None or answer not in ("approve", "decline", "cancel"):
            return Reply(404, "<h1>Not found</h1>")
        if answer == "cancel":
            return redirect(_with(order.context["cancel_url"], f"token={order.id}"))
        (self.approve if answer == "approve" else self.decline)(order.id)
        return redirect(_with(order.context["return_url"], f"token={order.id}&PayerID=BUYER1"))


def _with(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}"


def _taken(name: str) -> str:
    """The value of an option that only this simulator has."""
    if name not in sys.argv:
        return ""
    at = sys.argv.index(name)
    _, value = sys.argv[at : at + 2]
    del sys.argv[at : at + 2]
    return value


if __name__ == "__main__":
    simulator = PayPalSimulator(_taken("--webhook"))
    if roots := _taken("--roots"):
        Path(roots).write_bytes(simulator.roots)
    run(simulator)
