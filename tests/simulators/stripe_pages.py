"""What the simulated Stripe shows to browsers: its script, the card fields in a frame of its own origin, and the bank's page for
3-D Secure. A card number goes nowhere else."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode, urlsplit, urlunsplit

from tests.simulators.server import Asked, Refused, Reply, redirect, route
from tests.simulators.stripe_bank import Bank

HERE = Path(__file__).parent / "pages"
GOOD = "4242424242424242"
SECURE = frozenset({"4000002500003155", "4000000000003220"})
"""The bank wants to see the buyer first."""
DISPUTED = "4000000000000259"
DECLINES = {
    "4000000000000002": ("card_declined", "generic_decline", "Your card was declined."),
    "4000000000009995": ("card_declined", "insufficient_funds", "Your card has insufficient funds."),
    "4000000000000069": ("expired_card", "", "Your card has expired."),
}


class Pages(Bank):
    @route("GET", "/v3/", is_page=True)
    @route("GET", "/endive/stripe.js", is_page=True)
    def script(self, asked: Asked) -> Reply:
        text = (HERE / "stripe.js").read_text().replace("ORIGIN", self.url)
        return Reply(200, text.encode(), {"content-type": "text/javascript; charset=utf-8"})

    @route("GET", "/fields", is_page=True)
    def fields(self, asked: Asked) -> Reply:
        self._mine(asked.query)
        return Reply(200, (HERE / "stripe_fields.html").read_text())

    @route("POST", "/fields", is_page=True)
    def confirm(self, asked: Asked) -> Reply:
        """The buyer pressed *pay*: `{"status", "url"?, "error"?}`, as the script wants it."""
        form = asked.form
        reference, back = self._mine(form), form.get("return_url", "")
        card = form.get("number", "").replace(" ", "")
        if card in SECURE:
            return Reply(200, {"status": "requires_action", "url": self.challenge(reference, back)})
        if card in DECLINES:
            self.refuse(reference, *DECLINES[card])
        elif card in (GOOD, DISPUTED):
            self.pay(reference)
        else:
            self.refuse(reference, "incorrect_number", "", "Your card number is incorrect.")
        if card == DISPUTED:
            self.dispute(reference)
        intent = self.intents[reference]
        if intent["last_payment_error"]:
            return Reply(200, {"status": intent["status"], "error": intent["last_payment_error"]})
        return Reply(200, {"status": intent["status"], "url": self._back(reference, back)})

    @route("GET", "/challenge/{id}", is_page=True)
    def ask_the_buyer(self, asked: Asked, id: str) -> Reply:
        self._mine({**asked.query, "payment_intent": id})
        return Reply(200, (HERE / "stripe_challenge.html").read_text())

    @route("POST", "/challenge/{id}", is_page=True)
    def hear_the_buyer(self, asked: Asked, id: str) -> Reply:
        self._mine({**asked.query, "payment_intent": id})
        action = self.intents[id]["next_action"]
        if action is None:
            raise Refused(Reply(409, "This was answered already."))
        if asked.form.get("act") == "complete":
            self.pay(id)
        else:
            message = "We are unable to authenticate your payment method."
            self.refuse(id, "payment_intent_authentication_failure", "", message)
        return redirect(self._back(id, action["redirect_to_url"]["return_url"]))

    def _mine(self, said: Mapping[str, str]) -> str:
        """The intent, for whoever knows its client secret."""
        secret = said.get("payment_intent_client_secret", "")
        reference = secret.partition("_secret_")[0]
        intent = self.intents.get(reference)
        if (
            intent is None
            or intent["client_secret"] != secret
            or said.get("payment_intent", reference) != reference
        ):
            raise Refused(Reply(404, "No such payment."))
        return reference

    def _back(self, reference: str, url: str) -> str:
        """Where the buyer goes on, told as Stripe tells it."""
        intent = self.intents[reference]
        paid = {"succeeded", "requires_capture", "processing"}
        told = {
            "payment_intent": reference,
            "payment_intent_client_secret": intent["client_secret"],
            "redirect_status": "succeeded" if intent["status"] in paid else "failed",
        }
        parts = urlsplit(url)
        query = "&".join(filter(None, (parts.query, urlencode(told))))
        return urlunsplit(parts._replace(query=query))
