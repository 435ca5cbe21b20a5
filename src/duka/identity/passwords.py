"""Passwords: argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet), about 20 ms
here.

A password is compared as NFKC, so that keyboards which compose letters differently agree (NIST SP 800-63B,
3.1.1.2).
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

from duka.identity.errors import PasswordNamesYou, PasswordTooCommon, PasswordTooLong, PasswordTooShort
from duka.kernel.text import fold

if TYPE_CHECKING:
    from pwdlib.hashers.argon2 import Argon2Hasher

_LETTERS = re.compile(r"[^\W\d_]+")
LEAST, MOST = 8, 256
EASY = 1_000_000
"""So many guesses are soon made: what is found within them is refused."""
JUDGED = 72
"""Longer ones are judged by their beginning: the judge takes time with the square of the length."""


@cache
def _hasher() -> "Argon2Hasher":
    from pwdlib.hashers.argon2 import Argon2Hasher  # loads a C library that most processes never need

    return Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys() -> str:
    return hash_password("the password of nobody")


def check_strength(password: str, context: Iterable[str] = (), least: int = LEAST) -> None:
    """After NIST SP 800-63B (3.1.1.2): a length, no rules of composition, and not what everybody would try: the
    passwords known from breaches (30,000 of them ship with `zxcvbn`), words, names, dates, repetitions and rows of keys,
    alone or in easy combinations; and not `context`, the words that stand around it (name, company, e-mail address).

    Refuses `PasswordTooShort` (8 characters, or `least` where a company wants more), `PasswordTooLong` (256),
    `PasswordTooCommon`, `PasswordNamesYou`.
    """
    if len(password) < max(least, LEAST):
        raise PasswordTooShort(least=max(least, LEAST))
    if len(password) > MOST:
        raise PasswordTooLong(most=MOST)
    if _guesses(password) < EASY:
        raise PasswordTooCommon()
    if _is_made_of(password, context):
        raise PasswordNamesYou()


def _guesses(password: str) -> float:
    from zxcvbn import zxcvbn  # loads word lists that most processes never need

    return float(zxcvbn(password[:JUDGED])["guesses"])


def _is_made_of(password: str, context: Iterable[str]) -> bool:
    """Whether next to no letter is left when the words of `context` are taken out."""
    letters = "".join(c for c in fold(password) if c.isalpha())
    words = {word for text in context for word in _LETTERS.findall(fold(text)) if len(word) > 2}
    rest = letters
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(word, "")
    return rest != letters and len(rest) < 3


def hash_password(password: str) -> str:
    return _hasher().hash(_bytes(password))


def verify_password(password: str, stored: str | None) -> bool:
    """Whether `password` made the `stored` hash. Without one it costs the same time, and is False."""
    if len(password) > MOST:
        return False
    if stored is None:
        _hasher().verify(_bytes(password), _nobodys())
        return False
    return _hasher().verify(_bytes(password), stored)


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher().check_needs_rehash(stored)


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
