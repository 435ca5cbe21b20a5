"""EasyPost's words and ours: shipments, rates, trackers and signed webhooks. Nothing here talks to anybody."""

import hashlib
import hmac
import json
import unicodedata
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

from duka.kernel.money import UnknownCurrency, exponent, round_half_up
from duka.shipping.carriers.errors import CallbackRefused
from duka.shipping.carriers.types import (
    Callback,
    Format,
    Parcel,
    Place,
    Rate,
    Status,
    Tracking,
    TrackingEvent,
)

STATUSES: dict[str, Status] = {
    "pre_transit": "announced",
    "in_transit": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "available_for_pickup": "ready_for_pickup",
    "delivered": "delivered",
    "return_to_sender": "returning",
    "failure": "failed",
    "cancelled": "cancelled",
}
FORMATS: dict[str, Format] = {"application/pdf": "pdf", "image/png": "png", "application/zpl": "zpl"}
SIGNED = "hmac-sha256-hex="
OUNCE_MG = 28_349_523
"""A tenth of it is the finest that is told: 2.83 g."""
INCH_TENTHS_MM = 254


def shipment(parcel: Parcel, label_format: str, key: str = "") -> dict[str, Any]:
    """The body that makes a shipment; `key` names it."""
    said: dict[str, Any] = {
        "from_address": _address(parcel.sender),
        "to_address": _address(parcel.recipient),
        "parcel": {"weight": _ounces(parcel.weight_grams), **_sizes(parcel)},
        "options": {
            "label_format": label_format.upper() or "PDF",
            "label_size": "4x6",
            "print_custom_1": parcel.reference[:35],
        },
    }
    if key:
        said["reference"] = key
    if parcel.crosses_border and parcel.contents:
        said["customs_info"] = {
            "contents_type": "merchandise",
            "customs_certify": True,
            "customs_signer": parcel.sender.name or parcel.sender.company,
            "non_delivery_option": "return",
            "restriction_type": "none",
            "customs_items": [
                {
                    "description": each.description,
                    "quantity": each.quantity,
                    "value": _decimal(each.value_minor * each.quantity, parcel.currency),
                    "weight": _ounces(each.weight_grams * each.quantity),
                    "currency": parcel.currency,
                    "hs_tariff_number": each.hs_code,
                    "origin_country": each.origin_country or parcel.sender.country,
                }
                for each in parcel.contents
            ],
        }
    return {"shipment": said}


def rates(answer: dict[str, Any]) -> list[Rate]:
    """Cheapest first, those in other currencies after. A rate whose amount or currency can't be read is left out."""
    found = []
    for each in answer.get("rates") or []:
        minor, currency = cost(each)
        if minor is not None:
            found.append(
                Rate(
                    service=_service(each),
                    carrier=str(each.get("carrier", "")),
                    name=f"{each.get('carrier', '')} {_spaced(str(each.get('service', '')))}".strip(),
                    cost_minor=minor,
                    currency=currency,
                    days=each.get("delivery_days"),
                )
            )
    return sorted(found, key=lambda rate: (rate.currency, rate.cost_minor, rate.service))


def rate_for(answer: dict[str, Any], service: str) -> str | None:
    """The id of the cheapest rate of this service; None when it is not offered."""
    fitting = [
        (minor, str(each["id"]))
        for each in answer.get("rates") or []
        if _service(each) == service and (minor := cost(each)[0]) is not None
    ]
    return min(fitting)[1] if fitting else None


def cost(rate: dict[str, Any]) -> tuple[int | None, str]:
    """In minor units, with the currency; (None, "") when there is none to be read."""
    currency = str(rate.get("currency") or "")
    try:
        exact = Fraction(str(rate["rate"])) * 10 ** exponent(currency)
    except (KeyError, ValueError, ZeroDivisionError, UnknownCurrency):
        return None, ""
    return round_half_up(exact.numerator, exact.denominator), currency


