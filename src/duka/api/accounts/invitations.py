"""What the link of an invitation leads to: seeing it, and coming in."""

from typing import Any

from litestar import Request, post
from litestar.datastructures import State
from litestar.params import JSONBody

from duka.api import cookies
from duka.api.asking import origin
from duka.staff import inviting
from duka.staff.inputs import Acceptance, InvitationToken
from duka.staff.types import Invitation, Welcome
from duka.wiring import Services

TAGS = ["Accounts"]
Web = Request[Any, Any, State]


@post("/invitations/look", permission="public", sync_to_thread=True, tags=TAGS, status_code=200)
def look_at_invitation(request: Web, data: JSONBody[InvitationToken]) -> Invitation:
    """What the token of a letter invites to. The token is sent as a body, so that no log keeps it."""
    cookies.refuse_foreign(request)
    services: Services = request.app.state.services
    return inviting.look(services.work, data.token, (request.headers.get("accept-language") or "")[:2])


@post("/invitations/accept", permission="public", sync_to_thread=True, tags=TAGS, status_code=200)
def accept_invitation(request: Web, data: JSONBody[Acceptance]) -> Welcome:
    """Come in, once, with a name and a password of one's own for this company. Then log in."""
    cookies.refuse_foreign(request)
    services: Services = request.app.state.services
    return inviting.accept(services.work, data.token, data.name, data.password, origin(request))


HANDLERS = [look_at_invitation, accept_invitation]
