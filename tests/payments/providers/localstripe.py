"""Cross-check of the Stripe adapter with localstripe, a Stripe that other people made. Run by hand:

    python -m venv elsewhere && elsewhere/bin/pip install localstripe
    python -m tests.payments.providers.localstripe --python elsewhere/bin/python

localstripe is a program of its own (GPL) and no dependency: it is started with the interpreter given, on 127.0.0.1, and
stopped at the end. It knows less of Stripe than our simulator, so a relay in between leaves out what it does not know and
fills in what it does not say; both are printed.
"""

import argparse
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

import httpx2
import msgspec
from tests.payments.providers.rig_stripe import StripeRig
from tests.simulators.server import Asked, Reply, Simulator, route

from duka.payments.errors import CaptureRefused
from duka.payments.providers.stripe_words import EVENTS
from duka.payments.types import CaptureMethod, Known, RefundCharge

START = "import sys; from aiohttp import web; from localstripe import server; "
START += "web.run_app(server.app, host='127.0.0.1', port=int(sys.argv[1]), print=None)"
UNKNOWN = {
    "automatic_payment_methods[enabled]",
    "description",
    "statement_descriptor_suffix",
    "final_capture",
    "cancellation_reason",
    "reason",
}
GOOD, DECLINED, SECURE = "4242424242424242", "4000000000000341", "4000000000003220"


class Relay(Simulator):
    """Between the adapter and localstripe; it also hears the webhooks."""

    def __init__(self, target: str) -> None:
        super().__init__()
        self.client = httpx2.Client(base_url=target, trust_env=False)
        self.left_out: set[str] = set()
        self.filled_in: set[str] = set()
        self.heard: list[Asked] = []

    @route("POST", "/hook", is_page=True)
    def hear(self, asked: Asked) -> Reply:
        self.heard.append(asked)
        return Reply(200)

    def unknown(self, asked: Asked) -> Reply:
        form = parse_qsl(asked.body.decode(), keep_blank_values=True)
        self.left_out |= {name for name, _ in form} & UNKNOWN
        kept = urlencode([(name, value) for name, value in form if name not in UNKNOWN])
        headers = {n: asked.headers[n] for n in ("authorization", "content-type") if n in asked.headers}
        answer = self.client.request(
            asked.method, asked.path, params=dict(asked.query), content=kept.encode(), headers=headers
        )
        try:
            said = answer.json()
        except ValueError:
            return Reply(
                answer.status_code, {"error": {"type": "invalid_request_error", "message": answer.text}}
            )
        return Reply(
            answer.status_code, self.complete(said) if said.get("object") == "payment_intent" else said
        )

    def complete(self, intent: dict[str, Any]) -> dict[str, Any]:
        """localstripe gives the part of a hold that was not taken back as a refund, as Stripe did before 2025-03-31."""
        charge = intent["latest_charge"]
        if isinstance(charge, dict):
            released = sum(r["amount"] for r in charge["refunds"]["data"] if not r["metadata"])
            charge["amount_refunded"] -= released
            intent["amount_received"] = charge["amount"] - released if charge["captured"] else 0
            self.filled_in |= {"amount_received", "amount_refunded without what was never taken"}
        if intent["status"] == "canceled":
            intent["cancellation_reason"] = "abandoned"
            self.filled_in.add("cancellation_reason")
        return intent


