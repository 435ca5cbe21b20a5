"""Postmark, by its e-mail API: `POST /email` with the server's token. Its bounces, complaints and deliveries are posted to
our door, whose address is secret (Postmark signs nothing).

The API knows no idempotency key: when its answer is lost, the letter may arrive twice. Each letter carries our ids as
metadata, which come back with each report. Source: Postmark's developer documentation, "Email API" and "Webhooks".
"""

from typing import Any
from uuid import UUID

import msgspec

from duka.kernel.work import outside_effect
from duka.mail.smtp import unsubscribing
from duka.mail.types import Outgoing, Refused, Report, Unreachable

URL = "https://api.postmarkapp.com"
SECONDS = 15
INACTIVE_RECIPIENT, BAD_ADDRESS = 406, 300
HARD = {"HardBounce", "BadEmailAddress", "ManuallyDeactivated"}
OUTCOMES = {"Delivery": "delivered", "SpamComplaint": "complained"}


class Postmark(msgspec.Struct, frozen=True):
    """`stream`: the message stream of ordinary letters."""

    token: str
    url: str = URL
    stream: str = "outbound"

    @property
    def code(self) -> str:
        return "postmark"

    def take(self, letter: Outgoing) -> str:
        """Hands the letter over; Postmark's MessageID. Raises `Unreachable`, `Refused`."""
        outside_effect("Postmark")
        import httpx2  # loads much; only those who send by an API need it

        try:
            answer = httpx2.post(
                f"{self.url}/email",
                headers={"X-Postmark-Server-Token": self.token, "Accept": "application/json"},
                json=self._body(letter),
                timeout=SECONDS,
            )
        except httpx2.HTTPError as error:
            raise Unreachable(f"{type(error).__name__}: {error}"[:300]) from error
        said = _read(answer.content)
        if answer.status_code == 200 and said.get("ErrorCode") == 0:
            return str(said.get("MessageID", ""))
        why = f"{answer.status_code} {said.get('ErrorCode', '')} {said.get('Message', '')}"[:300]
        if answer.status_code == 422:
            raise Refused(why, is_bounce=said.get("ErrorCode") in (INACTIVE_RECIPIENT, BAD_ADDRESS))
        raise Unreachable(why)

    def read_reports(self, body: bytes) -> list[Report]:
        """One report a call; those of letters that are not ours are none."""
        said = _read(body)
        ours = said.get("Metadata") or {}
        try:
            tenant, mail_id = UUID(ours["tenant"]), UUID(ours["mail"])
        except (KeyError, TypeError, ValueError, AttributeError):
            return []
        record = said.get("RecordType")
        outcome = OUTCOMES.get(str(record), "")
        if record == "Bounce":
            outcome = "bounced" if said.get("Type") in HARD else "failed"
        detail = str(said.get("Description") or said.get("Details") or said.get("Type") or "")
        return (
            [Report(tenant=tenant, mail_id=mail_id, outcome=outcome, detail=detail[:300])] if outcome else []
        )

    def _body(self, letter: Outgoing) -> dict[str, Any]:
        host = letter.from_address.partition("@")[2]
        headers = {
            "Message-ID": f"<{letter.id.hex}@{host}>",
            "X-PM-KeepID": "true",
            "Content-Language": letter.locale,
            "Auto-Submitted": "auto-generated",
            **unsubscribing(letter),
        }
        name = letter.from_name.replace('"', "'")
        return {
            "From": f'"{name}" <{letter.from_address}>' if name else letter.from_address,
            "To": letter.to,
            "Subject": " ".join(letter.subject.split()),
            "TextBody": letter.text,
            "HtmlBody": letter.html,
            "MessageStream": self.stream,
            "Headers": [{"Name": key, "Value": value} for key, value in headers.items()],
            "Metadata": {"tenant": str(letter.tenant), "mail": str(letter.id)},
            **({"ReplyTo": letter.reply_to} if letter.reply_to else {}),
        }


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = msgspec.json.decode(body)
    except msgspec.DecodeError:
        return {}
    return said if isinstance(said, dict) else {}
