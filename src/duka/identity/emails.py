"""E-mail addresses as they are kept: lower case, one form for each."""

import re
import unicodedata

from duka.identity.errors import EmailInvalid

_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\\\]]{1,64}@(?:[^\s@._][^\s@.]{0,62}\.)+[^\s@.\d][^\s@.]{1,62}")


def normal_email(text: str) -> str:
    """`text` trimmed, composed (NFC) and in lower case. Refuses `EmailInvalid`."""
    email = unicodedata.normalize("NFC", text.strip()).lower()
    if len(email) > 254 or not email.isprintable() or not _EMAIL.fullmatch(email):
        raise EmailInvalid()
    return email
