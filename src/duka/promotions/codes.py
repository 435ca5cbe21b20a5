"""Pure: codes as people type them and as they are compared."""

import re
import unicodedata

from duka.promotions.errors import CodeInvalid

ALPHABET = "ABCDEFGHJKMNPQRTUVWXYZ2346789"
"""Of codes that we make: no letters and digits that look alike (I 1 L, O 0, S 5)."""
RANDOM = 10
"""Random letters of a code that we make: 29 to the power of 10 are 48 bits, of which 100,000 are one in four thousand million."""
MOST_IN_CART = 10
_SHAPE = re.compile(r"[A-Z0-9]{3,40}")


def normal(text: str) -> str:
    """Upper case, without spaces, hyphens and accents: ` été-10 ` is ETE10. Whatever nobody could have as a code is empty."""
    plain = unicodedata.normalize("NFKD", text[:200]).upper()
    kept = "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
    return kept if _SHAPE.fullmatch(kept) else ""


def checked(text: str) -> str:
    """As it is kept. Refuses `CodeInvalid`."""
    code = normal(text)
    if not code:
        raise CodeInvalid(code=text[:60])
    return code


def prefix(text: str) -> str:
    """Refuses `CodeInvalid` for one that is no beginning of a code; empty stays empty."""
    if not text.strip():
        return ""
    code = normal(text + "XXX")[:-3]
    if not 1 <= len(code) <= 20:
        raise CodeInvalid(code=text[:60])
    return code
