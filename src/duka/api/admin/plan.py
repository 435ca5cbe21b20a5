"""The merchant's own plan: what it has room for, what is used of it, and asking for another one."""

from typing import Annotated

from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, Parameter

from duka.api.call import Call
from duka.control import subscriptions
from duka.control.plan_types import PlanPreview
from duka.flags.names import FEATURES
from duka.kernel.context import Context
from duka.plans import asking, queries
from duka.plans.inputs import PlanChoice, PlanTaking
from duka.plans.types import PlanPage

TAGS = ["Admin: plan"]


@get("/plan", permission="settings:read", when_suspended=True, sync_to_thread=False, tags=TAGS)
def admin_get_plan(call: NamedDependency[Call]) -> PlanPage:
    """The plan, how full its limits are, and what the other plans on offer would give."""
    return call.read(_page)


@get("/plan/preview", permission="settings:read", sync_to_thread=False, tags=TAGS)
def admin_preview_plan(
    call: NamedDependency[Call], plan: Annotated[str, Parameter(max_length=40)]
) -> PlanPreview:
    """What would break with a plan that is on offer. Nothing is deleted when a smaller one is taken: what is over stays, and
    nothing new can be made."""
    return subscriptions.own_preview(call.services.work, call.caller, plan)


@post("/plan/request", permission="plan:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_request_plan(call: NamedDependency[Call], data: JSONBody[PlanChoice]) -> Response[PlanPage]:
    """Ask who runs the platform for another plan."""

    def act(ctx: Context) -> PlanPage:
        asking.ask(ctx, data.plan, data.note)
        return _page(ctx)

    return call.write(act, status=201)


@delete("/plan/request", permission="plan:write", sync_to_thread=True, tags=TAGS, status_code=204)
def admin_withdraw_plan_request(call: NamedDependency[Call]) -> None:
    """Take the request back that waits."""
    call.write(asking.withdraw)


@post("/plan/take", permission="plan:write", sync_to_thread=True, tags=TAGS, status_code=200)
def admin_take_plan(call: NamedDependency[Call], data: JSONBody[PlanTaking]) -> PlanPreview:
    """Take a plan that is on offer without asking; in force within 5 seconds. Answers with what breaks."""
    return subscriptions.take(call.services.work, call.caller, data.plan)


def _page(ctx: Context) -> PlanPage:
    return queries.page(ctx, FEATURES)


HANDLERS = [
    admin_get_plan,
    admin_preview_plan,
    admin_request_plan,
    admin_withdraw_plan_request,
    admin_take_plan,
]
