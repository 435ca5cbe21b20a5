"""Calls of the start page and of figures that succeed."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World

MONTHS = {"since": "2026-10-01", "until": "2026-10-31", "compare": "previous_period"}


def _figures(w: World) -> Sample:
    return Sample(query={**MONTHS, "figures": "revenue,orders,conversion", "by": "week", "currency": "EUR"})


def _in_store(w: World) -> Sample:
    return Sample(query={**MONTHS, "store_id": w.store})


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_dashboard": lambda w: Sample(),
        "admin_waiting_work": lambda w: Sample(),
        "admin_list_figure_definitions": lambda w: Sample(),
        "admin_get_analytics_choices": lambda w: Sample(),
        "admin_get_figures": _figures,
        "admin_list_top_products": _in_store,
        "admin_list_promotion_figures": _in_store,
        "admin_list_return_reasons": _in_store,
        "admin_list_visit_sources": _in_store,
        "admin_get_fulfillment_times": lambda w: Sample(query={"channel": "storefront"}),
        "admin_list_cohorts": lambda w: Sample(query={"months": 6}),
        "admin_get_stockouts": lambda w: Sample(query=MONTHS),
        "admin_export_figures": lambda w: Sample(query={**MONTHS, "figures": "revenue", "format": "xlsx"}),
        "admin_export_products_sold": _in_store,
        "admin_export_cohorts": lambda w: Sample(query={"currency": "EUR"}),
        "admin_export_stockouts": lambda w: Sample(query=MONTHS),
    }
