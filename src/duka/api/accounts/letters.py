"""What the links of letters lead to: confirming an e-mail address, choosing a new password."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.params import JSONBody

from duka.api import cookies
from duka.api.accounts.shapes import EMAIL, TOKEN
from duka.api.asking import asker, unhurried
from duka.identity import accounts
from duka.wiring import Services

TAGS = ["Accounts"]
Web = Request[Any, Any, State]


class LetterLink(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: TOKEN


class ResetRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: EMAIL


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    token: TOKEN
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=256)]


class AccountOf(msgspec.Struct, frozen=True):
    """The slug of the company."""

    company: str


@post("/email-verifications", permission="public", sync_to_thread=True, tags=TAGS, status_code=200)
def verify_email(request: Web, data: JSONBody[LetterLink]) -> AccountOf:
    """Confirm an e-mail address with the token of a letter, once."""
    cookies.refuse_foreign(request)
    services: Services = request.app.state.services
    return AccountOf(accounts.verify_email(services.work, asker(request), data.token))


@post("/password-resets", permission="public", tags=TAGS, status_code=204)
async def ask_for_password_reset(request: Web, data: JSONBody[ResetRequest]) -> Response[None]:
    """Ask for a letter with a link to choose a new password. The answer is the same whether or not the address is known."""
    cookies.refuse_foreign(request)
    services: Services = request.app.state.services
    who = asker(request)
    await unhurried(lambda: accounts.ask_for_reset(services.work, who, data.email), always=True)
    return Response(None, status_code=204)


@post("/password-resets/confirm", permission="public", sync_to_thread=True, tags=TAGS, status_code=200)
def reset_password(request: Web, data: JSONBody[NewPassword]) -> AccountOf:
    """Choose a new password with the token of a letter, once. Every session ends."""
    cookies.refuse_foreign(request)
    services: Services = request.app.state.services
    return AccountOf(accounts.reset_password(services.work, asker(request), data.token, data.password))


HANDLERS = [verify_email, ask_for_password_reset, reset_password]
