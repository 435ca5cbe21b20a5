"""Africa's Talking: `POST /version1/messaging`, header `apiKey`. The user name `sandbox` goes to its sandbox.

It signs nothing, so that its reports come to a secret address. Source: Africa's Talking's documentation and its Python
library; the meaning of the codes from 500 on is not documented: they count as passing.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from duka.mail.types import Refused, Unreachable
from duka.texting import wire
from duka.texting.types import AboutTexting, Account, Heard, Taken, TextingField

URL, SANDBOX = "https://api.africastalking.com", "https://api.sandbox.africastalking.com"
TAKEN = {100, 101, 102}
NO_SUCH_NUMBER = {403, 404}
NO_CREDIT = 405
OUTCOMES = {
    "Sent": "sent", "Submitted": "sent", "Buffered": "sent", "Success": "delivered", "Rejected": "failed", "Failed": "failed",
}  # fmt: skip
GONE = {"InvalidPhoneNumber", "UnsupportedNumberType", "UserDoesNotExist"}


class AfricasTalking:
    about = AboutTexting(
        code="africas_talking",
        name="Africa's Talking",
        fields=(
            TextingField(name="username", label="User name", help="sandbox for its sandbox"),
            TextingField(name="api_key", label="API key", is_secret=True),
            TextingField(
                name="from",
                label="Sender",
                help="A registered short code or name; empty for theirs",
                is_required=False,
            ),
        ),
    )

    def take(self, account: Account, to: str, words: str) -> Taken:
        form = {
            "username": account.settings["username"],
            "to": to,
            "message": words,
            "bulkSMSMode": "1",
            "enqueue": "1",
        }
        if account.settings.get("from"):
            form["from"] = account.settings["from"]
        answer = wire.ask(
            "POST",
            self._at(account, "/version1/messaging"),
            form=form,
            headers={"apiKey": account.secrets["api_key"]},
        )
        if answer.status in (401, 403):
            raise Unreachable(f"answered {answer.status}: is the API key right?", is_away=False)
        told: dict[str, Any] = answer.json.get("SMSMessageData") or {}
        recipients = told.get("Recipients") or []
        if answer.status not in (200, 201) or not recipients:
            raise Refused(f"{answer.status} {told.get('Message', '')}"[:300])
        first = recipients[0]
        code = int(first.get("statusCode") or 0)
        if code in TAKEN:
            currency, _, amount = str(first.get("cost") or "").partition(" ")
            return Taken(
                reference=str(first.get("messageId", "")),
                cost_micro=wire.micro(amount) if amount else None,
                cost_currency=currency if amount else "",
            )
        why = f"{code} {first.get('status', '')}"[:300]
        if code == NO_CREDIT or code >= 500:
            raise Unreachable(why, is_away=False)
        raise Refused(why, is_bounce=code in NO_SUCH_NUMBER)

    def check(self, account: Account) -> tuple[bool, str]:
        url = self._at(account, f"/version1/user?username={account.settings['username']}")
        answer = wire.ask("GET", url, headers={"apiKey": account.secrets["api_key"]})
        balance = (answer.json.get("UserData") or {}).get("balance", "")
        return (True, str(balance)) if answer.status == 200 else (False, f"answered {answer.status}")

    def read(self, account: Account, headers: Mapping[str, str], body: bytes) -> Heard | None:
        fields = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        if "text" in fields and fields.get("from"):
            return Heard(sender=fields["from"], words=fields["text"])
        outcome = OUTCOMES.get(fields.get("status", ""), "")
        if not outcome or not fields.get("id"):
            return None
        why = fields.get("failureReason", "")
        if outcome == "failed" and why in GONE:
            outcome = "bounced"
        return Heard(
            reference=fields["id"],
            outcome=outcome,
            detail=why[:300],
            is_opted_out=why == "UserInBlacklist",
        )

    def _at(self, account: Account, path: str) -> str:
        base = account.base_url or (SANDBOX if account.settings["username"] == "sandbox" else URL)
        return base + path
