"""Markets and exchange rates."""

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.imports import workbook
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.kernel.paging import Page
from duka.markets import following, queries, rates, service
from duka.markets.errors import RatesUnreadable
from duka.markets.types import Currency, ExchangeRate, Market, MarketChange, NewMarket, NewRate, RateSource

READ, WRITE, FEATURE = "markets:read", "markets:write", "markets"
TAGS = ["Admin: markets"]
LARGEST = 1024 * 1024
Code = Annotated[str | None, Parameter(pattern="^[A-Z]{3}$", required=False)]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]


class NewMarketInput(NewMarket, frozen=True, forbid_unknown_fields=True, kw_only=True):
    store_id: Annotated[str, msgspec.Meta(max_length=60)]


class RateInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One `base` is worth `rate` of `currency`: a decimal number as text. `valid_from` None: from now on."""

    base: Currency
    currency: Currency
    rate: Annotated[str, msgspec.Meta(min_length=1, max_length=40, pattern=r"^[0-9]+([.,][0-9]+)?$")]
    valid_from: datetime | None = None


class RemovedRate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    base: Currency
    currency: Currency
    valid_from: datetime


class SourceInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one `base` is worth in these currencies is read every day while it `is_on`."""

    base: Currency
    currencies: Annotated[list[Currency], msgspec.Meta(max_length=following.MOST_CURRENCIES)]
    is_on: bool = True


class RatesChanged(msgspec.Struct, frozen=True):
    """How many pairs of currencies have another rate now; each direction counts."""

    changed: int


