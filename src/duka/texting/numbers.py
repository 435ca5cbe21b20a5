"""Telephone numbers as networks know them (E.164: `+221771234567`)."""

from duka.texting.errors import NotAPhoneNumber


def e164(number: str, country: str = "") -> str | None:
    """The number, read in `country` when it names none; None when it is no possible number."""
    import phonenumbers  # its tables of all countries are large, and few processes text

    try:
        read = phonenumbers.parse(number, country.upper() or None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(read):
        return None
    return str(phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164))


def require(number: str, country: str = "") -> str:
    """As `e164`. Refuses `NotAPhoneNumber`."""
    found = e164(number, country)
    if found is None:
        raise NotAPhoneNumber(number=number)
    return found
