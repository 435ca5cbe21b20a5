"""Names of people and keys as they are kept."""

from duka.identity.errors import NameInvalid


def checked_name(text: str) -> str:
    """`text` trimmed. Refuses `NameInvalid` unless it has 1 to 200 characters on one line."""
    name = text.strip()
    if not 1 <= len(name) <= 200 or not name.isprintable():
        raise NameInvalid()
    return name
