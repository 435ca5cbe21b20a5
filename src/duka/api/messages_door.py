"""Public doors of messages: what providers report of them, and the page that stops advertising with one click.

A provider of letters is the installation's: its address holds a signature of ours. A provider of texts is a company's: its
address says whose, and what it signs is verified.
"""

from base64 import b64encode
from functools import partial
from hashlib import sha256
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, RawBody

from duka.identity.sealing import keyring
from duka.kernel.config import Config
from duka.kernel.context import SYSTEM
from duka.kernel.errors import NotFound
from duka.kernel.work import Caller
from duka.mail import service as mail
from duka.notifications import unsubscribing
from duka.notifications.unsubscribing import Choice
from duka.texting import accounts
from duka.texting import exchange as texting_exchange
from duka.texting import service as texting
from duka.wiring import Services, exchange

LONGEST = 64 * 1024
MAIL_REPORTS = "mail reports"
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}
TAKE_IN = (
    'addEventListener("message",function(e){if(e.source===parent&&typeof e.data==="string")'
    "{document.documentElement.innerHTML=e.data}});parent.postMessage('ready','*')"
)
FRAME = f'<!doctype html><html lang="en"><head><title>Letter</title></head><body><script>{TAKE_IN}</script></body></html>'
FRAME_HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'unsafe-inline'; img-src https: http:; script-src 'sha256-"
    f"{b64encode(sha256(TAKE_IN.encode()).digest()).decode()}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-scripts",
    "X-Frame-Options": "SAMEORIGIN",
    "Cache-Control": "public, max-age=3600",
    "X-Robots-Tag": "noindex",
}
"""`parent` is the console; the letter's own scripts never run (its text is no page that is being read), nor are they allowed."""
_templates = Environment(
    loader=PackageLoader("duka.mail", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
)
Req = Request[Any, Any, State]


def mail_report_path(config: Config, provider: str) -> str:
    """Where a provider of letters posts what became of them."""
    return f"/reports/mail/{provider}/{keyring(config).sign(MAIL_REPORTS, provider)}"


@post(
    "/reports/mail/{provider:str}/{mark:str}",
    permission="public",
    sync_to_thread=True,
    status_code=200,
    include_in_schema=False,
    request_max_body_size=LONGEST,
)
def take_mail_report(
    request: Req, provider: FromPath[str], mark: FromPath[str], body: RawBody
) -> Response[bytes]:
    """Twice the same changes nothing."""
    services: Services = request.app.state.services
    used = mail.provider_of(services.config)
    is_ours = keyring(services.config).verify(MAIL_REPORTS, provider, mark)
    if not is_ours or used is None or used.code != provider:
        raise NotFound()
    for report in used.read_reports(body):
        services.work.perform(Caller(report.tenant, SYSTEM), partial(mail.record, report=report))
    return Response(b"{}", media_type="application/json")


@post(
    "/reports/texting/{token:str}",
    permission="public",
    sync_to_thread=True,
    status_code=200,
    include_in_schema=False,
    request_max_body_size=LONGEST,
)
def take_texting_report(request: Req, token: FromPath[str], body: RawBody) -> Response[bytes]:
    """Twice the same changes nothing. Answers TwiML without an answer: an empty one would be sent as a text."""
    services: Services = request.app.state.services
    found = texting_exchange.parse(token)
    if found is None:
        raise NotFound()
    tenant, key = found
    caller = Caller(tenant, SYSTEM)
    known = exchange(services.config)
    account = services.work.perform(caller, lambda ctx: accounts.at(ctx, known, key))
    headers = {name.lower(): value for name, value in request.headers.items()}
    heard = known.provider(account.provider).read(account, headers, body)
    if heard is not None:
        services.work.perform(caller, lambda ctx: texting.hear(ctx, account.provider, heard))
    return Response(b"<Response/>", media_type="text/xml")


@get("/unsubscribe/{token:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def show_unsubscribe(request: Req, token: FromPath[str]) -> Response[str]:
    """Asks once more: programs that look at links must not stop anybody's letters."""
    services: Services = request.app.state.services
    tenant, mail_id = unsubscribing.read(keyring(services.config), token)
    choice = services.work.perform(Caller(tenant, SYSTEM), lambda ctx: unsubscribing.choice(ctx, mail_id))
    return _page(choice)


@post(
    "/unsubscribe/{token:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
    request_max_body_size=LONGEST,
)
def unsubscribe(request: Req, token: FromPath[str]) -> Response[str]:
    """The button of that page, and the one click of a mail program (RFC 8058): no cookie, nothing to type."""
    services: Services = request.app.state.services
    tenant, mail_id = unsubscribing.read(keyring(services.config), token)
    choice = services.work.perform(Caller(tenant, SYSTEM), lambda ctx: unsubscribing.stop(ctx, mail_id))
    return _page(choice)


def _page(choice: Choice) -> Response[str]:
    page = _templates.get_template("unsubscribe.html").render(choice=choice)
    return Response(page, media_type="text/html; charset=utf-8", headers=SECURITY)


@get("/letter-frame", permission="public", sync_to_thread=False, include_in_schema=False)
def letter_frame() -> Response[str]:
    """An empty page in which the console shows a letter. Letters bring their own styles, which the console's policy forbids;
    here they are allowed, in a sandbox of another origin, where nothing runs but the line that takes the letter in."""
    return Response(FRAME, media_type="text/html; charset=utf-8", headers=FRAME_HEADERS)


HANDLERS = [letter_frame, take_mail_report, take_texting_report, show_unsubscribe, unsubscribe]
