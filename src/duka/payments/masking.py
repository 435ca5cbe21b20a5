"""Telephone numbers and e-mail addresses for those who need not know them: pure."""

import re

SHOWN = 3
"""How many digits at the end of a telephone number stay readable: enough to say whose prompt it was."""
_MASK = "•••"
_DIGITS = re.compile(r"\d")
_NUMBERS = re.compile(r"(?<![\w.-])\+?\d(?:[\s().-]?\d){7,14}(?![\w.-])")
_EMAIL = re.compile(r"([\w.+-])[\w.+-]*(@[\w-]+\.[\w.-]+)")


def phone(text: str) -> str:
    """`+221 77 123 45 67` becomes `•••567`; what has no more digits than stay readable is hidden whole."""
    digits = "".join(_DIGITS.findall(text))
    if not digits:
        return ""
    return _MASK + digits[-SHOWN:] if len(digits) > 2 * SHOWN else _MASK


def within(text: str, number: str) -> str:
    """A message with this telephone number, whatever looks like one with a plus sign, and e-mail addresses shortened."""
    digits = "".join(_DIGITS.findall(number))
    hidden = _EMAIL.sub(rf"\1{_MASK}\2", text)
    hidden = _NUMBERS.sub(lambda m: phone(m[0]) if _is_same(m[0], digits) else m[0], hidden)
    return hidden


def _is_same(found: str, digits: str) -> bool:
    if found.startswith("+"):
        return True
    ours = "".join(_DIGITS.findall(found))
    return len(digits) >= 8 and ours[-8:] == digits[-8:]
