"""Sending goods back: what, why and what for, with photos; and how it goes, for whoever holds the order: by its token, or as the
customer who is logged in (the token is `mine` then)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.datastructures import State, UploadFile
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, Refusal
from duka.orders import queries as orders
from duka.orders.types import Order
from duka.papers.slips import return_slip
from duka.returns import printing, queries, rules, service
from duka.returns.errors import (
    ExchangeNotSold,
    ExchangeQuantityNotAllowed,
    ExchangeSoldOut,
    OutcomeNotOffered,
    PhotoTooLarge,
    TooManyPhotos,
)
from duka.returns.service.photos import MOST_BYTES
from duka.returns.types import LineAsked, OrderReturns, Return, ReturnAsked, ReturnCarriage, WishedGoods
from duka.shipping.carriers import known
from duka.storefront import arriving, return_view, safety
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.rendering import HEADERS, PRIVATE, Blank, page
from duka.storefront.visit import MINE, Visit
from duka.stores.return_policy import Outcome

Req = Request[None, None, State]
Form = dict[str, str]
GivenPhotos = NamedDependency[list[bytes]]


async def provide_photos(request: Request[Any, Any, Any], form: GivenForm) -> list[bytes]:
    """The files of the form, as far as they may go with a request and one more, so that too many are told. Asks for the form
    first, so that two do not read the same request at once."""
    data = await request.form()
    found = [value for _, value in data.multi_items() if isinstance(value, UploadFile)]
    read = [await file.read(MOST_BYTES + 1) for file in found[: rules.MOST_PHOTOS + 1]]
    return [content for content in read if content]


@get(
    "/orders/{order:str}/return/{token:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def ask(visit: GivenVisit, order: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    return _form(visit, order, token, {}, {}, 200)


@post(
    "/orders/{order:str}/return/{token:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
    dependencies={"photos": Provide(provide_photos)},
)
def request(
    request: Req,
    visit: GivenVisit,
    form: GivenForm,
    photos: GivenPhotos,
    order: FromPath[str],
    token: FromPath[str],
) -> Response[bytes]:
    safety.check(request, visit, form)
    order_id = ids.parse("ord", order)
    offered = visit.perform(lambda ctx: queries.offered(ctx, order_id, _secret(token)))
    lines, errors = _lines(visit, form, offered)
    if errors:
        return _form(visit, order, token, form, errors, 422)
    wishes = _wishes(form, lines)
    if wishes and len(wishes) < len(lines) and _outcome(form, offered) != "refund":
        told = visit.say("Ask for the exchange first, and then for the rest in a request of its own.")
        return _form(visit, order, token, form, {"outcome": told}, 422)
    try:
        kept = _keep(visit, order_id, token, photos)
        asked = ReturnAsked(
            lines=lines,
            outcome="exchange" if wishes else _outcome(form, offered),
            wishes=list(wishes.values()),
            photos=[ids.public("photo", one) for one in kept],
            note=form.get("note", "")[:2000],
        )
        made = visit.perform(lambda ctx: service.request(ctx, order_id, asked, _secret(token)))
    except (ExchangeNotSold, ExchangeSoldOut, ExchangeQuantityNotAllowed) as refused:
        where = next((name for name in wishes if form[name] == refused.fields["variant_id"]), "")
        return _form(visit, order, token, form, {where: message_of(visit, refused)}, refused.status)
    except OutcomeNotOffered:
        told = visit.say("The shop does not offer that any more. Choose what you would like instead.")
        return _form(visit, order, token, form, {"": told}, 422)
    except InvalidInput as refused:
        return _form(visit, order, token, form, {"": message_of(visit, refused)}, 422)
    except Refusal as refused:
        where = "photos" if "Photo" in refused.code or "Picture" in refused.code else ""
        return _form(visit, order, token, form, {where: message_of(visit, refused)}, refused.status)
    return go(visit.url(f"/orders/{order}/returns/{ids.public('ret', made)}/{token}"))


@get(
    "/orders/{order:str}/returns/{back:str}/{token:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def follow(
    visit: GivenVisit, order: FromPath[str], back: FromPath[str], token: FromPath[str]
) -> Response[bytes]:
    return _status(visit, order, back, token)


@post(
    "/orders/{order:str}/returns/{back:str}/{token:str}/send",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def send(
    request: Req,
    visit: GivenVisit,
    form: GivenForm,
    order: FromPath[str],
    back: FromPath[str],
    token: FromPath[str],
) -> Response[bytes]:
    """The goods are with a carrier."""
    number = form.get("tracking_number", "").strip()[:100]
    carrying = ReturnCarriage(carrier=known.recognise(number), tracking_number=number)
    return _act(
        request,
        visit,
        form,
        (order, back, token),
        lambda ctx, i: service.ship(ctx, i, carrying, _secret(token)),
    )


@post(
    "/orders/{order:str}/returns/{back:str}/{token:str}/cancel",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def cancel(
    request: Req,
    visit: GivenVisit,
    form: GivenForm,
    order: FromPath[str],
    back: FromPath[str],
    token: FromPath[str],
) -> Response[bytes]:
    return _act(
        request,
        visit,
        form,
        (order, back, token),
        lambda ctx, i: service.cancel(ctx, i, token=_secret(token)),
    )


@get(
    "/orders/{order:str}/returns/{back:str}/{token:str}/slip.pdf",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def slip(visit: GivenVisit, back: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    back_id = ids.parse("ret", back)
    found = visit.perform(lambda ctx: printing.slip(ctx, back_id, _secret(token)))
    headers = {**HEADERS, **PRIVATE, "content-disposition": f'inline; filename="{found.number}.pdf"'}
    return Response(return_slip([found]), media_type="application/pdf", headers=headers)


def _secret(token: str) -> str | None:
    return None if token == MINE else token


def _keep(visit: Visit, order_id: UUID, token: str, photos: list[bytes]) -> list[UUID]:
    if len(photos) > rules.MOST_PHOTOS:
        raise TooManyPhotos(most=rules.MOST_PHOTOS)
    if any(len(photo) > MOST_BYTES for photo in photos):
        raise PhotoTooLarge(most=MOST_BYTES // 1_000_000)
    services = visit.services
    return [
        service.add_photo(services.work, visit.caller, services.storage, order_id, _secret(token), photo)
        for photo in photos
    ]


def _lines(visit: Visit, form: Form, offered: OrderReturns) -> tuple[list[LineAsked], dict[str, str]]:
    """What was chosen: a quantity a line, one reason for all of them, and in exchange a variant that is offered for the line."""
    errors: dict[str, str] = {}
    known_reasons = {reason.code for reason in offered.reasons}
    if form.get("reason", "") not in known_reasons:
        errors["reason"] = visit.say("Choose why you send it back.")
    lines: list[LineAsked] = []
    for line in offered.lines:
        text = form.get(f"quantity-{line.line_id}", "").strip()
        wish = form.get(f"exchange-{line.line_id}", "")
        if not text or text.strip("0.,") == "":
            if wish:
                errors[f"quantity-{line.line_id}"] = visit.say("Say how many you send back for the exchange.")
            continue
        quantity = _quantity(text, line.scale)
        most = max(line.open, line.claimable)
        if quantity is None or not 0 < quantity <= most:
            told = visit.figures.number(most, line.scale)
            errors[f"quantity-{line.line_id}"] = visit.say("At most %(most)s of it.") % {"most": told}
            continue
        if wish and "exchange" in offered.outcomes and all(wish != one.variant_id for one in line.exchanges):
            errors[f"exchange-{line.line_id}"] = visit.say("We do not sell that of it. Choose another one.")
            continue
        lines.append(LineAsked(line_id=line.line_id, quantity=quantity, reason=form.get("reason", "") or "-"))
    if not lines and not errors:
        errors["lines"] = visit.say("Choose what you send back.")
    return lines, errors


def _wishes(form: Form, lines: list[LineAsked]) -> dict[str, WishedGoods]:
    """As much as comes back, by the field of each line that is to be exchanged."""
    named = {f"exchange-{line.line_id}": line.quantity for line in lines}
    return {
        name: WishedGoods(variant_id=form[name], quantity=quantity)
        for name, quantity in named.items()
        if form.get(name)
    }


def _outcome(form: Form, offered: OrderReturns) -> Outcome:
    """What is wanted for goods that are not exchanged, offered or not; the first that the shop gives, where nothing was
    chosen."""
    known: tuple[Outcome, ...] = ("refund", "credit")
    given = [one for one in known if one in offered.outcomes]
    return next((one for one in known if one == form.get("outcome")), given[0] if given else "exchange")


def _quantity(text: str, scale: int) -> int | None:
    """In the line's steps; a comma may stand for the point."""
    whole, _, part = text.replace(",", ".").partition(".")
    if not (whole + part).isascii() or not (whole + part).isdecimal() or len(whole) > 9 or len(part) > scale:
        return None
    return int((whole or "0") + part.ljust(scale, "0"))


