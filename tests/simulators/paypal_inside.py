"""What happens inside the simulated PayPal, and the hands of those who are no program: the buyer, PayPal's own people, and the
merchant on PayPal's pages."""

import json
from collections.abc import Callable
from typing import Any

from tests.simulators.mischief import Letter
from tests.simulators.paypal_orders import (
    DECIMALS,
    HOLD_SECONDS,
    Capture,
    Hold,
    Merchant,
    Order,
    Refund,
    refused,
    stamp,
    view_capture,
    view_order,
    view_refund,
)
from tests.simulators.paypal_signing import authority, signer
from tests.simulators.server import Asked, Refused, Reply, Simulator

CLIENT_ID, CLIENT_SECRET, WEBHOOK_ID = "AcornClient", "AcornSecret-8f2c1d", "WH4ACORN77"
REQUEST_IDS_LIVE = 6 * 3600
CERTIFICATE = "/v1/notifications/certs/CERT-360caa42-5d7a"
PAYMENT, REFUND = "services/payments/payment", "services/payments/refund"


class Inside(Simulator):
    name = "PayPal"

    def __init__(self, webhook_url: str = "") -> None:
        super().__init__()
        self.merchants = {CLIENT_ID: Merchant(CLIENT_ID, CLIENT_SECRET, WEBHOOK_ID, webhook_url)}
        self.orders: dict[str, Order] = {}
        self.tokens: dict[str, tuple[Merchant, int]] = {}
        self.token_seconds = 32_400
        self.signer = signer()
        self.reviews_captures = False
        """Captures come as PENDING until `settle` or `deny`."""
        self.delays_refunds = False
        """Refunds come as PENDING until `finish_refund`."""
        self.hides_refunds_names = False
        """Orders list refunds without their `custom_id`."""
        self._replies: dict[tuple[str, str, str], tuple[int, bytes, Callable[[], Any]]] = {}
        self._last = 0

    @property
    def merchant(self) -> Merchant:
        return self.merchants[CLIENT_ID]

    @property
    def webhook_url(self) -> str:
        return self.merchant.hook

    @webhook_url.setter
    def webhook_url(self, url: str) -> None:
        self.merchant.hook = url

    @property
    def roots(self) -> bytes:
        return authority().pem

    # The hands of the buyer, of PayPal, and of the merchant on PayPal's own pages

    def approve(self, reference: str) -> None:
        with self.books.lock:
            order = self.orders[reference]
            order.will_decline = False
            if order.status in ("CREATED", "PAYER_ACTION_REQUIRED"):
                self._change(order, "APPROVED")
                self._tell(order, "CHECKOUT.ORDER.APPROVED", self._view(order), "checkout-order")

    def decline(self, reference: str) -> None:
        """The buyer approves, with a card that their bank will refuse."""
        with self.books.lock:
            self.approve(reference)
            self.orders[reference].will_decline = True

    def misreport(self, reference: str, amount: int) -> None:
        """PayPal holds the order at another amount than was asked for."""
        with self.books.lock:
            self.orders[reference].amount = self.books.entries[reference].amount = amount

    def expire(self, reference: str) -> None:
        """Nobody approved in time: PayPal forgets the order."""
        with self.books.lock:
            del self.orders[reference]
            self.books.entries[reference].status = "expired"

    def lapse(self, reference: str) -> None:
        """The hold ran out."""
        with self.books.lock:
            hold = self.orders[reference].hold
            assert hold is not None
            hold.status, hold.updated = "VOIDED", hold.created + HOLD_SECONDS
            self.books.release(reference, "expired")

    def settle(self, reference: str) -> None:
        """PayPal has checked what it was checking: the money is there."""
        with self.books.lock:
            order = self.orders[reference]
            for capture in order.captures:
                if capture.status == "PENDING":
                    self._complete(order, capture)

    def deny(self, reference: str) -> None:
        with self.books.lock:
            order = self.orders[reference]
            for capture in order.captures:
                if capture.status == "PENDING":
                    capture.status = "DECLINED"
                    self._tell(order, "PAYMENT.CAPTURE.DENIED", view_capture(order, capture, self.url))

    def finish_refund(self, refund_id: str, status: str = "COMPLETED") -> None:
        with self.books.lock:
            for order in self.orders.values():
                for refund in order.refunds:
                    if refund.id == refund_id:
                        refund.status = status
                        if status == "COMPLETED":
                            self._given_back(order, refund)

    def give_back(self, reference: str, amount: int) -> None:
        """The merchant refunds on PayPal's own pages."""
        with self.books.lock:
            order = self.orders[reference]
            name = order.unit.get("custom_id", "")
            refund = Refund(self.token("", 17).upper(), order.captures[0].id, amount, "COMPLETED", name)
            order.refunds.append(refund)
            self._given_back(order, refund)

    def dispute(self, reference: str, what: str = "CREATED", **changes: Any) -> None:
        """`changes` are members of the dispute, such as its stage or its outcome."""
        order = self.orders[reference]
        about = {"seller_transaction_id": order.captures[0].id, "custom": order.unit.get("custom_id", "")}
        resource = {
            "dispute_id": "PP-D-" + order.id[:8],
            "disputed_transactions": [about],
            "dispute_amount": self._view(order)["purchase_units"][0]["amount"],
            "reason": "MERCHANDISE_OR_SERVICE_NOT_RECEIVED",
            "status": "OPEN",
            "dispute_life_cycle_stage": "INQUIRY",
        }
        self._tell(order, f"CUSTOMER.DISPUTE.{what}", resource | changes, "dispute")

    def callback(self, reference: str) -> Letter:
        """The last message about an order, as it would go out now."""
        order = self.orders[reference]
        if order.captures:
            shown = view_capture(order, order.captures[-1], self.url)
            return self._letter(order, "PAYMENT.CAPTURE.COMPLETED", shown, "capture")
        return self._letter(order, "CHECKOUT.ORDER.APPROVED", self._view(order), "checkout-order")

    def compose(self, letter: Letter) -> tuple[dict[str, str], bytes]:
        webhook_id, event = letter.event["webhook_id"], letter.event["event"]
        if letter.fate == "wrong_amount":
            event = json.loads(json.dumps(event).replace('"value": "', '"value": "9'))
        if letter.fate == "wrong_merchant":
            webhook_id = "WH4SOMEBODYELSE"
        body = json.dumps(event).encode()
        return self.signer.headers(body, webhook_id, stamp(self.now()), self.url + CERTIFICATE), body

    def unknown(self, asked: Asked) -> Reply:
        return refused(404, "INVALID_RESOURCE_ID").reply

    def broken(self) -> Reply:
        return Reply(500, {"name": "INTERNAL_SERVER_ERROR", "debug_id": "f1a2b3"})

    # How it works

    def _merchant(self, asked: Asked, scope: str) -> Merchant:
        kind, _, token = asked.headers.get("authorization", "").partition(" ")
        merchant, until = self.tokens.get(token, (None, 0))
        if kind != "Bearer" or merchant is None or until <= self.now():
            raise Refused(
                Reply(
                    401,
                    {"error": "invalid_token", "error_description": "Token signature verification failed"},
                )
            )
        if scope not in merchant.scopes:
            raise refused(403, "PERMISSION_DENIED")
        return merchant

    def _once(
        self, asked: Asked, merchant: Merchant, act: Callable[[], Callable[[], Any]], made: int = 201
    ) -> Reply:
        """The same request id acts once; repeated, it shows how what it made is now. Refusals are not remembered."""
        request_id = asked.headers.get("paypal-request-id", "")
        if not 1 <= len(request_id) <= 108:
            raise refused(400, "PAYPAL_REQUEST_ID_REQUIRED")
        if (
            asked.json is None
            or asked.headers.get("content-type", "").partition(";")[0] != "application/json"
        ):
            raise Refused(Reply(415, {"name": "UNSUPPORTED_MEDIA_TYPE"}))
        name = (merchant.client_id, asked.path, request_id)
        at, body, show = self._replies.get(name, (0, b"", lambda: None))
        is_replay = at > self.now() - REQUEST_IDS_LIVE
        if is_replay and body != asked.body:
            raise refused(422, "DUPLICATE_REQUEST_ID")
        if not is_replay:
            show = act()
            self._replies[name] = (self.now(), asked.body, show)
        shown = show()
        if shown and asked.headers.get("prefer") != "return=representation":
            shown = {part: shown[part] for part in ("id", "status", "links")}
        return Reply(200 if is_replay and made == 201 else made, shown)

    def _order(self, asked: Asked, reference: str) -> Order:
        merchant = self._merchant(asked, PAYMENT)
        order = self.orders.get(reference)
        if order is None or order.merchant is not merchant:
            raise refused(404, "INVALID_RESOURCE_ID")
        return order

    def _by_hold(self, asked: Asked, hold_id: str) -> Order:
        found = [order.id for order in self.orders.values() if order.hold and order.hold.id == hold_id]
        return self._order(asked, found[0] if found else "")

    def _by_capture(self, asked: Asked, capture_id: str, scope: str = PAYMENT) -> tuple[Order, Capture]:
        self._merchant(asked, scope)
        for order in self.orders.values():
            for capture in order.captures:
                if capture.id == capture_id:
                    return self._order(asked, order.id), capture
        raise refused(404, "INVALID_RESOURCE_ID")

    def _hold(self, order: Order) -> Hold:
        """What may still be taken from."""
        hold = order.hold
        assert hold is not None
        if hold.status == "VOIDED":
            raise refused(422, "AUTHORIZATION_VOIDED")
        if hold.status == "CAPTURED" or any(c.is_final for c in order.captures):
            raise refused(422, "AUTHORIZATION_ALREADY_CAPTURED")
        return hold

    def _to_be_charged(self, order: Order, intent: str) -> None:
        if order.asked["intent"] != intent:
            raise refused(422, "ACTION_DOES_NOT_MATCH_INTENT")
        if order.status != "APPROVED":
            raise refused(422, "ORDER_NOT_APPROVED")
        if order.will_decline:
            order.will_decline = False
            self._change(order, "PAYER_ACTION_REQUIRED")
            link = {"rel": "redirect", "href": f"{self.url}/checkoutnow?token={order.id}", "method": "GET"}
            raise refused(422, "INSTRUMENT_DECLINED", links=[link])

    def _take(self, order: Order, amount: int, invoice_id: str, *, is_final: bool) -> Capture:
        taken = [c for o in self.orders.values() if o.merchant is order.merchant for c in o.captures]
        if invoice_id and any(c.invoice_id == invoice_id and c.status != "DECLINED" for c in taken):
            raise refused(422, "DUPLICATE_INVOICE_ID")
        capture = Capture(self.token("", 17).upper(), amount, "PENDING", invoice_id, is_final)
        order.captures.append(capture)
        if self.reviews_captures:
            self._tell(order, "PAYMENT.CAPTURE.PENDING", view_capture(order, capture, self.url))
        else:
            self._complete(order, capture)
        return capture

    def _complete(self, order: Order, capture: Capture) -> None:
        least = 100 if DECIMALS[order.currency] == 0 and order.currency != "JPY" else 1
        capture.status = "COMPLETED"
        capture.fee = min(capture.amount, (capture.amount * 29 // 1000 + 35) // least * least)
        self.books.capture(order.id, capture.amount, capture.fee)
        self._tell(order, "PAYMENT.CAPTURE.COMPLETED", view_capture(order, capture, self.url))

    def _given_back(self, order: Order, refund: Refund) -> None:
        capture = next(c for c in order.captures if c.id == refund.capture)
        whole = order.back(capture.id) == capture.amount
        capture.status = "REFUNDED" if whole else "PARTIALLY_REFUNDED"
        self.books.refund(order.id, refund.amount)
        self._tell(order, "PAYMENT.CAPTURE.REFUNDED", view_refund(order, refund, self.url), "refund")

    def _change(self, order: Order, status: str) -> None:
        order.status, order.updated = status, self._tick()

    def _tick(self) -> int:
        """Now; no two changes of orders have the same second, so that their times order them."""
        self._last = max(self._last + 1, self.now())
        return self._last

    def _view(self, order: Order) -> dict[str, Any]:
        return view_order(order, self.url, is_hiding=self.hides_refunds_names)

    def _tell(self, order: Order, kind: str, resource: dict[str, Any], sort: str = "capture") -> None:
        letter = self._letter(order, kind, resource, sort)
        self.callbacks.announce(letter.url, kind, letter.event)

    def _letter(self, order: Order, kind: str, resource: dict[str, Any], sort: str) -> Letter:
        event = {
            "id": self.token("WH-", 30),
            "event_type": kind,
            "event_version": "1.0",
            "resource_type": sort,
            "create_time": stamp(self.now()),
            "summary": kind.replace(".", " ").capitalize(),
            "resource": resource,
        }
        return Letter(order.merchant.hook, kind, {"webhook_id": order.merchant.webhook_id, "event": event})
