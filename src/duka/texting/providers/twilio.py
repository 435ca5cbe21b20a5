"""Twilio's Programmable Messaging: `POST /2010-04-01/Accounts/{Sid}/Messages.json`, Basic (sid, token).

Its reports are signed: `X-Twilio-Signature` is base64 HMAC-SHA1, with the account's token, of the whole address and the
sorted fields as name and value; proxies may add or drop the port, so both ways are tried. Twilio stops by itself what was
answered STOP (error 21610). Source: Twilio's API reference and its Python library.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from duka.mail.types import Refused, Unreachable
from duka.texting import wire
from duka.texting.errors import ReportRefused
from duka.texting.types import AboutTexting, Account, Heard, Taken, TextingField

URL = "https://api.twilio.com"
OPTED_OUT = 21610
NO_SUCH_NUMBER = {21211, 21214, 21217, 21614, 30003, 30005, 30006}
OUTCOMES = {"sent": "sent", "delivered": "delivered", "undelivered": "failed", "failed": "failed"}


class Twilio:
    about = AboutTexting(
        code="twilio",
        name="Twilio",
        fields=(
            TextingField(name="account_sid", label="Account SID", help="Begins with AC"),
            TextingField(name="auth_token", label="Auth token", is_secret=True),
            TextingField(
                name="from",
                label="Sender",
                help="A number of yours, a registered name, or a messaging service (MG…)",
            ),
        ),
    )

    def take(self, account: Account, to: str, words: str) -> Taken:
        sender = account.settings["from"]
        form = {
            "To": to,
            "Body": words,
            "StatusCallback": account.report_url,
            ("MessagingServiceSid" if sender.startswith("MG") else "From"): sender,
        }
        answer = wire.ask("POST", self._at(account, "/Messages.json"), form=form, auth=self._auth(account))
        said = answer.json
        if answer.status in (200, 201) and said.get("sid"):
            price = said.get("price")
            return Taken(
                reference=str(said["sid"]),
                segments=int(said.get("num_segments") or 0),
                cost_micro=wire.micro(str(price)) if price else None,
                cost_currency=str(said.get("price_unit") or "").upper() if price else "",
            )
        code = said.get("code")
        why = f"{answer.status} {code or ''} {said.get('message', '')}"[:300]
        if answer.status in (401, 403):
            raise Unreachable(why, is_away=False)  # ours to mend: the text waits for a right token
        raise Refused(why, is_bounce=code in NO_SUCH_NUMBER)

    def check(self, account: Account) -> tuple[bool, str]:
        answer = wire.ask("GET", self._at(account, ".json"), auth=self._auth(account))
        if answer.status == 200:
            return True, str(answer.json.get("friendly_name", ""))
        return False, f"{answer.status} {answer.json.get('message', '')}"[:300]

    def read(self, account: Account, headers: Mapping[str, str], body: bytes) -> Heard | None:
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        given = headers.get("x-twilio-signature", "")
        right = [
            signature(account.secrets["auth_token"], url, fields) for url in _addresses(account.report_url)
        ]
        if not any(hmac.compare_digest(each.encode(), given.encode("utf-8", "replace")) for each in right):
            raise ReportRefused()
        if fields.get("Body") is not None and fields.get("From"):
            return Heard(sender=fields["From"], words=fields["Body"])
        outcome = OUTCOMES.get(fields.get("MessageStatus", ""), "")
        if not outcome or not fields.get("MessageSid"):
            return None
        code = int(fields["ErrorCode"]) if fields.get("ErrorCode", "").isdigit() else 0
        if outcome == "failed" and code in NO_SUCH_NUMBER:
            outcome = "bounced"
        return Heard(
            reference=fields["MessageSid"],
            outcome=outcome,
            detail=f"Twilio {code}" if code else "",
            is_opted_out=code == OPTED_OUT,
        )

    def _at(self, account: Account, path: str) -> str:
        base = account.base_url or URL
        return f"{base}/2010-04-01/Accounts/{account.settings['account_sid']}{path}"

    def _auth(self, account: Account) -> tuple[str, str]:
        return account.settings["account_sid"], account.secrets["auth_token"]


def signature(token: str, url: str, fields: Mapping[str, str]) -> str:
    signed = url + "".join(name + fields[name] for name in sorted(fields))
    return base64.b64encode(hmac.new(token.encode(), signed.encode(), hashlib.sha1).digest()).decode()


def _addresses(url: str) -> tuple[str, ...]:
    """With the port and without it."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 443)
    return url, parts._replace(netloc=host).geturl(), parts._replace(netloc=f"{host}:{port}").geturl()
