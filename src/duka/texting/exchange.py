"""The providers of SMS of a process, and what opening a company's account at one takes."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from uuid import UUID

import msgspec

from duka.texting.errors import UnknownTextingProvider
from duka.texting.providers.africas_talking import AfricasTalking
from duka.texting.providers.twilio import Twilio
from duka.texting.types import Provider, Sealer

PURPOSE = "texting accounts"
REPORTS = "/reports/texting/"
LONGEST_TOKEN = 100


class Exchange:
    """`addresses` replaces a provider's own address by its code, for tests and proxies."""

    def __init__(self, sealer: Sealer, base_url: str, addresses: Mapping[str, str] | None = None) -> None:
        providers: list[Provider] = [Twilio(), AfricasTalking()]
        self.providers = {provider.about.code: provider for provider in providers}
        self.base_url = base_url
        self.addresses = addresses or {}
        self._sealer = sealer

    def provider(self, code: str) -> Provider:
        """Refuses `UnknownTextingProvider`."""
        if code not in self.providers:
            raise UnknownTextingProvider()
        return self.providers[code]

    def seal(self, secrets: Mapping[str, str]) -> bytes:
        return self._sealer.seal(PURPOSE, msgspec.json.encode(secrets).decode())

    def open(self, sealed: bytes) -> dict[str, str] | None:
        """None when no key of this installation opens them."""
        text = self._sealer.open(PURPOSE, bytes(sealed)) if sealed else "{}"
        return None if text is None else msgspec.json.decode(text, type=dict[str, str])

    def report_url(self, tenant: UUID, key: str) -> str:
        """Where a provider says what became of a text. It says whose it is, so nobody looks through all tenants."""
        return self.base_url + REPORTS + urlsafe_b64encode(tenant.bytes).decode().rstrip("=") + key


def parse(token: str) -> tuple[UUID, str] | None:
    """The tenant and the key of a report's address; None when it is none."""
    try:
        tenant = UUID(bytes=urlsafe_b64decode(token[:22] + "=="))
    except ValueError:
        return None
    return (tenant, token[22:]) if tenant.int and len(token) < LONGEST_TOKEN else None
