"""Passwords: argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet), about 20 ms
here.

A password is compared as NFKC, so that keyboards which compose letters differently agree (NIST SP 800-63B,
3.1.1.2).
"""

import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from duka.identity.errors import PasswordTooCommon, PasswordTooLong, PasswordTooShort

if TYPE_CHECKING:
    from pwdlib.hashers.argon2 import Argon2Hasher

LEAST, MOST = 10, 256
_COMMON = (
    "password",
    "motdepasse",
    "qwertyuiop",
    "azertyuiop",
    "1234567890",
    "0123456789",
    "iloveyou",
    "letmein",
)


@cache
def _hasher() -> "Argon2Hasher":
    from pwdlib.hashers.argon2 import Argon2Hasher  # loads a C library that most processes never need

    return Argon2Hasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys() -> str:
    return hash_password("the password of nobody")


def check_strength(password: str) -> None:
    """Refuses `PasswordTooShort` (10 characters), `PasswordTooLong` (256), `PasswordTooCommon`."""
    if len(password) < LEAST:
        raise PasswordTooShort(least=LEAST)
    if len(password) > MOST:
        raise PasswordTooLong(most=MOST)
    plain = password.lower()
    if len(set(plain)) < 3 or plain.strip("0123456789!.") in _COMMON or plain in _COMMON:
        raise PasswordTooCommon()


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
