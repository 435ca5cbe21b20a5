"""A simulated Orange Money Web Payment: the API, the page where the buyer pays, and notifications sent once.

Strict where Orange is: an order id is used once (1204), addresses have at most 120 letters, amounts are whole numbers, a
status is told only to who names the order, its amount and its token, and the page is good for ten minutes.
`python -m tests.simulators.orange --port 8432`; the page takes any one-time code but 0000.
"""

import base64
import html
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from tests.simulators.books import Moved
from tests.simulators.mischief import Letter
from tests.simulators.once import OnceOnly, our_id
from tests.simulators.server import Asked, Refused, Reply, Simulator, redirect, route, run

CURRENCIES = {"dev": "OUV", "bf": "XOF", "ci": "XOF", "cm": "XAF", "gn": "GNF", "ml": "XOF", "sn": "XOF"}
ADDRESSES = ("return_url", "cancel_url", "notif_url")
FIELDS = {"merchant_key", "currency", "order_id", "amount", "lang", "reference", *ADDRESSES}
PAGE_SECONDS = 600


@dataclass
class Order:
    order_id: str
    amount: int
    currency: str
    pay_token: str
    notif_token: str
    reference: str
    return_url: str
    cancel_url: str
    notif_url: str
    made_at: int
    status: str = "INITIATED"
    txnid: str = ""


