"""The merchant's own plan."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World
from tests.plans.subscribing import a_plan, leave


def _offered(w: World, *, is_self_service: bool = False) -> str:
    """The handle of a new plan on offer, without limits, so that no other sample is refused by it."""
    plan = a_plan(w.services.work, {}, name="Larger", price_minor=9_000_000, is_self_service=is_self_service)
    with w.services.work.database.platform() as tx:
        return str(tx.value("select handle from plans where id = %(id)s", id=plan))


def _request(w: World) -> Sample:
    w.admin("DELETE", "/plan/request")
    return Sample(body={"plan": _offered(w), "note": "We grow"}, status=201)


def _waiting(w: World) -> Sample:
    w.admin("DELETE", "/plan/request")
    assert w.admin("POST", "/plan/request", {"plan": _offered(w)}).status == 201
    return Sample(status=204)


def _take(w: World) -> Sample:
    leave(w.services.work, w.tenant.id)
    return Sample(body={"plan": _offered(w, is_self_service=True)})


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_get_plan": lambda w: Sample(),
        "admin_preview_plan": lambda w: Sample(query={"plan": _offered(w)}),
        "admin_request_plan": _request,
        "admin_withdraw_plan_request": _waiting,
        "admin_take_plan": _take,
    }