@get("/markets", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_markets(call: NamedDependency[Call]) -> list[Market]:
    """The markets of every store, or of one with `store`, in their order."""
    return call.read(lambda ctx: queries.list_markets(ctx, call.place))


@post("/markets", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_market(call: NamedDependency[Call], data: JSONBody[NewMarketInput]) -> Response[Market]:
    """A closed market of a store."""
    store = uuid("store", data.store_id)
    given = {name: getattr(data, name) for name in NewMarket.__struct_fields__}

    def act(ctx: Context) -> Market:
        return queries.market(ctx, service.create(ctx, store, NewMarket(**given)))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/markets/{market:str}", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_get_market(call: NamedDependency[Call], market: FromPath[str]) -> Market:
    """One market."""
    return call.read(lambda ctx: queries.market(ctx, uuid("mkt", market)))


@patch("/markets/{market:str}", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS)
def admin_update_market(
    call: NamedDependency[Call], market: FromPath[str], data: JSONBody[MarketChange], if_match: IfMatch = None
) -> Response[Market]:
    """Change what is named. Needs If-Match with the version that you saw."""
    version, market_id = version_of(if_match), uuid("mkt", market)

    def act(ctx: Context) -> Market:
        service.update(ctx, market_id, data, version)
        return queries.market(ctx, market_id)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/markets/{market:str}/activate",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_activate_market(
    call: NamedDependency[Call], market: FromPath[str], if_match: IfMatch = None
) -> Response[Market]:
    """People may shop in it from now on. Refused without an exchange rate to its currency. Needs If-Match."""
    version, market_id = version_of(if_match), uuid("mkt", market)

    def act(ctx: Context) -> Market:
        service.activate(ctx, market_id, version)
        return queries.market(ctx, market_id)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/markets/{market:str}/deactivate",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_deactivate_market(
    call: NamedDependency[Call], market: FromPath[str], if_match: IfMatch = None
) -> Response[Market]:
    """Its shoppers see the store's own prices from now on. Needs If-Match."""
    version, market_id = version_of(if_match), uuid("mkt", market)

    def act(ctx: Context) -> Market:
        service.deactivate(ctx, market_id, version)
        return queries.market(ctx, market_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete(
    "/markets/{market:str}",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_remove_market(call: NamedDependency[Call], market: FromPath[str]) -> None:
    """The market goes, and the price lists of it alone. Orders keep their currency."""
    call.write(lambda ctx: service.remove(ctx, uuid("mkt", market)))


@get("/exchange-rates", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_exchange_rates(
    call: NamedDependency[Call],
    base: Code = None,
    currency: Code = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ExchangeRate]:
    """The rates that were ever said, the newest first; of one pair with `base` and `currency`."""
    return call.read(
        lambda ctx: queries.list_rates(ctx, base=base, currency=currency, cursor=cursor, limit=limit)
    )


@get("/exchange-rates/current", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_current_exchange_rates(call: NamedDependency[Call]) -> list[ExchangeRate]:
    """The rate that holds now from each store's currency into every other."""
    return call.read(queries.current_rates)


@post("/exchange-rates", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_enter_exchange_rate(
    call: NamedDependency[Call], data: JSONBody[RateInput]
) -> Response[RatesChanged]:
    """A rate from a moment on, in both directions."""
    try:
        worth = Decimal(data.rate.replace(",", "."))
    except InvalidOperation:
        raise InvalidInput({"rate": "is a number like 655.957"}) from None
    rate = NewRate(data.base, data.currency, worth, _aware(data.valid_from))
    answer: Response[Any] = call.write(lambda ctx: RatesChanged(rates.enter(ctx, [rate])))
    return answer


@post(
    "/exchange-rates/remove",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_remove_exchange_rate(call: NamedDependency[Call], data: JSONBody[RemovedRate]) -> None:
    """What was said for that moment is forgotten, in both directions. Refused for the last rate that an open market has."""
    at = _aware(data.valid_from)
    assert at is not None  # it was given
    call.write(lambda ctx: rates.remove(ctx, data.base, data.currency, at))


@post(
    "/exchange-rates/import",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
    is_upload=True,
)
def admin_import_exchange_rates(
    call: NamedDependency[Call],
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
) -> RatesChanged:
    """A file (CSV or a workbook, at most 1 MB) with the columns base, currency, rate, day. All of it or nothing."""
    content = data.file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise RatesUnreadable(row=1, why="it is larger than 1 MB")
    if workbook.is_workbook(content):
        content = workbook.as_csv(content)
    text = content.decode("utf-8", "replace")
    return call.services.work.perform(call.caller, lambda ctx: RatesChanged(rates.import_csv(ctx, text)))


@get("/exchange-rates/sources", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_rate_sources(call: NamedDependency[Call]) -> list[RateSource]:
    """Whose rates can be read daily, and what is read of them here."""
    return call.read(queries.list_sources)


@put(
    "/exchange-rates/sources/{source:str}", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS
)
def admin_choose_rate_source(
    call: NamedDependency[Call], source: FromPath[str], data: JSONBody[SourceInput]
) -> Response[list[RateSource]]:
    """What is read of a source, and whether."""

    def act(ctx: Context) -> list[RateSource]:
        following.choose(ctx, source, base=data.base, currencies=list(data.currencies), is_on=data.is_on)
        return queries.list_sources(ctx)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/exchange-rates/sources/{source:str}/read",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=202,
)
def admin_read_rate_source(call: NamedDependency[Call], source: FromPath[str]) -> Response[list[RateSource]]:
    """Ask the source now. It is asked a moment later; `read_at` and `problem` tell what came of it."""

    def act(ctx: Context) -> list[RateSource]:
        following.ask(ctx, source)
        return queries.list_sources(ctx)

    answer: Response[Any] = call.write(act, status=202)
    return answer


def _aware(at: datetime | None) -> datetime | None:
    """Refuses `InvalidInput`."""
    if at is not None and at.tzinfo is None:
        raise InvalidInput({"valid_from": "say the moment with its time zone, like 2026-11-21T00:00:00Z"})
    return at


HANDLERS = [
    admin_list_markets,
    admin_create_market,
    admin_get_market,
    admin_update_market,
    admin_activate_market,
    admin_deactivate_market,
    admin_remove_market,
    admin_list_exchange_rates,
    admin_current_exchange_rates,
    admin_enter_exchange_rate,
    admin_remove_exchange_rate,
    admin_import_exchange_rates,
    admin_list_rate_sources,
    admin_choose_rate_source,
    admin_read_rate_source,
]
