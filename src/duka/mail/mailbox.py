"""The mailbox of the demonstration: every message that no provider took, so that a newcomer can click its links. There is
none unless the configuration says that this is a demonstration."""

from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from litestar import Request, Response, get

from duka.kernel.errors import NotFound
from duka.kernel.work import Work
from duka.mail.types import Letter

MOST = 100
SECURITY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-src 'self'; base-uri 'none'",
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex",
}
_templates = Environment(
    loader=PackageLoader("duka.mail", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
)


def kept(work: Work) -> list[Letter]:
    """The newest messages of all companies that were not sent."""
    with work.database.platform() as db:
        rows = db.all(
            """select id, recipient, kind, subject, text, html, status, created_at, channel from mails
               where text <> '' and tenant_id is not null order by created_at desc limit %(most)s""",
            most=MOST,
        )
    return [Letter(*row) for row in rows]


@get("/mailbox", permission="public", sync_to_thread=True, include_in_schema=False)
def show_mailbox(request: Request[Any, Any, Any]) -> Response[str]:
    services = request.app.state.services
    if not services.config.is_demo:
        raise NotFound()
    page = _templates.get_template("mailbox.html").render(letters=kept(services.work))
    return Response(page, media_type="text/html; charset=utf-8", headers=SECURITY)


@get("/mailbox.json", permission="public", sync_to_thread=True, include_in_schema=False)
def list_mailbox(request: Request[Any, Any, Any]) -> Response[bytes]:
    """For programs that try the demonstration."""
    services = request.app.state.services
    if not services.config.is_demo:
        raise NotFound()
    told = [
        {"to": m.recipient, "channel": m.channel, "kind": m.kind, "subject": m.subject, "text": m.text}
        for m in kept(services.work)
    ]
    return Response(msgspec.json.encode(told), media_type="application/json", headers=SECURITY)


HANDLERS = [show_mailbox, list_mailbox]
