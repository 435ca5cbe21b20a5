"""Promotions: offers, their codes, what they gave, and why they apply or not."""

from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter
from msgspec import Meta

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.carts import explaining
from duka.carts.explaining import Trial
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.promotions import coding, queries, service
from duka.promotions.inputs import (
    Code,
    CodeBatch,
    Each,
    Judged,
    NewPromotion,
    Promotion,
    PromotionChange,
    PromotionCode,
    PromotionSummary,
    Use,
)

TAGS = ["Admin: promotions"]
READ, WRITE, FEATURE = "promotions:read", "promotions:write", "promotions"


class CodesInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Codes of your own; each usable `usage_limit` times, or as often as anybody likes."""

    codes: Annotated[list[Code], Meta(min_length=1, max_length=1000)]
    usage_limit: Each | None = None


class BatchInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`count` codes that nobody can guess, each usable `usage_limit` times."""

    count: Annotated[int, Meta(ge=1, le=coding.MOST_AT_ONCE)]
    prefix: Annotated[str, Meta(max_length=20)] = ""
    usage_limit: Each | None = 1


class CodeSwitch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    is_disabled: bool


@get("/promotions", permission=READ, sync_to_thread=False, tags=TAGS, feature=FEATURE)
def admin_list_promotions(
    call: NamedDependency[Call],
    status: Annotated[str, Parameter(pattern="^(draft|scheduled|active|paused|ended)?$")] = "",
    q: Annotated[str, Parameter(max_length=100, description="part of a name, or a whole code")] = "",
    needs_code: Annotated[bool | None, Parameter(required=False)] = None,
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[PromotionSummary]:
    """Newest first, with what they gave."""
    return call.read(
        lambda ctx: queries.list_promotions(
            ctx, state=status, text=q, needs_code=needs_code, cursor=cursor, limit=limit
        )
    )


@post("/promotions", permission=WRITE, sync_to_thread=True, tags=TAGS, feature=FEATURE, status_code=201)
def admin_create_promotion(call: NamedDependency[Call], data: JSONBody[NewPromotion]) -> Response[Promotion]:
    """A draft: activate it when it says what you mean."""
    answer: Response[Any] = call.write(lambda ctx: service.create(ctx, data), status=201)
    return answer


@post("/promotions/try", permission=WRITE, sync_to_thread=True, tags=TAGS, feature=FEATURE, status_code=200)
def admin_try_promotions(call: NamedDependency[Call], data: JSONBody[Trial]) -> Judged:
    """What the promotions would make of a cart that is only thought of. Nothing is kept."""
    return call.read(lambda ctx: explaining.try_out(ctx, data))


@get("/promotions/{promotion:str}", permission=READ, sync_to_thread=False, tags=TAGS, feature=FEATURE)
def admin_get_promotion(call: NamedDependency[Call], promotion: FromPath[str]) -> Promotion:
    """One promotion."""
    return call.read(lambda ctx: queries.promotion(ctx, uuid("promo", promotion)))


@patch("/promotions/{promotion:str}", permission=WRITE, sync_to_thread=True, tags=TAGS, feature=FEATURE)
def admin_update_promotion(
    call: NamedDependency[Call],
    promotion: FromPath[str],
    data: JSONBody[PromotionChange],
    if_match: IfMatch = None,
) -> Response[Promotion]:
    """Change what is named; orders keep what they were sold with. Needs If-Match with the version that you saw."""
    version, promotion_id = version_of(if_match), uuid("promo", promotion)
    answer: Response[Any] = call.write(lambda ctx: service.update(ctx, promotion_id, data, version))
    return answer


@delete(
    "/promotions/{promotion:str}",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature=FEATURE,
    status_code=204,
)
def admin_delete_promotion(call: NamedDependency[Call], promotion: FromPath[str]) -> None:
    """Gone for good, with its codes. One that orders used can only be ended."""
    call.write(lambda ctx: service.delete(ctx, uuid("promo", promotion)))


@post(
    "/promotions/{promotion:str}/activate",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature=FEATURE,
    status_code=200,
)
def admin_activate_promotion(call: NamedDependency[Call], promotion: FromPath[str]) -> Response[Promotion]:
    """From now on, or from its first day on."""
    answer: Response[Any] = call.write(lambda ctx: service.activate(ctx, uuid("promo", promotion)))
    return answer


@post(
    "/promotions/{promotion:str}/pause",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature=FEATURE,
    status_code=200,
)
def admin_pause_promotion(call: NamedDependency[Call], promotion: FromPath[str]) -> Response[Promotion]:
    """Nobody gets it until it is activated again."""
    answer: Response[Any] = call.write(lambda ctx: service.pause(ctx, uuid("promo", promotion)))
    return answer


@post(
    "/promotions/{promotion:str}/end",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature=FEATURE,
    status_code=200,
)
def admin_end_promotion(call: NamedDependency[Call], promotion: FromPath[str]) -> Response[Promotion]:
    """Over for good."""
    answer: Response[Any] = call.write(lambda ctx: service.end(ctx, uuid("promo", promotion)))
    return answer


@post(
    "/promotions/{promotion:str}/duplicate",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature=FEATURE,
    status_code=201,
)
def admin_duplicate_promotion(call: NamedDependency[Call], promotion: FromPath[str]) -> Response[Promotion]:
    """A draft that says the same, without codes."""
    answer: Response[Any] = call.write(
        lambda ctx: service.duplicate(ctx, uuid("promo", promotion)), status=201
    )
    return answer


@get("/promotions/{promotion:str}/uses", permission=READ, sync_to_thread=False, tags=TAGS, feature=FEATURE)
def admin_list_promotion_uses(call: NamedDependency[Call], promotion: FromPath[str]) -> list[Use]:
    """The last 20 orders that used it."""
    return call.read(lambda ctx: queries.uses(ctx, uuid("promo", promotion)))


@get("/promotions/{promotion:str}/codes", permission=READ, sync_to_thread=False, tags=TAGS, feature=FEATURE)
def admin_list_promotion_codes(
    call: NamedDependency[Call],
    promotion: FromPath[str],
    q: Annotated[str, Parameter(max_length=60, description="the beginning of a code")] = "",
    batch_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 50,
) -> Page[PromotionCode]:
    """Its codes, in their order."""
    batch = uuid("cbat", batch_id) if batch_id else None
    return call.read(
        lambda ctx: queries.codes(
            ctx, uuid("promo", promotion), text=q, batch=batch, cursor=cursor, limit=limit
        )
    )


@post(
    "/promotions/{promotion:str}/codes",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature=FEATURE,
    status_code=201,
)
def admin_add_promotion_codes(
    call: NamedDependency[Call], promotion: FromPath[str], data: JSONBody[CodesInput]
) -> Response[Promotion]:
    """Codes of your own."""
    promotion_id = uuid("promo", promotion)

    def act(ctx: Context) -> Promotion:
        coding.add(ctx, promotion_id, data.codes, data.usage_limit)
        return queries.promotion(ctx, promotion_id)

    answer: Response[Any] = call.write(act, status=201)
    return answer


@patch(
    "/promotions/{promotion:str}/codes/{code:str}",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature=FEATURE,
    status_code=204,
)
def admin_switch_promotion_code(
    call: NamedDependency[Call], promotion: FromPath[str], code: FromPath[str], data: JSONBody[CodeSwitch]
) -> None:
    """Nobody can use the code any more, or again."""
    promotion_id = uuid("promo", promotion)
    call.write(lambda ctx: coding.switch(ctx, promotion_id, code, is_disabled=data.is_disabled))


@get("/promotions/{promotion:str}/batches", permission=READ, sync_to_thread=False, tags=TAGS, feature=FEATURE)
def admin_list_code_batches(call: NamedDependency[Call], promotion: FromPath[str]) -> list[CodeBatch]:
    """The codes that were made together, newest first."""
    return call.read(lambda ctx: queries.batches(ctx, uuid("promo", promotion)))


@post(
    "/promotions/{promotion:str}/batches",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature=FEATURE,
    status_code=201,
)
def admin_create_code_batch(
    call: NamedDependency[Call], promotion: FromPath[str], data: JSONBody[BatchInput]
) -> Response[CodeBatch]:
    """Up to 100,000 codes that nobody can guess."""
    promotion_id = uuid("promo", promotion)
    answer: Response[Any] = call.write(
        lambda ctx: coding.create_batch(ctx, promotion_id, data.count, data.prefix, data.usage_limit),
        status=201,
    )
    return answer


@get(
    "/promotions/{promotion:str}/codes.csv",
    permission=READ,
    sync_to_thread=False,
    tags=TAGS,
    feature=FEATURE,
    media_type="text/csv",
)
def admin_download_promotion_codes(
    call: NamedDependency[Call],
    promotion: FromPath[str],
    batch_id: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
) -> Response[bytes]:
    """Its codes as CSV: all, or those of one batch."""
    batch = uuid("cbat", batch_id) if batch_id else None
    text = call.read(lambda ctx: queries.csv_of(ctx, uuid("promo", promotion), batch))
    return Response(
        text.encode(),
        media_type="text/csv",
        headers={"Content-Disposition": 'attachment; filename="codes.csv"', "Cache-Control": "no-store"},
    )


@get("/carts/{cart:str}/promotions", permission=READ, sync_to_thread=False, tags=TAGS, feature=FEATURE)
def admin_explain_promotions(call: NamedDependency[Call], cart: FromPath[str]) -> Judged:
    """Why: which promotions apply to a cart or a draft order, which do not, and why."""
    return call.read(lambda ctx: explaining.why(ctx, explaining.cart_of(cart)))


HANDLERS = [
    admin_list_promotions,
    admin_create_promotion,
    admin_try_promotions,
    admin_get_promotion,
    admin_update_promotion,
    admin_delete_promotion,
    admin_activate_promotion,
    admin_pause_promotion,
    admin_end_promotion,
    admin_duplicate_promotion,
    admin_list_promotion_uses,
    admin_list_promotion_codes,
    admin_add_promotion_codes,
    admin_switch_promotion_code,
    admin_list_code_batches,
    admin_create_code_batch,
    admin_download_promotion_codes,
    admin_explain_promotions,
]
