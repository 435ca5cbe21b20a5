"""Calls of the customer-service workspace that succeed."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_search": lambda w: Sample(query={"q": "awa ndiay"}),
        "admin_get_customer_overview": lambda w: Sample({"customer": w.customer}),
        "admin_get_order_person": lambda w: Sample({"order": w.order()["id"]}),
        "admin_list_customer_activity": lambda w: Sample({"customer": w.customer}),
    }
