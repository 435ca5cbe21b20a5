"""Whom the two demo shops give their parcels to: a driver of their own, and a carrier that buyers follow by a link."""

from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.planting import Planted
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller
from duka.shipping.carriers import registry
from duka.shipping.carriers.service import accounts
from duka.shipping.carriers.views import NewCarrierAccount
from duka.wiring import Services

BY_COUNTRY = {
    "SN": (
        NewCarrierAccount(provider="own", name="Coursier à moto", values={"paper": "a6"}),
        NewCarrierAccount(provider="generic", name="EMS Sénégal", values={"carrier": "ems"}),
    ),
    "IE": (
        NewCarrierAccount(provider="own", name="Our own chilled van", values={"paper": "a6"}),
        NewCarrierAccount(provider="generic", name="An Post", values={"carrier": "an_post"}),
    ),
}


def connect(services: Services, demo: DemoCatalogue, planted: Planted) -> None:
    desk = registry.desk(services.config)
    for new in BY_COUNTRY.get(demo.store.country, ()):
        services.work.perform(
            Caller(planted.tenant, SYSTEM),
            lambda ctx, new=new: accounts.connect(ctx, desk, planted.store, new),  # type: ignore[misc]
        )
