"""A mail server, named by an address: `smtp://user:password@host:587?tls=starttls`, `smtps://…` for TLS from the start,
`?tls=none` for a server on this machine."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from duka.kernel.clock import system_clock
from duka.mail.types import Outgoing, Refused, Report, Unreachable

SECONDS = 10
NO_SUCH_ADDRESS = (550, 551, 553)
"""Answers to RCPT that are about the address (RFC 5321, 4.2.2)."""


class Server(msgspec.Struct, frozen=True):
    """`tls` is implicit, starttls or none."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""

    @property
    def code(self) -> str:
        return "smtp"

    def take(self, letter: Outgoing) -> str:
        """Hands the letter over; its Message-ID. Raises `Unreachable`, `Refused`."""
        message = compose(letter)
        try:
            self._send(message)
        except (smtplib.SMTPException, OSError) as error:
            raise _told(error) from error
        return str(message["Message-ID"])

    def read_reports(self, body: bytes) -> list[Report]:
        """A mail server posts none."""
        return []

    def _send(self, message: EmailMessage) -> None:
        trust = ssl.create_default_context()
        if self.tls == "implicit":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=trust)
        else:
            connection = smtplib.SMTP(self.host, self.port, timeout=SECONDS)
        with connection:
            if self.tls == "starttls":
                connection.starttls(context=trust)
            if self.user:
                connection.login(self.user, self.password)
            connection.send_message(message)


def read_url(url: str) -> Server | None:
    """The server of a `DUKA_SMTP_URL`; None when it is empty. A malformed one stops the start in words."""
    if not url:
        return None
    parts = urlsplit(url)
    tls = "implicit" if parts.scheme == "smtps" else parse_qs(parts.query).get("tls", ["starttls"])[0]
    if (
        parts.scheme not in ("smtp", "smtps")
        or not parts.hostname
        or tls not in ("implicit", "starttls", "none")
    ):
        raise SystemExit("DUKA_SMTP_URL must look like smtp://user:password@host:587?tls=starttls")
    port = parts.port or {"implicit": 465, "starttls": 587, "none": 25}[tls]
    return Server(parts.hostname, port, tls, unquote(parts.username or ""), unquote(parts.password or ""))


def compose(letter: Outgoing) -> EmailMessage:
    """A message with words and HTML. Its id is the letter's, so that a mail server knows one that comes twice. Advertising
    carries an address to stop it with one click (RFC 8058)."""
    host = letter.from_address.partition("@")[2]
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = Address(letter.from_name, addr_spec=letter.from_address)
    message["To"] = Address(addr_spec=letter.to)
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=letter.reply_to)
    message["Date"] = format_datetime(system_clock())
    message["Message-ID"] = f"<{letter.id.hex}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    for name, value in unsubscribing(letter).items():
        message[name] = value
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = (
        letter.locale
    )  # after the words: setting these takes what is said of content with it
    return message


def unsubscribing(letter: Outgoing) -> dict[str, str]:
    """The headers of one click (RFC 2369, RFC 8058)."""
    if not letter.unsubscribe:
        return {}
    return {
        "List-Unsubscribe": f"<{letter.unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _told(error: Exception) -> Unreachable | Refused:
    """What the server's refusal means: trying again cannot help when it knows no such recipient, or will not take the
    letter (5xx); a login that fails is ours to mend, and a server that is away comes back."""
    why = f"{type(error).__name__}: {error}"[:300]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        if all(500 <= code < 600 for code in codes):
            return Refused(why, is_bounce=all(code in NO_SUCH_ADDRESS for code in codes))
        return Unreachable(why, is_away=False)
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return Unreachable(why)
    if isinstance(error, smtplib.SMTPResponseException):
        if 500 <= error.smtp_code < 600:
            return Refused(why)
        return Unreachable(why, is_away=False)
    return Unreachable(why)
