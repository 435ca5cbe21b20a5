"""The carriers of a process, and what opening a store's account at one takes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from uuid import UUID

from duka.identity.sealing import Keyring
from duka.shipping.carriers.errors import UnknownCarrierProvider
from duka.shipping.carriers.types import About, Carrier

PURPOSE = "carrier accounts"
CALLBACKS = "/callbacks/carriers/"
LONGEST_TOKEN = 100


class Desk(Mapping[str, Carrier]):
    """Providers by code. `addresses` replaces a provider's own address by its code, for tests and proxies."""

    def __init__(
        self,
        providers: list[Carrier],
        keyring: Keyring,
        base_url: str,
        addresses: Mapping[str, str] | None = None,
    ) -> None:
        self._providers = {provider.about.code: provider for provider in providers}
        self.keyring = keyring
        self.base_url = base_url
        self.addresses = addresses or {}

    def __getitem__(self, code: str) -> Carrier:
        return self._providers[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._providers)

    def __len__(self) -> int:
        return len(self._providers)

    def find(self, code: str) -> Carrier:
        """Refuses `UnknownCarrierProvider`."""
        provider = self._providers.get(code)
        if provider is None:
            raise UnknownCarrierProvider()
        return provider

    def about(self, code: str) -> About:
        """Refuses `UnknownCarrierProvider`."""
        return self.find(code).about

    def callback_url(self, tenant: UUID, callback_key: str) -> str:
        """Where a provider sends what concerns this account. It says whose it is, so nobody looks through all tenants."""
        return self.base_url + CALLBACKS + token(tenant, callback_key)


def token(tenant: UUID, callback_key: str) -> str:
    return urlsafe_b64encode(tenant.bytes).decode().rstrip("=") + callback_key


def parse(text: str) -> tuple[UUID, str] | None:
    """The tenant and the callback key of a token; None when it is none."""
    try:
        tenant = UUID(bytes=urlsafe_b64decode(text[:22] + "=="))
    except ValueError:
        return None
    return (tenant, text[22:]) if tenant.int and len(text) < LONGEST_TOKEN else None
