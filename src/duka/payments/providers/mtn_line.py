"""Talking to MTN MoMo: its addresses, and access to one of its products with a token."""

from collections.abc import Mapping
from typing import Any

import msgspec

from duka.payments import wire
from duka.payments.errors import AccountRefused, ProviderUnreachable
from duka.payments.providers.bearer import Bearers
from duka.payments.types import Account
from duka.payments.wire import Answer

SANDBOX = "sandbox"
HOSTS = {
    "proxy.momoapi.mtn.com": "https://proxy.momoapi.mtn.com",
    "momoapi.momo.africa": "https://momoapi.momo.africa",
}
PRODUCTS = {"collection": "", "disbursement": "disbursement_"}
"""The products that we use, and how the names of their credentials begin."""
_bearers = Bearers()


class Product(msgspec.Struct, frozen=True):
    """An account's access to one of MTN's products."""

    name: str
    url: str
    environment: str
    user: str
    key: str
    subscription: str

    def __repr__(self) -> str:
        return f"Product({self.name})"

    @classmethod
    def of(cls, account: Account, name: str) -> "Product":
        prefix = PRODUCTS[name]
        environment = account.settings.get("target_environment", SANDBOX)
        host = "https://sandbox.momodeveloper.mtn.com"
        if environment != SANDBOX:
            host = HOSTS[account.settings.get("host") or "proxy.momoapi.mtn.com"]
        return cls(
            name,
            f"{account.base_url or host}/{name}",
            environment,
            account.settings.get(f"{prefix}api_user", ""),
            account.secrets.get(f"{prefix}api_key", ""),
            account.secrets.get(f"{prefix}subscription_key", ""),
        )

    @property
    def is_set(self) -> bool:
        return bool(self.user and self.key and self.subscription)

    @property
    def _credentials(self) -> tuple[str, ...]:
        return self.url, self.environment, self.user, self.key, self.subscription

    @property
    def _headers(self) -> dict[str, str]:
        return {"x-target-environment": self.environment, "ocp-apim-subscription-key": self.subscription}

    def ask(
        self,
        what: str,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        json_body: Any = None,
    ) -> Answer:
        """One question, with a fresh token when MTN does not know the one we had; 401 means that nothing was done."""
        for _ in range(2):
            token = _bearers.get(self._credentials, self._token)
            answer = wire.ask(
                what,
                method,
                self.url + path,
                headers={**self._headers, **(headers or {}), "authorization": f"Bearer {token}"},
                json_body=json_body,
            )
            if answer.status != 401:
                break
            _bearers.forget(self._credentials, token)
        if answer.status in (401, 403):
            raise AccountRefused()
        return answer

    def _token(self) -> tuple[str, int]:
        answer = wire.ask(
            "token", "POST", f"{self.url}/token/", headers=self._headers, auth=(self.user, self.key)
        )
        if 400 <= answer.status < 500 and answer.status != 429:
            raise AccountRefused()
        try:
            given = msgspec.convert(answer.json, _Token, strict=False)
        except msgspec.ValidationError:
            raise ProviderUnreachable() from None
        return given.access_token, given.expires_in


class _Token(msgspec.Struct):
    access_token: str
    expires_in: int = 0
