"""A simulated MTN MoMo: Collections and Disbursements, the telephones of the buyers, and unsigned callbacks sent once.

Strict where MTN is: version-4 reference ids that are never used twice, the one currency of the environment, amounts in real
units, notes without special signs, a registered callback host. Every number is a telephone that waits for its owner, but
for the sandbox's own five. `python -m tests.simulators.mtn --port 8431` and `/telephone/46733123459` in a browser.
"""

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from tests.simulators.books import Moved
from tests.simulators.mischief import Letter
from tests.simulators.once import OnceOnly, our_id
from tests.simulators.server import Asked, Refused, Reply, Simulator, redirect, route, run
from tests.simulators.telephone import page

DECIMALS = {
    "EUR": 2,
    "GHS": 2,
    "LRD": 2,
    "SZL": 2,
    "USD": 2,
    "ZAR": 2,
    "ZMW": 2,
    "GNF": 0,
    "UGX": 0,
    "XAF": 0,
    "XOF": 0,
}
UUID4 = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", re.I)
NOTE = re.compile(r"[A-Za-z0-9 .,\-]{0,160}")
FATES = {
    "46733123450": "INTERNAL_PROCESSING_ERROR",
    "46733123451": "APPROVAL_REJECTED",
    "46733123452": "EXPIRED",
}
"""The sandbox's numbers that fail by themselves. 46733123453 pays at the second look, 46733123454 waits."""
SLOW = "46733123453"


@dataclass
class Access:
    """A merchant's credentials for one product."""

    user: str = field(default_factory=lambda: str(uuid4()))
    key: str = field(default_factory=lambda: uuid4().hex)
    subscription: str = field(default_factory=lambda: uuid4().hex)


@dataclass
class Request:
    """A request to pay, or a refund (`of` is then the payment's reference)."""

    reference: str
    amount: str
    currency: str
    external_id: str
    party: str
    note: str
    callback_url: str = ""
    of: str = ""
    status: str = "PENDING"
    reason: str = ""
    financial_id: str = ""
    looks: int = 0
    hidden: int = 0


