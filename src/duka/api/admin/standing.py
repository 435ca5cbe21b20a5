"""How the company stands with the platform; places to try things."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from duka.api.call import Call
from duka.control import sandboxes, standing
from duka.control.sandboxes import Sandbox
from duka.control.standing import Standing
from duka.identity.permissions import OWN_ACCOUNT

TAGS = ["Admin: my account"]


class NewSandbox(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`name`: the company's with a word behind it, when it is empty."""

    name: Annotated[str, msgspec.Meta(max_length=150)] = ""


@get("/standing", permission=OWN_ACCOUNT, when_suspended=True, sync_to_thread=False, tags=TAGS)
def admin_get_standing(call: NamedDependency[Call]) -> Standing:
    """Open, on trial, suspended or closed: since when, why, and whom to ask. Answers whatever the state is."""
    return call.read(lambda ctx: standing.get(ctx, call.services.config.support_email))


@get("/sandboxes", permission="sandboxes:write", sync_to_thread=False, tags=TAGS)
def admin_list_sandboxes(call: NamedDependency[Call]) -> list[Sandbox]:
    """The company's places to try things."""
    return call.read(sandboxes.list_mine)


@post("/sandboxes", permission="sandboxes:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_sandbox(call: NamedDependency[Call], data: JSONBody[NewSandbox]) -> Response[Any]:
    """A place to try things: a company of its own with a store like yours and a few goods. Nothing leaves it: no money, no
    letter but to its own people. Whoever asks is its owner, with the password that they have here."""
    work = call.services.work
    made = sandboxes.create_mine(work, call.caller, data.name)
    return Response(made, status_code=201)


HANDLERS = [admin_get_standing, admin_list_sandboxes, admin_create_sandbox]
