"""The providers that a process offers, by code."""

from duka.kernel.config import Config
from duka.kernel.work import Work
from duka.payments.providers.manual import Manual
from duka.payments.providers.sandbox import Sandbox
from duka.payments.types import Provider


def build(work: Work, config: Config) -> dict[str, Provider]:
    made: list[Provider] = [
        Manual("cash_on_delivery"),
        Manual("bank_transfer"),
        Sandbox(work, config.base_url, config.secret),
    ]
    return {provider.code: provider for provider in made}
