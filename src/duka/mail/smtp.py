"""A mail server, named by an address: `smtp://user:password@host:587?tls=starttls`, `smtps://…` for TLS from the start,
`?tls=none` for a server on this machine."""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec

from duka.kernel.clock import system_clock
from duka.kernel.db import Row

SECONDS = 20


class Server(msgspec.Struct, frozen=True):
    """`tls` is implicit, starttls or none."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = ""

    def take(self, message: EmailMessage) -> None:
        """Hands the letter over. Raises `smtplib.SMTPException` or `OSError`."""
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


def compose(letter: Row, origin: str) -> EmailMessage:
    """A message with words and HTML. Its id is the letter's, so that a mail server knows one that comes twice."""
    name, address = parseaddr(origin)
    host = address.partition("@")[2]
    message = EmailMessage()
    message["Subject"] = " ".join(letter.subject.split())
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=letter.recipient)
    message["Date"] = format_datetime(system_clock())
    message["Message-ID"] = f"<{letter.id.hex}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    return message


def refused_for_good(error: Exception) -> bool:
    """Whether trying again cannot help: the server knows no such recipient, or will not take the letter (5xx)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return False
    return isinstance(error, smtplib.SMTPResponseException) and 500 <= error.smtp_code < 600