class OrangeSimulator(Simulator):
    name = "Orange Money"

    def __init__(self, country: str = "dev") -> None:
        super().__init__()
        self.callbacks = OnceOnly(self.compose, "POST")
        self.country = country
        self.client_id, self.client_secret = self.token("id_"), self.token("secret_")
        self.merchant_key = self.token("", 8)
        self.token_seconds = 7_776_000
        self.tokens: dict[str, float] = {}
        self.orders: dict[str, Order] = {}
        self.takes_time = False
        """A payment that the buyer confirmed is PENDING until `settle`."""

    # The API

    @route("POST", "/oauth/v3/token")
    def token_call(self, asked: Asked) -> Reply:
        wanted = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            raise _refused(401, 1, "Invalid client")
        if asked.form != {"grant_type": "client_credentials"}:
            raise _refused(400, 2, "grant_type")
        token = self.token("")
        self.tokens[token] = self.now() + self.token_seconds
        return Reply(
            200, {"token_type": "Bearer", "access_token": token, "expires_in": str(self.token_seconds)}
        )

    @route("POST", "/orange-money-webpay/{country}/v1/webpayment")
    def web_payment(self, asked: Asked, country: str) -> Reply:
        body = self._body(asked, country, FIELDS)
        order_id, amount = body["order_id"], body["amount"]
        if body["merchant_key"] != self.merchant_key:
            raise _refused(400, 1201, "Invalid merchant key")
        if not isinstance(order_id, str) or not 1 <= len(order_id) <= 30 or len(body["reference"]) > 30:
            raise _refused(400, 1202, "order_id, reference")
        if type(amount) is not int or amount < 1 or body["currency"] != CURRENCIES[country]:
            raise _refused(400, 1203, "amount, currency")
        if any(len(body[a]) > 120 or urlsplit(body[a]).scheme not in ("http", "https") for a in ADDRESSES):
            raise _refused(400, 1205, "addresses")
        if order_id in self.orders:
            raise _refused(400, 1204, "Order already used")
        order = Order(
            order_id,
            amount,
            body["currency"],
            self.token("v1"),
            self.token("n"),
            body["reference"],
            body["return_url"],
            body["cancel_url"],
            body["notif_url"],
            self.now(),
        )
        self.orders[order_id] = order
        self.books.open(order_id, _payment(order.notif_url), order_id, amount, order.currency)
        return Reply(
            201,
            {
                "status": 201,
                "message": "OK",
                "pay_token": order.pay_token,
                "payment_url": f"{self.url}/pay/{order.pay_token}",
                "notif_token": order.notif_token,
            },
        )

    @route("POST", "/orange-money-webpay/{country}/v1/transactionstatus")
    def transaction_status(self, asked: Asked, country: str) -> Reply:
        body = self._body(asked, country, {"order_id", "amount", "pay_token"})
        order = self.orders.get(str(body["order_id"]))
        if order is None or (order.amount, order.pay_token) != (body["amount"], body["pay_token"]):
            raise _refused(404, 60, "Resource not found")
        return Reply(201, {"status": order.status, "order_id": order.order_id, "txnid": order.txnid})

    # The buyer's hands, and the provider's own doings

    def approve(self, reference: str) -> None:
        """The buyer pays with a good code; also late, when the payment had expired or failed already."""
        with self.books.lock:
            order = self.orders[reference]
            if order.status == "SUCCESS":
                return
            order.status = "PENDING"
            if not self.takes_time:
                self.settle(reference)

    def settle(self, reference: str) -> None:
        """What the buyer confirmed comes through."""
        with self.books.lock:
            order = self.orders[reference]
            if order.status == "PENDING":
                order.txnid = f"MP{self._random.randrange(10**10):010}"
                self.books.capture(reference, order.amount)
                self._end(order, "SUCCESS")

    def decline(self, reference: str) -> None:
        """The wallet says no."""
        with self.books.lock:
            if self.orders[reference].status != "SUCCESS":
                self._end(self.orders[reference], "FAILED")

    def expire(self, reference: str) -> None:
        """The buyer confirmed too late."""
        with self.books.lock:
            if self.orders[reference].status != "SUCCESS":
                self._end(self.orders[reference], "EXPIRED")

    def misreport(self, reference: str, amount: int) -> None:
        """Orange holds another amount than was asked for, and so answers nobody who names ours."""
        self.orders[reference].amount = amount

    def moved(self, name: str) -> Moved:
        """By our payment id in either of its forms, or the order id."""
        return super().moved(our_id(name))

    def merchant(self) -> dict[str, str]:
        """What a merchant types into the account's form."""
        return {
            "country": self.country,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "merchant_key": self.merchant_key,
        }

    def revoke_tokens(self) -> None:
        self.tokens.clear()

    def compose(self, letter: Letter) -> tuple[dict[str, str], bytes]:
        event = dict(letter.event)
        if letter.fate == "wrong_merchant":
            event["notif_token"] = self.token("n")
        return {"content-type": "application/json"}, json.dumps(event).encode()

    # The page

    @route("GET", "/pay/{token}", is_page=True)
    def page(self, asked: Asked, token: str) -> Reply:
        order = self._paged(token)
        return Reply(200, _page(order, "The code is wrong." if asked.query.get("wrong") else ""))

    @route("POST", "/pay/{token}", is_page=True)
    def press(self, asked: Asked, token: str) -> Reply:
        """Cancelling leaves the payment as it is: Orange has no word for it."""
        order = self._paged(token)
        if asked.form.get("answer") == "cancel":
            return redirect(order.cancel_url)
        if asked.form.get("otp", "0000") in ("", "0000"):
            return redirect(f"/pay/{token}?wrong=1")
        if self.now() > order.made_at + PAGE_SECONDS:
            self.expire(order.order_id)
        else:
            self.approve(order.order_id)
        return redirect(order.return_url)

    # What Orange checks

    def _paged(self, token: str) -> Order:
        for order in self.orders.values():
            if order.pay_token == token:
                return order
        raise Refused(Reply(404, "<!doctype html><title>Orange Money</title><p>There is no such payment."))

    def _body(self, asked: Asked, country: str, fields: set[str]) -> dict[str, Any]:
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if self.now() >= self.tokens.get(token, 0.0):
            raise _refused(401, 42, "Expired credentials")
        if country != self.country:
            raise _refused(404, 60, "Resource not found")
        body = asked.json
        if asked.headers.get("content-type") != "application/json" or not isinstance(body, dict):
            raise _refused(400, 22, "Invalid body")
        if set(body) != fields or not all(isinstance(body[f], str) for f in fields - {"amount"}):
            raise _refused(400, 23, "Missing or unknown field")
        return body

    def _end(self, order: Order, status: str) -> None:
        order.status = status
        if status != "SUCCESS":
            self.books.release(order.order_id, status.lower())
        said = {"status": status, "notif_token": order.notif_token, "txnid": order.txnid}
        self.callbacks.announce(order.notif_url, "notification", said)


def _payment(notif_url: str) -> str:
    """Orange is not told our payment; the books read it from the address it was given."""
    named = parse_qs(urlsplit(notif_url).query).get("p", [""])[0]
    return str(UUID(bytes=base64.urlsafe_b64decode(named + "=="))) if named else ""


def _page(order: Order, wrong: str) -> str:
    amount = html.escape(f"{order.amount} {order.currency}")
    return f"""<!doctype html><html lang="en"><title>Orange Money</title>
<h1>Pay {amount}</h1><p>{html.escape(order.reference)}</p><p role="alert">{wrong}</p>
<form method="post" action="/pay/{order.pay_token}">
<p><label>Telephone <input name="msisdn" inputmode="tel" value="7701900100"></label></p>
<p><label>One-time code <input name="otp" inputmode="numeric" autocomplete="one-time-code"></label></p>
<button name="answer" value="pay">Pay</button> <button name="answer" value="cancel" formnovalidate>Cancel</button>
</form></html>"""


def _refused(status: int, code: int, message: str) -> Refused:
    return Refused(Reply(status, {"code": code, "message": message, "description": message}))


if __name__ == "__main__":
    simulator = OrangeSimulator()
    print(json.dumps(simulator.merchant()))
    run(simulator)
