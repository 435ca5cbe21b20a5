"""The gateway's hosted page: where a buyer "pays". Not the merchant's shop, so it looks like nobody's shop."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request, Response, get, post
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath
from litestar.response import Redirect

from duka.kernel.formatting import format_money
from duka.sandbox import gateway, telephone
from duka.sandbox.gateway import NoSuchChoice, SandboxCharge, WrongCode

_templates = Environment(
    loader=PackageLoader("duka.sandbox", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
)
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action *; base-uri 'none'",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
CHOICES = [
    ("pay", "Pay", "The payment succeeds and the shop is told at once."),
    ("decline", "Decline", "The card is refused. The shop offers to try again."),
    ("challenge", "Ask for a code", "The bank wants a code first (it is 1234)."),
    ("late", "Pay, tell the shop late", "The shop hears of it after 20 seconds."),
    ("twice", "Pay, tell the shop twice", "The same message arrives two times."),
    ("never", "Pay, never tell the shop", "No message is sent. You do come back to the shop."),
    ("timeout", "Pay, then nothing", "No message, and you are not sent back. The shop finds out by asking."),
]


PRESSES = [
    ("pay", "Confirm", "The right PIN. The shop is told at once."),
    ("decline", "Reject", "The shop offers to try again."),
    ("late", "Confirm, tell the shop late", "The shop hears of it after 20 seconds."),
    ("never", "Confirm, never tell the shop", "No message is sent. The shop finds out by asking."),
    ("ignore", "Ignore", "The prompt goes away unanswered, and is over after five minutes."),
]


class Choice(msgspec.Struct):
    act: str = ""
    code: str = ""


class Press(msgspec.Struct):
    act: str = ""
    reference: str = ""


@get(
    "/sandbox/{tenant:uuid}/{reference:str}",
    permission="public",
    sync_to_thread=False,
    include_in_schema=False,
)
def show(request: Request[Any, Any, Any], tenant: FromPath[UUID], reference: FromPath[str]) -> Response[str]:
    charge = gateway.at(request.app.state.services.work, tenant, lambda ctx: gateway.find(ctx, reference))
    return _page(charge)


@post(
    "/sandbox/{tenant:uuid}/{reference:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def choose(
    request: Request[Any, Any, Any],
    tenant: FromPath[UUID],
    reference: FromPath[str],
    data: Annotated[Choice, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    work = request.app.state.services.work
    try:
        charge = gateway.at(
            work, tenant, lambda ctx: gateway.decide(ctx, reference, data.act, data.code.strip())
        )
    except (WrongCode, NoSuchChoice) as wrong:
        charge = gateway.at(work, tenant, lambda ctx: gateway.find(ctx, reference))
        return _page(charge, error=wrong.message, status=422)
    if charge.status == "challenged" or charge.behaviour == "timeout":
        return _page(charge)
    return Redirect(charge.return_url, status_code=303)


def _page(charge: SandboxCharge, error: str = "", status: int = 200) -> Response[str]:
    html = _templates.get_template("charge.html").render(
        charge=charge,
        amount=format_money(charge.amount_minor, charge.currency, "en"),
        choices=CHOICES,
        error=error,
    )
    return Response(html, media_type="text/html", status_code=status, headers=SECURITY)


@get(
    "/sandbox/telephone/{tenant:uuid}/{number:str}",
    permission="public",
    sync_to_thread=False,
    include_in_schema=False,
)
def screen(request: Request[Any, Any, Any], tenant: FromPath[UUID], number: FromPath[str]) -> Response[str]:
    return _screen(request, tenant, number)


@post(
    "/sandbox/telephone/{tenant:uuid}/{number:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def press(
    request: Request[Any, Any, Any],
    tenant: FromPath[UUID],
    number: FromPath[str],
    data: Annotated[Press, Body(media_type=RequestEncodingType.URL_ENCODED)],
) -> Response[Any]:
    work = request.app.state.services.work
    try:
        gateway.at(work, tenant, lambda ctx: telephone.answer(ctx, number, data.reference, data.act))
    except NoSuchChoice as wrong:
        return _screen(request, tenant, number, error=wrong.message, status=422)
    return Redirect(f"/sandbox/telephone/{tenant.hex}/{telephone.digits(number)}", status_code=303)


def _screen(
    request: Request[Any, Any, Any], tenant: UUID, number: str, error: str = "", status: int = 200
) -> Response[str]:
    work = request.app.state.services.work
    waiting = gateway.at(work, tenant, lambda ctx: telephone.prompts(ctx, number))
    html = _templates.get_template("telephone.html").render(
        number="+" + telephone.digits(number),
        prompts=[(c.reference, format_money(c.amount_minor, c.currency, "en")) for c in waiting],
        choices=PRESSES,
        error=error,
    )
    return Response(html, media_type="text/html", status_code=status, headers=SECURITY)


@get("/sandbox/sandbox.css", permission="public", sync_to_thread=False, include_in_schema=False)
def stylesheet() -> Response[str]:
    css = _templates.get_template("sandbox.css").render()
    return Response(css, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


HANDLERS = [show, choose, screen, press, stylesheet]
