"""Samples of recommendations."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World

TUNING = {"kinds": ["together", "best"], "beside_product": 3, "sold_out": "hidden"}


def _tune(w: World) -> Sample:
    version = w.admin("GET", "/recommendations/tuning").json["version"]
    return Sample(body={**TUNING, "below_product": version % 9}, headers={"if-match": f'"{version}"'})


def _compute(w: World) -> Sample:
    """What the last one left waiting is over."""
    w.perform(
        lambda ctx: ctx.db.run(
            "update recommendation_runs set status = 'failed' where tenant_id = %(tenant)s and status = 'waiting'"
        )
    )
    return Sample(status=201)


def _exclude(w: World) -> Sample:
    w.admin("DELETE", f"/recommendations/excluded/{w.cheese}")
    return Sample({"product": w.cheese}, status=204)


def _include(w: World) -> Sample:
    w.admin("PUT", f"/recommendations/excluded/{w.cheese}")
    return Sample({"product": w.cheese}, status=204)


def _choose(w: World) -> Sample:
    now = w.admin("GET", f"/products/{w.dress}/recommendations").json
    body = {"cross_sell": [] if now["cross_sell"] else [w.cheese], "up_sell": []}
    return Sample({"product": w.dress}, body, headers={"if-match": f'"{now["version"]}"'})


def _of_cart(w: World) -> Sample:
    cart = w.cart()
    return Sample({"cart": cart["id"]}, headers={"cart-token": cart["token"]})


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_get_recommendation_tuning": lambda w: Sample(),
        "admin_tune_recommendations": _tune,
        "admin_list_recommendation_runs": lambda w: Sample(),
        "admin_compute_recommendations": _compute,
        "admin_list_excluded_products": lambda w: Sample(),
        "admin_exclude_product": _exclude,
        "admin_include_product": _include,
        "admin_recommendation_report": lambda w: Sample(query={"first": "2026-10-01", "last": "2026-11-01"}),
        "admin_recommendation_pairs": lambda w: Sample(query={"kind": "together"}),
        "admin_get_product_recommendations": lambda w: Sample({"product": w.dress}),
        "admin_choose_recommendations": _choose,
        "get_product_recommendations": lambda w: Sample({"product": w.dress}),
        "get_cart_recommendations": _of_cart,
    }
