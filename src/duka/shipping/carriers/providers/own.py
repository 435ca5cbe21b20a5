"""The merchant's own delivery: nobody is asked, and the label is one that we print ourselves."""

from collections.abc import Mapping

from duka.papers import labels
from duka.papers.types import AddressLabel, Party
from duka.shipping.carriers.errors import CallbackRefused, NotOffered
from duka.shipping.carriers.types import (
    About,
    Account,
    Callback,
    CarrierField,
    Checked,
    Label,
    Parcel,
    Place,
    Rate,
    Tracking,
)

SIZES = {"a6": "A6 (105 × 148 mm)", "4x6": "4 × 6 inches"}


class Own:
    @property
    def about(self) -> About:
        return About(
            code="own",
            name="Own delivery",
            about="Your own driver brings it. What buyers pay is in the shipping zones; the label is printed here.",
            fields=(CarrierField(name="paper", label="Paper of labels", is_required=False, choices=SIZES),),
            can=frozenset({"label", "cancel"}),
        )

    def quote(self, account: Account, parcel: Parcel) -> list[Rate]:
        """Own rates belong to the shipping zones, and cost the merchant nothing here."""
        raise NotOffered(carrier=account.name)

    def buy_label(self, account: Account, parcel: Parcel, service: str, key: str) -> Label:
        """The same parcel gives the same label; nobody is charged."""
        paper = labels.address_label(
            [
                AddressLabel(
                    number=parcel.reference,
                    sender=_party(parcel.sender),
                    recipient=_party(parcel.recipient),
                    carrier=account.name,
                    service=service,
                    weight_grams=parcel.weight_grams,
                    instructions=parcel.instructions,
                    locale=parcel.locale,
                )
            ],
            "4x6" if account.settings.get("paper") == "4x6" else "a6",
        )
        return Label(
            reference=key,
            carrier=account.name,
            service=service,
            tracking_number="",
            format="pdf",
            file=paper,
        )

    def cancel_label(self, account: Account, reference: str) -> None:
        """Nothing was bought; the paper is thrown away."""

    def track(self, account: Account, tracking_number: str, carrier: str) -> Tracking:
        raise NotOffered(carrier=account.name)

    def tracking_url(self, account: Account, tracking_number: str) -> str:
        return ""

    def read_callback(self, account: Account, headers: Mapping[str, str], body: bytes) -> Callback:
        raise CallbackRefused()

    def check(self, account: Account) -> Checked:
        return Checked(True, "Labels are printed here; there is nobody to ask.")


def _party(place: Place) -> Party:
    return Party(
        name=place.name,
        company=place.company,
        line1=place.line1,
        line2=place.line2,
        city=place.city,
        region=place.region,
        postal_code=place.postal_code,
        country=place.country,
        phone=place.phone,
    )