def format_of(label: dict[str, Any]) -> Format:
    return FORMATS.get(str(label.get("label_file_type") or ""), "pdf")


def tracking(tracker: dict[str, Any]) -> Tracking:
    events = [_event(each) for each in tracker.get("tracking_details") or []]
    expected = _time(tracker.get("est_delivery_date"))
    return Tracking(
        status=STATUSES.get(str(tracker.get("status")), "unknown"),
        events=tuple(sorted((e for e in events if e is not None), key=lambda e: e.at)),
        expected_on=_day(expected),
        tracking_url=str(tracker.get("public_url") or ""),
    )


def callback(secret: str, signature: str, body: bytes) -> Callback:
    """A webhook is signed over its very bytes with the secret in Unicode's form NFKD. Refuses `CallbackRefused`."""
    key = unicodedata.normalize("NFKD", secret).encode()
    expected = SIGNED + hmac.new(key, body, hashlib.sha256).hexdigest()
    if not secret or not hmac.compare_digest(expected.encode(), signature.encode("utf-8", "replace")):
        raise CallbackRefused()
    try:
        event = json.loads(body)
        result = event.get("result") or {}
        about = result.get("tracking_code") if str(event.get("description")).startswith("tracker.") else None
        return Callback(str(event["id"]), str(about) if about else None)
    except (ValueError, KeyError, AttributeError):
        raise CallbackRefused() from None


def code(answer: Any) -> str:
    error = answer.get("error") if isinstance(answer, dict) else None
    return str(error.get("code", "")) if isinstance(error, dict) else ""


def reason(answer: Any) -> str:
    """The carrier's own words, in at most 300 characters."""
    error = answer.get("error") if isinstance(answer, dict) else None
    message = error.get("message") if isinstance(error, dict) else None
    return (str(message) if message else "it said no reason")[:300]


def _service(rate: dict[str, Any]) -> str:
    return f"{rate.get('carrier', '')}:{rate.get('service', '')}"


def _spaced(name: str) -> str:
    """`GroundAdvantage` as people read it; an abbreviation stays whole."""
    return "".join(
        f" {c}" if c.isupper() and before.islower() else c
        for before, c in zip("x" + name, name, strict=False)
    ).strip()


def _address(place: Place) -> dict[str, str]:
    said = {
        "name": place.name,
        "company": place.company,
        "street1": place.line1,
        "street2": place.line2,
        "city": place.city,
        "state": place.region,
        "zip": place.postal_code,
        "country": place.country,
        "phone": place.phone,
        "email": place.email,
    }
    return {name: value for name, value in said.items() if value}


def _ounces(grams: int) -> float:
    """To the tenth, upwards: a parcel that weighs more than was said costs a fine."""
    tenths = -(-grams * 1_000_000 * 10 // OUNCE_MG)
    return tenths / 10


def _sizes(parcel: Parcel) -> dict[str, float]:
    sizes = {"length": parcel.length_mm, "width": parcel.width_mm, "height": parcel.height_mm}
    if not all(sizes.values()):
        return {}
    return {name: -(-mm * 100 // INCH_TENTHS_MM) / 10 for name, mm in sizes.items()}


def _decimal(minor: int, currency: str) -> str:
    digits = exponent(currency)
    return f"{minor // 10**digits}.{minor % 10**digits:0{digits}d}" if digits else str(minor)


def _event(detail: dict[str, Any]) -> TrackingEvent | None:
    at = _time(detail.get("datetime"))
    if at is None:
        return None
    where = detail.get("tracking_location") or {}
    parts = (where.get("city"), where.get("state"), where.get("country"))
    return TrackingEvent(
        at=at,
        status=STATUSES.get(str(detail.get("status")), "unknown"),
        message=str(detail.get("message") or "")[:300],
        place=", ".join(str(part) for part in parts if part)[:200],
    )


def _time(text: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _day(at: datetime | None) -> date | None:
    return at.date() if at else None
