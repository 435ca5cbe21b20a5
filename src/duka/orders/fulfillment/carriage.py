"""How a parcel travels, made whole: a known carrier by its name, and a link made from its number. Pure."""

from duka.kernel.db import Row
from duka.orders.fulfillment.errors import TrackingLinkInvalid
from duka.orders.fulfillment.types import Carriage
from duka.shipping.carriers import known

MOST, LONGEST_LINK = 100, 500


def of(row: Row) -> Carriage:
    """What a fulfillment's row says."""
    return Carriage(
        carrier=row.carrier,
        service=row.service,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
    )


def merged(before: Carriage, said: Carriage) -> Carriage:
    """`said` where it says something, else what was known before. A link belongs to its number."""
    is_same_parcel = not said.tracking_number or said.tracking_number == before.tracking_number
    is_same_carrier = not said.carrier or said.carrier == before.carrier
    kept = before.tracking_url if is_same_parcel and is_same_carrier else ""
    return completed(
        Carriage(
            carrier=said.carrier or before.carrier,
            service=said.service or before.service,
            tracking_number=said.tracking_number or before.tracking_number,
            tracking_url=said.tracking_url or kept,
        )
    )


def changed(
    before: Carriage,
    carrier: str | None,
    service: str | None,
    tracking_number: str | None,
    tracking_url: str | None,
) -> Carriage:
    """None leaves what was known, but for a link of another number or carrier."""
    is_same = (carrier in (None, before.carrier)) and (tracking_number in (None, before.tracking_number))
    return Carriage(
        carrier=before.carrier if carrier is None else carrier,
        service=before.service if service is None else service,
        tracking_number=before.tracking_number if tracking_number is None else tracking_number,
        tracking_url=(before.tracking_url if is_same else "") if tracking_url is None else tracking_url,
    )


def completed(carriage: Carriage) -> Carriage:
    """A carrier that is known is named as people know it, also when only its number tells; the link is made from the number
    where none is given. Refuses `TrackingLinkInvalid`."""
    number, link = carriage.tracking_number.strip()[:MOST], carriage.tracking_url.strip()[:LONGEST_LINK]
    if link and not link.startswith(("https://", "http://")):
        raise TrackingLinkInvalid()
    named = carriage.carrier.strip()[:MOST]
    code = code_of(named) if named else known.recognise(number)
    return Carriage(
        carrier=known.carriers()[code].name if code else named,
        service=carriage.service.strip()[:MOST],
        tracking_number=number,
        tracking_url=link or known.tracking_url(code, number),
    )


def code_of(text: str) -> str:
    """The known carrier with this code or name, in any case; empty when it is none."""
    wanted = text.casefold()
    return next(
        (
            code
            for code, each in known.carriers().items()
            if wanted in (code.casefold(), each.name.casefold())
        ),
        "",
    )
