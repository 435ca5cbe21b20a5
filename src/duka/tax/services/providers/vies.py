"""VIES: the European Commission's register of VAT numbers, by its REST door.

`POST {base}/check-vat-number` (https://ec.europa.eu/taxation_customs/vies/#/technical-information). With the number of who asks
it answers with a `requestIdentifier`, the consultation number, which is the proof in an audit. The registers behind it are the
member states' own and are often away (`MS_UNAVAILABLE`, `MS_MAX_CONCURRENT_REQ`): that is no answer.
"""

from typing import Any

from duka.tax import vat_numbers
from duka.tax.errors import TaxServiceUnreachable
from duka.tax.services import wire
from duka.tax.services.types import Consulted

CODE = "vies"
BASE = "https://ec.europa.eu/taxation_customs/vies/rest-api"
_HIDDEN = {"---", "N/A"}
"""What member states that tell no names write instead."""


def covers(number: str) -> bool:
    """Numbers of member states, and of Northern Ireland (XI)."""
    return vat_numbers.country(number) in vat_numbers.EU or number[:2] == "XI"


def consult(number: str, requester: str, base_url: str = "") -> Consulted:
    """Whether `number` is somebody's; never raises. `requester` is the merchant's own number, or empty. Both are clean."""
    body = {"countryCode": number[:2], "vatNumber": number[2:]}
    if requester:
        body |= {"requesterMemberStateCode": requester[:2], "requesterNumber": requester[2:]}
    try:
        answer = wire.ask("vies", "POST", f"{base_url or BASE}/check-vat-number", json_body=body)
    except TaxServiceUnreachable as error:
        return Consulted(outcome="unknown", reason=str(error.fields["why"]))
    told = answer.json if isinstance(answer.json, dict) else {}
    if answer.status != 200 or not isinstance(told.get("valid"), bool) or told.get("actionSucceed") is False:
        return Consulted(outcome="unknown", reason=_why(told) or f"status {answer.status}")
    return Consulted(
        outcome="valid" if told["valid"] else "invalid",
        consultation_number=_text(told.get("requestIdentifier"), 80),
        name=_text(told.get("name"), 200),
        address=_text(told.get("address"), 400),
    )


def _why(told: dict[str, Any]) -> str:
    for error in told.get("errorWrappers") or ():
        if isinstance(error, dict) and error.get("error"):
            return str(error["error"])[:80]
    return ""


def _text(value: Any, most: int) -> str:
    text = " ".join(str(value or "").split())
    return "" if text in _HIDDEN else text[:most]
