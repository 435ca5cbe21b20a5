"""The tax services of a process. An outside package adds one by an entry point of the group `duka.tax_services`: a class or
function without arguments that gives a `TaxService`."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import entry_points

from duka.identity.sealing import Keyring, keyring
from duka.kernel.config import Config
from duka.tax.errors import UnknownTaxService
from duka.tax.services.providers.taxjar import TaxJar
from duka.tax.services.types import TaxService

GROUP = "duka.tax_services"
PURPOSE = "tax accounts"


class Desk:
    """Services by code. `addresses` replaces a service's own address by its code, for tests and proxies."""

    def __init__(
        self, services: list[TaxService], keyring: Keyring, addresses: Mapping[str, str] | None = None
    ) -> None:
        self.services = {service.about.code: service for service in services}
        self.keyring = keyring
        self.addresses = addresses or {}

    def find(self, code: str) -> TaxService:
        """Refuses `UnknownTaxService`."""
        service = self.services.get(code)
        if service is None:
            raise UnknownTaxService()
        return service


@cache
def desk(config: Config) -> Desk:
    """Made once for a configuration."""
    made: list[TaxService] = [TaxJar()]
    made += [entry.load()() for entry in entry_points(group=GROUP)]
    return Desk(made, keyring(config), dict(config.provider_urls))
