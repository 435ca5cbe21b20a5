"""Plans, and who has which."""

from typing import Any

from tests.api.control.world import ControlWorld, Samples
from tests.api.sample import Sample

from duka.kernel.ids import new_id, public
from duka.plans import asking


def version(name: str = "Shop", **more: Any) -> dict[str, Any]:
    return {
        "names": {"en": name, "fr": f"{name} (fr)"},
        "descriptions": {"en": "For those who begin"},
        "features": ["collections", "imports"],
        "limits": {"products": 100, "staff": 3},
        "price_minor": 2900,
        **more,
    }


def a_plan(w: ControlWorld, **more: Any) -> str:
    """The handle of a new plan, that no other test is offered."""
    body = {"handle": f"p{new_id().hex[-12:]}", "first": version(), "is_public": False, **more}
    made = w.call("POST", "/plans", body)
    assert made.status == 201, made.body
    return str(made.json["handle"])


def a_request(w: ControlWorld) -> str:
    """The id of a merchant's request for a plan."""
    handle, shop = a_plan(w, is_public=True), w.shop()
    w.services.work.perform(shop.caller, lambda ctx: asking.ask(ctx, handle, "We grow"))
    w.call("PATCH", f"/plans/{handle}", {"is_public": False})
    found = w.services.work.perform(
        shop.caller, lambda ctx: ctx.db.value("select id from plan_requests where tenant_id = %(tenant)s")
    )
    return public("preq", found)


def samples() -> Samples:
    return {
        "control_list_plans": lambda w: Sample(),
        "control_get_plan_vocabulary": lambda w: Sample(),
        "control_create_plan": lambda w: Sample(
            body={
                "handle": f"p{new_id().hex[-12:]}",
                "first": version(policies={}, trial_days=14),
                "position": 3,
                "is_public": False,
                "is_self_service": True,
            },
            status=201,
        ),
        "control_get_plan": lambda w: Sample({"plan": a_plan(w)}),
        "control_change_plan": lambda w: Sample(
            {"plan": a_plan(w)}, {"position": 9, "is_public": False, "is_archived": True}
        ),
        "control_publish_plan": lambda w: Sample(
            {"plan": a_plan(w)}, version("Shop 2"), headers={"if-match": '"1"'}, status=201
        ),
        "control_get_tenant_plan": lambda w: Sample({"tenant": w.tenant()}),
        "control_preview_tenant_plan": lambda w: Sample(
            {"tenant": w.tenant()}, query={"plan": a_plan(w), "version": 1}
        ),
        "control_set_tenant_plan": lambda w: Sample(
            {"tenant": w.tenant()}, {"plan": a_plan(w), "version": 1, "why": "They asked by telephone"}
        ),
        "control_list_plan_requests": lambda w: Sample(query={"limit": 5}),
        "control_answer_plan_request": lambda w: Sample(
            {"request_id": a_request(w)}, {"is_approved": True, "why": "Welcome"}, status=204
        ),
    }
