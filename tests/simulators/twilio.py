"""A simulated Twilio: takes texts and posts signed reports of them.

Strict where Twilio is: Basic credentials, a To in E.164 (21211), a From (21603), a number that answered STOP (21610).
"""

import base64
import hashlib
import hmac
import re
from urllib.parse import urlencode

from tests.simulators.server import Asked, Refused, Reply, Simulator, route


class TwilioSimulator(Simulator):
    name = "Twilio"

    def __init__(self) -> None:
        super().__init__()
        self.sid, self.auth = self.token("AC", 32), self.token("", 32)
        self.texts: list[dict[str, str]] = []
        self.stopped: set[str] = set()

    @route("GET", "/2010-04-01/Accounts/{file}")
    def account(self, asked: Asked, file: str) -> Reply:
        self._known(asked)
        return Reply(200, {"sid": self.sid, "friendly_name": "Acorn", "status": "active"})

    @route("POST", "/2010-04-01/Accounts/{sid}/Messages.json")
    def messages(self, asked: Asked, sid: str) -> Reply:
        self._known(asked)
        form = asked.form
        if not re.fullmatch(r"\+[1-9]\d{6,14}", form.get("To", "")):
            raise _refused(400, 21211, "Invalid 'To' Phone Number")
        if not (form.get("From") or form.get("MessagingServiceSid")):
            raise _refused(400, 21603, "A 'From' phone number is required.")
        if not form.get("Body") or len(form["Body"]) > 1600:
            raise _refused(400, 21617, "The concatenated message body exceeds the 1600 character limit.")
        if form["To"] in self.stopped:
            raise _refused(400, 21610, "Attempt to send to unsubscribed recipient")
        text = {**form, "sid": self.token("SM", 32)}
        self.texts.append(text)
        return Reply(
            201,
            {"sid": text["sid"], "status": "queued", "num_segments": "1", "price": None, "price_unit": "USD"},
        )

    def sign(self, url: str, fields: dict[str, str]) -> dict[str, str]:
        """The headers of a report to `url`."""
        signed = url + "".join(name + fields[name] for name in sorted(fields))
        made = base64.b64encode(hmac.new(self.auth.encode(), signed.encode(), hashlib.sha1).digest())
        return {"x-twilio-signature": made.decode(), "content-type": "application/x-www-form-urlencoded"}

    def report(self, text: dict[str, str], status: str, code: str = "") -> tuple[dict[str, str], bytes]:
        fields = {"MessageSid": text["sid"], "MessageStatus": status, "To": text["To"]}
        if code:
            fields["ErrorCode"] = code
        return self.sign(text["StatusCallback"], fields), urlencode(fields).encode()

    def incoming(self, url: str, sender: str, body: str) -> tuple[dict[str, str], bytes]:
        fields = {"MessageSid": self.token("SM", 32), "From": sender, "Body": body}
        return self.sign(url, fields), urlencode(fields).encode()

    def _known(self, asked: Asked) -> None:
        wanted = base64.b64encode(f"{self.sid}:{self.auth}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {wanted}":
            raise _refused(401, 20003, "Authenticate")


def _refused(status: int, code: int, message: str) -> Refused:
    return Refused(Reply(status, {"code": code, "message": message, "status": status}))
