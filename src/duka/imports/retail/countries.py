"""Countries as the file writes them, in English words, to ISO 3166 codes."""

from functools import cache

WORDS = {
    "eire": "IE",
    "rsa": "ZA",
    "usa": "US",
    "channel islands": "JE",
    "czech republic": "CZ",
    "hong kong": "HK",
    "korea": "KR",
    "european community": "",
    "unspecified": "",
    "west indies": "",
}


@cache
def code_of(word: str) -> str:
    """Empty when the word names no country."""
    # Babel's data is read by the commands that need it, not by every process.
    from babel import Locale

    folded = word.strip().casefold()
    if folded in WORDS:
        return WORDS[folded]
    names = Locale("en").territories
    return next((code for code, name in names.items() if len(code) == 2 and name.casefold() == folded), "")
