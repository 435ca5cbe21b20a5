"""What a store promises about delivery, in a sentence, before there is an address."""

from __future__ import annotations

import msgspec

from duka.storefront.checkout_view import days
from duka.storefront.visit import Visit
from duka.stores.types import Selling


class Delivery(msgspec.Struct, frozen=True):
    title: str
    text: str
    pickup: str


def of(visit: Visit, selling: Selling) -> Delivery:
    """For the store's own country: how long, free from what, and where goods can be fetched."""

    say = visit.say

    home = visit.store.country
    zones = {str(zone["id"]) for zone in selling.zones if home in zone["countries"]}
    rates = [rate for rate in selling.shipping_rates if str(rate["zone_id"]) in zones]
    carried = [rate for rate in rates if rate["kind"] != "pickup"]
    fetched = {str(rate["location_id"]) for rate in rates if rate["kind"] == "pickup"}
    country = visit.figures.country(home)
    least = min((r["min_days"] for r in carried if r["min_days"] is not None), default=None)
    most = min((r["max_days"] for r in carried if r["max_days"] is not None), default=None)
    if least is not None and most is not None and least > most:
        least = most
    when = days(least, most, say)
    text = say("Delivery in %(country)s") % {"country": country}
    if when:
        text = say("Delivery in %(country)s %(when)s") % {"country": country, "when": when}
    free = min((r["free_over_minor"] for r in carried if r["free_over_minor"]), default=None)
    title = say("Delivered to your door")
    if free is not None:
        title = say("Free delivery from %(price)s") % {"price": visit.figures.money(free)}
        text = (
            f"{text} · {title}"
            if not when
            else f"{text}, {say('free from %(price)s') % {'price': visit.figures.money(free)}}"
        )
    names = [place.name for place in selling.locations if str(place.id) in fetched]
    pickup = say("Pick it up at %(places)s") % {"places": ", ".join(names)} if names else ""
    return Delivery(title, text, pickup)
