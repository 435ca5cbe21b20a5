"""The verbs of stores, locations and the rules of selling. A change is seen everywhere within
`cache_seconds`."""

from duka.stores.service.domains import remove_domain, set_domain
from duka.stores.service.drafts import save_draft
from duka.stores.service.locations import add_location, set_store_locations, update_location
from duka.stores.service.selling import set_payment_methods, set_shipping, set_tax_rates
from duka.stores.service.settings import create, update

__all__ = [
    "add_location",
    "create",
    "remove_domain",
    "save_draft",
    "set_domain",
    "set_payment_methods",
    "set_shipping",
    "set_store_locations",
    "set_tax_rates",
    "update",
    "update_location",
]