class MtnSimulator(Simulator):
    name = "MTN MoMo"

    def __init__(self, environment: str = "sandbox", currencies: tuple[str, ...] = ("EUR",)) -> None:
        super().__init__()
        self.callbacks = OnceOnly(self.compose, "POST", "PUT")
        self.environment = environment
        self.currencies = currencies
        self.access = {"collection": Access(), "disbursement": Access()}
        self.hosts = {"127.0.0.1", "localhost"}
        self.is_new_platform = False
        """It wants `X-Target-Environment` on the token call too."""
        self.tells_balance = environment != "sandbox"
        self.token_seconds = 3600
        self.tokens: dict[str, tuple[str, float]] = {}
        self.requests: dict[str, Request] = {}
        self.refunds_wait = False
        self.refusals: dict[str, str] = {}
        """What a number's wallet says when its owner confirms: too little money, a limit."""

    # The API

    @route("POST", "/{product}/token/")
    def token_call(self, asked: Asked, product: str) -> Reply:
        access = self._product(asked, product)
        if asked.body:
            raise _refused(400, "", "This call takes no body.")
        if self.is_new_platform:
            self._environment(asked)
        given = asked.headers.get("authorization", "")
        wanted = base64.b64encode(f"{access.user}:{access.key}".encode()).decode()
        if given != f"Basic {wanted}":
            raise _refused(401, "login_failed", "Credentials are wrong.")
        token = self.token("eyJ")
        self.tokens[token] = (product, self.now() + self.token_seconds)
        return Reply(
            200, {"access_token": token, "token_type": "access_token", "expires_in": self.token_seconds}
        )

    @route("POST", "/collection/v1_0/requesttopay")
    def request_to_pay(self, asked: Asked) -> Reply:
        self._authorized(asked, "collection")
        reference = self._reference(asked)
        body = self._body(asked, {"amount", "currency", "externalId", "payer", "payerMessage", "payeeNote"})
        payer = body["payer"]
        if not isinstance(payer, dict) or payer.get("partyIdType") != "MSISDN":
            raise _refused(400, "", "payer")
        number = payer.get("partyId")
        if not isinstance(number, str) or not re.fullmatch(r"[1-9]\d{7,14}", number):
            raise _refused(400, "", "partyId")
        minor = self._minor(body)
        request = Request(
            reference, body["amount"], body["currency"], body["externalId"], number, body["payerMessage"],
            callback_url=self._callback_url(asked),
        )  # fmt: skip
        self.requests[reference] = request
        self.books.open(reference, our_id(request.external_id), reference, minor, request.currency)
        if number in FATES and self.environment == "sandbox":
            self._fail(request, FATES[number])
        return Reply(202)

    @route("GET", "/collection/v1_0/requesttopay/{reference}")
    def status(self, asked: Asked, reference: str) -> Reply:
        self._authorized(asked, "collection")
        request = self._seen(reference, is_refund=False)
        request.looks += 1
        if request.party == SLOW and request.looks > 1 and request.status == "PENDING":
            self._pay(request)
        return Reply(200, self.told(request))

    @route("GET", "/{product}/v1_0/account/balance")
    def balance(self, asked: Asked, product: str) -> Reply:
        self._authorized(asked, product)
        if not self.tells_balance:
            raise _refused(
                500, "NOT_ALLOWED_TARGET_ENVIRONMENT", "Access to target environment is forbidden."
            )
        return Reply(200, {"availableBalance": "15000", "currency": self.currencies[0]})

    @route("POST", "/disbursement/v1_0/refund")
    def refund(self, asked: Asked) -> Reply:
        self._authorized(asked, "disbursement")
        reference = self._reference(asked)
        body = self._body(
            asked, {"amount", "currency", "externalId", "payerMessage", "payeeNote", "referenceIdToRefund"}
        )
        of = self.requests.get(str(body["referenceIdToRefund"]))
        if of is None or of.of:
            raise _refused(404, "RESOURCE_NOT_FOUND", "Requested resource was not found.")
        self._minor(body)
        request = Request(
            reference, body["amount"], body["currency"], body["externalId"], of.party, body["payerMessage"],
            of=of.reference,
        )  # fmt: skip
        self.requests[reference] = request
        if not self.refunds_wait:
            self._give_back(request)
        return Reply(202)

    @route("GET", "/disbursement/v1_0/refund/{reference}")
    def refund_status(self, asked: Asked, reference: str) -> Reply:
        self._authorized(asked, "disbursement")
        return Reply(200, self.told(self._seen(reference, is_refund=True)))

    # The buyer's hands, and the provider's own doings

    def approve(self, reference: str) -> None:
        """The right PIN; also late, when the request had failed or expired already."""
        with self.books.lock:
            request = self.requests[reference]
            if request.status != "SUCCESSFUL":
                wallet = self.refusals.get(request.party, "")
                self._fail(request, wallet) if wallet else self._pay(request)

    def decline(self, reference: str) -> None:
        self.fail(reference, "APPROVAL_REJECTED")

    def expire(self, reference: str) -> None:
        self.fail(reference, "EXPIRED")

    def fail(self, reference: str, reason: str) -> None:
        with self.books.lock:
            request = self.requests[reference]
            if request.status == "PENDING":
                self._fail(request, reason)

    def misreport(self, reference: str, amount: str) -> None:
        """MTN holds another amount than was asked for."""
        with self.books.lock:
            self.requests[reference].amount = amount

    def hide(self, reference: str, times: int) -> None:
        """So often it is not found, though it was accepted."""
        self.requests[reference].hidden = times

    def settle_refunds(self) -> None:
        with self.books.lock:
            for request in self.requests.values():
                if request.of and request.status == "PENDING":
                    self._give_back(request)

    def merchant(self) -> dict[str, str]:
        """What a merchant types into the account's form."""
        return {"target_environment": self.environment} | {
            f"{'disbursement_' if product == 'disbursement' else ''}{name}": value
            for product, access in self.access.items()
            for name, value in (
                ("api_user", access.user),
                ("api_key", access.key),
                ("subscription_key", access.subscription),
            )
        }

    def revoke_tokens(self) -> None:
        self.tokens.clear()

    def prompts(self, number: str) -> list[Request]:
        """What waits on that telephone."""
        return [r for r in self.requests.values() if r.party == number and not r.of and r.status == "PENDING"]

    def moved(self, name: str) -> Moved:
        """By our payment id in either of its forms, or the reference."""
        return super().moved(our_id(name))

    def told(self, request: Request) -> dict[str, Any]:
        """The body of the status, and of the callback."""
        party = "payee" if request.of else "payer"
        said: dict[str, Any] = {
            "amount": request.amount,
            "currency": request.currency,
            "externalId": request.external_id,
            party: {"partyIdType": "MSISDN", "partyId": request.party},
            "payerMessage": request.note,
            "payeeNote": request.note,
            "status": request.status,
        }
        if request.financial_id:
            said["financialTransactionId"] = request.financial_id
        if request.reason:  # a word, or an object with one
            is_word = len(request.reason) % 2
            said["reason"] = request.reason if is_word else {"code": request.reason, "message": "In words."}
        return said

    def compose(self, letter: Letter) -> tuple[dict[str, str], bytes]:
        event = dict(letter.event)
        if letter.fate == "wrong_amount":
            event["amount"] = "1"
        if letter.fate == "wrong_merchant":
            event["externalId"] = uuid4().hex
        return {"content-type": "application/json"}, json.dumps(event).encode()

    # Telephones

    @route("GET", "/telephone/{number}", is_page=True)
    def telephone(self, asked: Asked, number: str) -> Reply:
        return Reply(200, page(number, self.prompts(number)))

    @route("POST", "/telephone/{number}/{reference}", is_page=True)
    def press(self, asked: Asked, number: str, reference: str) -> Reply:
        """Any PIN is right, but for none at all."""
        if reference in {prompt.reference for prompt in self.prompts(number)}:
            if asked.form.get("answer") == "reject":
                self.decline(reference)
            elif asked.form.get("pin"):
                self.approve(reference)
        return redirect(f"/telephone/{number}")

    # What MTN checks

    def _product(self, asked: Asked, product: str) -> Access:
        access = self.access.get(product)
        if access is None:
            raise _refused(404, "", "Resource not found")
        if "python-requests" in asked.headers.get("user-agent", "python-requests"):
            raise _refused(403, "", "Forbidden")
        if asked.headers.get("ocp-apim-subscription-key") != access.subscription:
            raise _refused(401, "", "Access denied due to invalid subscription key.")
        return access

    def _authorized(self, asked: Asked, product: str) -> None:
        self._product(asked, product)
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        of, until = self.tokens.get(token, ("", 0.0))
        if of != product or self.now() >= until:
            raise _refused(401, "", "Unauthorized")
        self._environment(asked)

    def _environment(self, asked: Asked) -> None:
        if asked.headers.get("x-target-environment") != self.environment:
            raise _refused(
                500, "NOT_ALLOWED_TARGET_ENVIRONMENT", "Access to target environment is forbidden."
            )

    def _reference(self, asked: Asked) -> str:
        reference = asked.headers.get("x-reference-id", "")
        if not UUID4.fullmatch(reference):
            raise _refused(400, "", "X-Reference-Id")
        if reference in self.requests:
            raise _refused(409, "RESOURCE_ALREADY_EXIST", "Duplicated reference id.")
        return reference

    def _body(self, asked: Asked, fields: set[str]) -> dict[str, Any]:
        body = asked.json
        if asked.headers.get("content-type") != "application/json" or not isinstance(body, dict):
            raise _refused(400, "", "body")
        if set(body) != fields or not all(isinstance(body[f], str) for f in fields - {"payer"}):
            raise _refused(400, "", "fields")
        if not NOTE.fullmatch(body["payerMessage"]) or not NOTE.fullmatch(body["payeeNote"]):
            raise _refused(400, "", "note")
        if body["currency"] not in self.currencies:
            raise _refused(500, "INVALID_CURRENCY", "Currency not supported.")
        return body

    def _minor(self, body: Mapping[str, Any]) -> int:
        digits = DECIMALS[body["currency"]]
        if not re.fullmatch(rf"\d+(\.\d{{{digits}}})?" if digits else r"\d+", body["amount"]):
            raise _refused(400, "", "amount")
        minor = _minor_of(body["amount"], body["currency"])
        if not minor:
            raise _refused(400, "", "amount")
        return minor

    def _callback_url(self, asked: Asked) -> str:
        url = asked.headers.get("x-callback-url", "")
        scheme = "http" if self.environment == "sandbox" else "https"
        if "x-callback-url" in asked.headers and (
            urlsplit(url).scheme != scheme or urlsplit(url).hostname not in self.hosts
        ):
            raise _refused(500, "INVALID_CALLBACK_URL_HOST", "Callback URL with different host name.")
        return url

    def _seen(self, reference: str, *, is_refund: bool) -> Request:
        request = self.requests.get(reference)
        if request is None or bool(request.of) != is_refund or request.hidden > 0:
            if request is not None:
                request.hidden -= 1
            raise _refused(404, "RESOURCE_NOT_FOUND", "Requested resource was not found.")
        return request

    def _pay(self, request: Request) -> None:
        request.status, request.reason = "SUCCESSFUL", ""
        request.financial_id = str(self._random.randrange(10**9, 10**10))
        self.books.capture(request.reference, _minor_of(request.amount, request.currency))
        self._announce(request)

    def _fail(self, request: Request, reason: str) -> None:
        request.status, request.reason = "FAILED", reason
        self.books.release(request.reference, "failed")
        self._announce(request)

    def _give_back(self, request: Request) -> None:
        entry, minor = self.books.entries[request.of], _minor_of(request.amount, request.currency)
        if minor > entry.captured - entry.refunded or request.currency != entry.currency:
            request.status, request.reason = "FAILED", "NOT_ALLOWED"
            return
        request.status = "SUCCESSFUL"
        self.books.refund(request.of, minor)

    def _announce(self, request: Request) -> None:
        self.callbacks.announce(request.callback_url, request.status, self.told(request))


def _minor_of(amount: str, currency: str) -> int:
    whole, _, part = amount.partition(".")
    return int(whole + part.ljust(DECIMALS[currency], "0"))


def _refused(status: int, code: str, message: str) -> Refused:
    return Refused(Reply(status, {"code": code, "message": message} if code else {"message": message}))


if __name__ == "__main__":
    simulator = MtnSimulator()
    print(json.dumps(simulator.merchant()))
    run(simulator)
