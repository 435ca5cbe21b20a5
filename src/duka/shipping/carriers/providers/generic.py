"""A carrier that we only know how to follow: a counter at the post office, a driver's own system. Staff type the number; the
buyer gets the link."""

from collections.abc import Mapping

from duka.shipping.carriers import known
from duka.shipping.carriers.errors import CallbackRefused, NotOffered
from duka.shipping.carriers.types import (
    About,
    Account,
    Callback,
    CarrierField,
    Checked,
    Label,
    Parcel,
    Rate,
    Tracking,
)


class Generic:
    @property
    def about(self) -> About:
        choices = {code: each.name for code, each in known.carriers().items()}
        return About(
            code="generic",
            name="A carrier with tracking links",
            about="You buy labels at the carrier and type the tracking number; buyers follow their parcel by its link.",
            fields=(
                CarrierField(name="carrier", label="Carrier", choices=choices),
                CarrierField(
                    name="tracking_url",
                    label="Tracking page",
                    help="Where the carrier shows a parcel, with {number} in the place of its number; for a carrier that "
                    "is not in the list.",
                    is_required=False,
                ),
            ),
        )

    def quote(self, account: Account, parcel: Parcel) -> list[Rate]:
        raise NotOffered(carrier=account.name)

    def buy_label(self, account: Account, parcel: Parcel, service: str, key: str) -> Label:
        raise NotOffered(carrier=account.name)

    def cancel_label(self, account: Account, reference: str) -> None:
        raise NotOffered(carrier=account.name)

    def track(self, account: Account, tracking_number: str, carrier: str) -> Tracking:
        raise NotOffered(carrier=account.name)

    def tracking_url(self, account: Account, tracking_number: str) -> str:
        return known.link(
            account.settings.get("carrier", ""), account.settings.get("tracking_url", ""), tracking_number
        )

    def read_callback(self, account: Account, headers: Mapping[str, str], body: bytes) -> Callback:
        raise CallbackRefused()

    def check(self, account: Account) -> Checked:
        example = self.tracking_url(account, "EE123456785FR")
        if not example:
            return Checked(False, "Say where this carrier shows a parcel, with {number} in the address.")
        return Checked(True, f"Buyers will follow their parcel at {example}")
