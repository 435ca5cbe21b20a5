"""The providers that a process offers. An outside package adds one by an entry point of the group `duka.payments`: a
class or function without arguments that gives a `Provider`."""

from importlib.metadata import entry_points

from duka.identity.sealing import keyring
from duka.kernel.config import Config
from duka.kernel.work import Work
from duka.payments.gateways import Gateways
from duka.payments.providers.manual import Manual
from duka.payments.providers.mtn_momo import MtnMomo
from duka.payments.providers.orange_money import OrangeMoney
from duka.payments.providers.paypal import PayPal
from duka.payments.providers.sandbox import Sandbox
from duka.payments.providers.sandbox_mobile import SandboxMobile
from duka.payments.providers.store_credit import StoreCredit
from duka.payments.providers.stripe import Stripe
from duka.payments.types import Provider

GROUP = "duka.payments"


def build(work: Work, config: Config) -> Gateways:
    made: list[Provider] = [
        Manual("cash_on_delivery", "Cash on delivery"),
        Manual("bank_transfer", "Bank transfer"),
        StoreCredit(work),
        Sandbox(work, config.base_url, config.secret),
        SandboxMobile(work, config.base_url, config.secret),
        Stripe(),
        PayPal(),
        MtnMomo(),
        OrangeMoney(),
    ]
    made += [entry.load()() for entry in entry_points(group=GROUP)]
    return Gateways(made, keyring(config), config.base_url, dict(config.provider_urls))
