"""How many segments a text takes (3GPP TS 23.038: the GSM 7-bit default alphabet and its extension table)."""

import msgspec

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = frozenset("^{}\\[~]|€\f")
"""Each takes two places."""
GSM, UCS2 = "GSM-7", "UCS-2"
ALIKE = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-", "…": "...", "•": "-",
     "\u00a0": " ", "\u202f": " ", "\u2009": " ", "ê": "e", "â": "a", "î": "i", "ô": "o", "û": "u", "ë": "e", "ï": "i",
     "ç": "c", "À": "A", "È": "E", "Ê": "E", "œ": "oe"}
)  # fmt: skip
"""Letters that the alphabet lacks, and what is read the same: they would more than double a text's price."""


class TextSize(msgspec.Struct, frozen=True):
    """`units`: septets of GSM-7, or code units of UCS-2. `left` until a further segment begins."""

    alphabet: str
    units: int
    segments: int
    left: int


def measure(text: str) -> TextSize:
    """The size of `text` as it is."""
    if all(letter in BASIC or letter in EXTENDED for letter in text):
        return _size(GSM, [2 if letter in EXTENDED else 1 for letter in text], 160, 153)
    return _size(UCS2, [len(letter.encode("utf-16-be")) // 2 for letter in text], 70, 67)


def plain(text: str) -> str:
    """`text` in letters of the GSM alphabet where something reads the same; unchanged where that would not suffice (a name
    in another script stays as it is written)."""
    simple = text.translate(ALIKE)
    return simple if measure(simple).alphabet == GSM else text


def _size(alphabet: str, widths: list[int], alone: int, each: int) -> TextSize:
    units = sum(widths)
    if units <= alone:
        return TextSize(alphabet, units, 1 if units else 0, alone - units)
    segments, room = 1, each
    for width in widths:
        if width > room:  # neither an escaped letter nor a surrogate pair is cut in two
            segments, room = segments + 1, each
        room -= width
    return TextSize(alphabet, units, segments, room)