@contextmanager
def running(python: str) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = subprocess.Popen([python, "-c", START, str(port)], stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                httpx2.get(url, trust_env=False)
                break
            except httpx2.HTTPError:
                assert program.poll() is None, (
                    "localstripe did not start: is it installed for that interpreter?"
                )
                time.sleep(0.1)
        yield url
    finally:
        program.terminate()
        program.wait(timeout=10)


class Check:
    def __init__(self, rig: StripeRig, relay: Relay) -> None:
        self.rig, self.relay = rig, relay
        self.account = msgspec.structs.replace(rig.account, base_url=relay.url)
        self.client = httpx2.Client(
            base_url=str(relay.client.base_url),
            headers={"authorization": f"Bearer {rig.simulator.secret_key}"},
            trust_env=False,
        )

    def pay(self, card: str, method: CaptureMethod = "automatic", amount: int = 2500) -> Known:
        """The adapter opens an intent; what the browser would do is done with localstripe's own calls."""
        charge = self.rig.charge(amount, method)
        said = self.rig.provider.create(self.account, charge)
        assert said.status == "requires_action", said
        assert said.browser["client_secret"].startswith(f"{said.reference}_secret_")
        form = {"type": "card", "card[number]": card, "card[exp_month]": "12", "card[exp_year]": "2040"}
        way = self.client.post("/v1/payment_methods", data={**form, "card[cvc]": "123"}).json()["id"]
        path = f"/v1/payment_intents/{said.reference}"
        self.client.post(path, data={"payment_method": way}).raise_for_status()
        self.client.post(path + "/confirm")
        return self.rig.known(charge, said.reference or "")

    def look(self, known: Known) -> Any:
        return self.rig.provider.look_up(self.account, known)

    def automatic(self) -> None:
        known = self.pay(GOOD)
        said = self.look(known)
        assert (said.status, said.amount_minor, said.captured_minor, said.currency) == (
            "captured",
            2500,
            2500,
            "EUR",
        )
        assert said.payment_id == known.payment_id
        assert self.rig.provider.cancel(self.account, known).status == "captured"

    def declined(self) -> None:
        said = self.look(self.pay(DECLINED))
        assert (said.status, said.reason) == ("failed", "Your card was declined."), said

    def three_d_secure(self) -> None:
        known = self.pay(SECURE)
        said = self.look(known)
        assert said.status == "requires_action"
        form = {"client_secret": said.browser["client_secret"], "success": "true", "key": "pk_test_x"}
        self.client.post(f"/v1/payment_intents/{known.reference}/_authenticate", data=form).raise_for_status()
        assert self.look(known).status == "captured"

    def held(self) -> None:
        known = self.pay(GOOD, "manual")
        assert self.look(known).status == "authorized"
        try:
            self.rig.provider.capture(self.account, known, 2501, uuid4().hex, is_final=True)
        except CaptureRefused:
            pass
        else:
            raise AssertionError("more was taken than is held")
        said = self.rig.provider.capture(self.account, known, 2000, uuid4().hex, is_final=True)
        assert (said.status, said.captured_minor, said.refunded_minor) == ("captured", 2000, 0), said

    def let_go(self) -> None:
        known = self.pay(GOOD, "manual")
        assert self.rig.provider.cancel(self.account, known).status == "cancelled"
        assert self.look(known).status == "cancelled"

    def refunds(self) -> None:
        known = self.pay(GOOD)
        refund = RefundCharge(refund_id=uuid4(), key=uuid4().hex, amount_minor=700)
        first = self.rig.provider.refund(self.account, known, refund)
        again = msgspec.structs.replace(refund, is_retry=True)
        assert first.status == "done"
        assert self.rig.provider.refund(self.account, known, again) == first
        assert self.look(known).refunded_minor == 700

    def signatures(self) -> None:
        """Signed by localstripe, read by us."""
        secret = self.rig.simulator.webhook_secret
        form = {"url": self.relay.url + "/hook", "secret": secret}
        self.client.post("/_config/webhooks/duka", data=form).raise_for_status()
        known = self.pay(GOOD)
        deadline = time.monotonic() + 10
        references: set[str | None] = set()
        while known.reference not in references and time.monotonic() < deadline:
            time.sleep(0.1)
            for asked in list(self.relay.heard):
                read = self.rig.provider.read_callback(
                    self.account, asked.headers, asked.body, datetime.now(UTC)
                )
                assert read.kind in EVENTS, read
                references.add(read.reference)
        assert known.reference in references


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has localstripe")
    bad = 0
    with running(parser.parse_args().python) as target, StripeRig() as rig, Relay(target) as relay:
        check = Check(rig, relay)
        what: list[Callable[[], None]] = [
            check.automatic,
            check.declined,
            check.three_d_secure,
            check.held,
            check.let_go,
            check.refunds,
            check.signatures,
        ]
        for one in what:
            try:
                one()
                print(f"agrees     {one.__name__}")
            except Exception as error:  # each is told, and the others are tried
                bad += 1
                print(f"DISAGREES  {one.__name__}: {error!r}")
        print("left out  ", ", ".join(sorted(relay.left_out)))
        print("filled in ", ", ".join(sorted(relay.filled_in)))
    return min(bad, 1)


if __name__ == "__main__":
    sys.exit(main())
