"""What goes with what: how it is tuned, computed and chosen, and what it sells."""

from datetime import date
from typing import Annotated, Any

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.recommendations import chosen, report, runs, tuning
from duka.recommendations.inputs import Choice
from duka.recommendations.types import (
    Kind,
    PairReport,
    ProductLine,
    ProductRecommendations,
    RecommendationReport,
    RecommendationRun,
    Tuning,
    TuningNow,
)

TAGS = ["Admin: recommendations"]
READ, WRITE, FIGURES = "products:read", "products:write", "figures:read"
FEATURE = "recommendations"
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]
First = Annotated[
    date | None, Parameter(required=False, description="the first day, thirty days back if not given")
]
Last = Annotated[date | None, Parameter(required=False, description="the last day, today if not given")]
StoreId = Annotated[str | None, Parameter(max_length=60, required=False, description="one store's alone")]


@get("/recommendations/tuning", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_get_recommendation_tuning(call: NamedDependency[Call]) -> TuningNow:
    """Which kinds are shown, how many, and what counts as a pattern. Version 0: the defaults."""
    return call.read(tuning.of_company)


@put("/recommendations/tuning", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS)
def admin_tune_recommendations(
    call: NamedDependency[Call], data: JSONBody[Tuning], if_match: IfMatch = None
) -> Response[TuningNow]:
    """What is shown changes at once, what is computed with the next run. Needs If-Match with the version that you saw."""
    version = version_of(if_match)

    def act(ctx: Context) -> TuningNow:
        tuning.tune(ctx, data, version)
        return tuning.of_company(ctx)

    answer: Response[Any] = call.write(act)
    return answer


@get("/recommendations/runs", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_recommendation_runs(
    call: NamedDependency[Call], cursor: Cursor = None, limit: Limit = 20
) -> Page[RecommendationRun]:
    """The computings, the last one first: how far it is, what it read and found. One of them is live."""
    return call.read(lambda ctx: runs.list_runs(ctx, cursor, limit))


@post(
    "/recommendations/runs",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def admin_compute_recommendations(call: NamedDependency[Call]) -> Response[RecommendationRun]:
    """Compute everything anew, now; it is done every night anyway. One at a time."""

    def act(ctx: Context) -> RecommendationRun | None:
        return runs.run(ctx, runs.start(ctx))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/recommendations/excluded", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_excluded_products(
    call: NamedDependency[Call], cursor: Cursor = None, limit: Limit = 20
) -> Page[ProductLine]:
    """What is recommended nowhere."""
    return call.read(lambda ctx: tuning.list_excluded(ctx, cursor, limit))


@put(
    "/recommendations/excluded/{product:str}",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_exclude_product(call: NamedDependency[Call], product: FromPath[str]) -> None:
    """From now on this product is recommended nowhere."""
    call.write(lambda ctx: tuning.exclude(ctx, uuid("prod", product)))


@delete(
    "/recommendations/excluded/{product:str}",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_include_product(call: NamedDependency[Call], product: FromPath[str]) -> None:
    """This product may be recommended again."""
    call.write(lambda ctx: tuning.include(ctx, uuid("prod", product)))


@get("/recommendations/report", permission=FIGURES, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_recommendation_report(
    call: NamedDependency[Call], first: First = None, last: Last = None, store_id: StoreId = None
) -> RecommendationReport:
    """By kind: how often shown and followed, put into carts, sold, and for how much. Days are those of UTC."""
    store = uuid("store", store_id) if store_id else None
    return call.read(lambda ctx: report.by_kind(ctx, first, last, store))


@get("/recommendations/pairs", permission=FIGURES, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_recommendation_pairs(
    call: NamedDependency[Call],
    first: First = None,
    last: Last = None,
    store_id: StoreId = None,
    kind: Annotated[Kind | None, Parameter(required=False)] = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[PairReport]:
    """The same by pair of products, what was followed most first; pairs are counted for sixty days."""
    store = uuid("store", store_id) if store_id else None
    return call.read(lambda ctx: report.by_pair(ctx, first, last, store, kind, cursor, limit))


@get(
    "/products/{product:str}/recommendations",
    permission=READ,
    feature=FEATURE,
    sync_to_thread=False,
    tags=TAGS,
)
def admin_get_product_recommendations(
    call: NamedDependency[Call], product: FromPath[str]
) -> ProductRecommendations:
    """What is chosen to go with a product, and what the last run computed for it, with the figures behind it."""
    return call.read(lambda ctx: chosen.of_product(ctx, uuid("prod", product)))


@put(
    "/products/{product:str}/recommendations",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
)
def admin_choose_recommendations(
    call: NamedDependency[Call],
    product: FromPath[str],
    data: JSONBody[Choice],
    if_match: IfMatch = None,
) -> Response[ProductRecommendations]:
    """These and no others, in this order. Needs If-Match with the `version` of what is chosen now."""
    version, product_id = version_of(if_match), uuid("prod", product)
    cross, up = ([ids.parse("prod", one) for one in named] for named in (data.cross_sell, data.up_sell))

    def act(ctx: Context) -> ProductRecommendations:
        chosen.choose(ctx, product_id, cross, up, version)
        return chosen.of_product(ctx, product_id)

    answer: Response[Any] = call.write(act)
    return answer


HANDLERS = [
    admin_get_recommendation_tuning,
    admin_tune_recommendations,
    admin_list_recommendation_runs,
    admin_compute_recommendations,
    admin_list_excluded_products,
    admin_exclude_product,
    admin_include_product,
    admin_recommendation_report,
    admin_recommendation_pairs,
    admin_get_product_recommendations,
    admin_choose_recommendations,
]
