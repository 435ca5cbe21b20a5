"""The carriers that a process offers. An outside package adds one by an entry point of the group `duka.carriers`: a class or
function without arguments that gives a `Carrier`."""

from functools import cache
from importlib.metadata import entry_points

from duka.identity.sealing import keyring
from duka.kernel.config import Config
from duka.shipping.carriers.desk import Desk
from duka.shipping.carriers.providers.easypost import EasyPost
from duka.shipping.carriers.providers.generic import Generic
from duka.shipping.carriers.providers.own import Own
from duka.shipping.carriers.types import Carrier

GROUP = "duka.carriers"


@cache
def desk(config: Config) -> Desk:
    """Made once for a configuration."""
    made: list[Carrier] = [Own(), Generic(), EasyPost()]
    made += [entry.load()() for entry in entry_points(group=GROUP)]
    return Desk(made, keyring(config), config.base_url, dict(config.provider_urls))