def _form(
    visit: Visit, order: str, token: str, typed: Form, errors: dict[str, str], status: int
) -> Response[bytes]:
    order_id = ids.parse("ord", order)

    def look(ctx: Context) -> tuple[Order, OrderReturns]:
        return orders.order(ctx, order_id, _secret(token)), queries.offered(ctx, order_id, _secret(token))

    found, offered = visit.perform(look)
    visit = visit.priced_in(found.currency, found.market)
    return page(
        visit,
        "return.html",
        status,
        private=True,
        nav=arriving.nav(visit),
        order=found,
        offered=offered,
        token=token,
        typed=Blank(typed),
        errors=Blank(errors),
        **return_view.form_values(visit, offered),
    )


def _status(
    visit: Visit, order: str, back: str, token: str, errors: dict[str, str] | None = None, status: int = 200
) -> Response[bytes]:
    order_id, back_id = ids.parse("ord", order), ids.parse("ret", back)

    def look(ctx: Context) -> tuple[Order, Return]:
        return orders.order(ctx, order_id, _secret(token)), queries.for_customer(ctx, back_id, _secret(token))

    found, mine = visit.perform(look)
    visit = visit.priced_in(found.currency, found.market)
    return page(
        visit,
        "return_status.html",
        status,
        private=True,
        nav=arriving.nav(visit),
        order=found,
        back=mine,
        token=token,
        stages=return_view.stages(visit, mine),
        state=return_view.status(visit, mine),
        reasons={line.line_id: return_view.reason(visit, line.reason) for line in mine.lines},
        outcome=return_view.outcome(visit, mine.outcome),
        exchange=return_view.exchange(visit, mine),
        errors=Blank(errors or {}),
    )


def _act(
    request: Req, visit: Visit, form: Form, where: tuple[str, str, str], act: Callable[[Context, UUID], None]
) -> Response[bytes]:
    order, back, token = where
    safety.check(request, visit, form)
    back_id = ids.parse("ret", back)
    try:
        visit.perform(lambda ctx: act(ctx, back_id))
    except Refusal as refused:
        if refused.status == 404:
            raise
        return _status(visit, order, back, token, {"": message_of(visit, refused)}, refused.status)
    return go(visit.url(f"/orders/{order}/returns/{back}/{token}"))


HANDLERS = [ask, request, follow, send, cancel, slip]
