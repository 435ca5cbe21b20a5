"""Experiments: what is tried out on some visitors, and what it brought."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.experiments import lists, queries, results, service
from duka.experiments.inputs import DecisionInput, ExperimentInput
from duka.experiments.permissions import READ, WRITE
from duka.experiments.queries import FEATURE
from duka.experiments.results import ExperimentResult
from duka.experiments.types import Experiment, ExperimentLine, PriceListChoice
from duka.kernel.context import Context
from duka.kernel.paging import Page

TAGS = ["Admin: experiments"]
ONE = "/experiments/{experiment:str}"
_Status = Annotated[str | None, Parameter(pattern="^(draft|running|paused|stopped|decided)$", required=False)]
_Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
_Limit = Annotated[int | None, Parameter(ge=1, le=100, required=False)]


@get("/experiments", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_experiments(
    call: NamedDependency[Call], status: _Status = None, cursor: _Cursor = None, limit: _Limit = None
) -> Page[ExperimentLine]:
    """Newest first, of all stores or of the one that `store` names."""
    return call.read(
        lambda ctx: queries.list_experiments(
            ctx, store_id=call.place, status=status, cursor=cursor, limit=limit
        )
    )


@post("/experiments", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_experiment(
    call: NamedDependency[Call], data: JSONBody[ExperimentInput]
) -> Response[Experiment]:
    """A draft: nobody is shown anything before it is started."""
    answer: Response[Any] = call.write(
        lambda ctx: queries.experiment(ctx, service.create(ctx, data)), status=201
    )
    return answer


@get("/experiment-price-lists", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_experiment_price_lists(call: NamedDependency[Call]) -> list[PriceListChoice]:
    """The price lists that a variant may show in the store that `store` names, at most 200. Needs `store`."""
    return call.read(lambda ctx: lists.choices(ctx, call.store))


@get(ONE, permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_get_experiment(call: NamedDependency[Call], experiment: FromPath[str]) -> Experiment:
    """One experiment with its variants and guards."""
    return call.read(lambda ctx: queries.experiment(ctx, uuid("exp", experiment)))


@get(ONE + "/result", permission=READ, feature=FEATURE, sync_to_thread=True, tags=TAGS)
def admin_get_experiment_result(call: NamedDependency[Call], experiment: FromPath[str]) -> ExperimentResult:
    """What it found so far: counted, compared with the control, and in one plain sentence. The intervals hold however often they
    are looked at."""
    return call.read(lambda ctx: results.result(ctx, uuid("exp", experiment)))


@put(ONE, permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS)
def admin_update_experiment(
    call: NamedDependency[Call],
    experiment: FromPath[str],
    data: JSONBody[ExperimentInput],
    if_match: IfMatch = None,
) -> Response[Experiment]:
    """A draft is replaced; of one that has begun, name, hypothesis, end and guards can change. Needs If-Match with the version
    that you saw."""
    version, id = version_of(if_match), uuid("exp", experiment)

    def act(ctx: Context) -> Experiment:
        service.update(ctx, id, data, version)
        return queries.experiment(ctx, id)

    answer: Response[Any] = call.write(act)
    return answer


@delete(ONE, permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_delete_experiment(call: NamedDependency[Call], experiment: FromPath[str]) -> None:
    """With all that it counted; not while it runs."""
    call.write(lambda ctx: service.delete(ctx, uuid("exp", experiment)))


@post(ONE + "/start", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_start_experiment(call: NamedDependency[Call], experiment: FromPath[str]) -> Response[Experiment]:
    """Visitors are given its variants from now on, or from its `starts_at`."""
    return _step(call, experiment, service.start)


@post(ONE + "/pause", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_pause_experiment(call: NamedDependency[Call], experiment: FromPath[str]) -> Response[Experiment]:
    """Everybody sees the control until it is resumed."""
    return _step(call, experiment, service.pause)


@post(ONE + "/resume", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_resume_experiment(call: NamedDependency[Call], experiment: FromPath[str]) -> Response[Experiment]:
    """It goes on as it was; guards are asked again."""
    return _step(call, experiment, service.resume)


@post(ONE + "/stop", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_stop_experiment(call: NamedDependency[Call], experiment: FromPath[str]) -> Response[Experiment]:
    """For good: everybody sees the control again."""
    return _step(call, experiment, service.stop)


@post(ONE + "/decide", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_decide_experiment(
    call: NamedDependency[Call], experiment: FromPath[str], data: JSONBody[DecisionInput]
) -> Response[Experiment]:
    """What follows from it, once it is stopped. Prices of the winner can become everybody's; other changes are made where they
    belong."""
    return _step(call, experiment, lambda ctx, id: service.decide(ctx, id, data))


def _step(call: Call, experiment: str, verb: Callable[[Context, UUID], None]) -> Response[Experiment]:
    id = uuid("exp", experiment)

    def act(ctx: Context) -> Experiment:
        verb(ctx, id)
        return queries.experiment(ctx, id)

    answer: Response[Any] = call.write(act)
    return answer


HANDLERS = [
    admin_list_experiments,
    admin_create_experiment,
    admin_list_experiment_price_lists,
    admin_get_experiment,
    admin_get_experiment_result,
    admin_update_experiment,
    admin_delete_experiment,
    admin_start_experiment,
    admin_pause_experiment,
    admin_resume_experiment,
    admin_stop_experiment,
    admin_decide_experiment,
]
