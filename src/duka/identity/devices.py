"""Browsers that an account was used from before: each holds a proof in a cookie, and nothing is stored of it.

After the device cookies of OWASP's Authentication Cheat Sheet (Slow Down Online Guessing Attacks with Device Cookies).
"""

import secrets

from duka.identity.sealing import Keyring

PURPOSE = "known device"
MOST = 5
"""Accounts that one browser is remembered for."""


def recognise(keys: Keyring, cookie: str, email: str) -> str | None:
    """The browser's name if its cookie proves that it logged in to this account before."""
    for proof in cookie[:1000].split("~"):
        name, _, signature = proof.partition(".")
        if signature and keys.verify(PURPOSE, f"{email}\0{name}", signature):
            return name
    return None


def remember(keys: Keyring, cookie: str, email: str) -> str:
    """The cookie, with a proof for this account as well. The oldest proof goes when there are too many."""
    if recognise(keys, cookie, email):
        return cookie
    name = secrets.token_urlsafe(12)
    proofs = [proof for proof in cookie[:1000].split("~") if proof]
    return "~".join([*proofs, f"{name}.{keys.sign(PURPOSE, f'{email}{chr(0)}{name}')}"][-MOST:])
