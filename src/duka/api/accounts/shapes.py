"""What the routes without a tenant answer."""

from typing import Annotated, Any, Literal, TypeVar

import msgspec
from litestar import Response
from litestar.datastructures import Cookie

T = TypeVar("T")
EMAIL = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
PASSWORD = Annotated[str, msgspec.Meta(min_length=1, max_length=256)]
CODE = Annotated[str, msgspec.Meta(min_length=6, max_length=40)]
TOKEN = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
PASSKEY_ANSWER = Annotated[dict[str, Any], msgspec.Meta(max_length=20)]
"""What the browser's `navigator.credentials` answered, as JSON."""


class CompanyName(msgspec.Struct, frozen=True):
    id: str
    slug: str
    name: str


class StaffName(msgspec.Struct, frozen=True):
    id: str
    name: str
    email: str


class WebSession(msgspec.Struct, frozen=True):
    """A company that this browser is logged in to. Send `csrf_token` as `X-CSRF-Token` with every call that changes
    something. `is_visit`: an operator of the platform is there for a while."""

    company: CompanyName
    staff: StaffName
    csrf_token: str
    is_visit: bool = False


class WebSessions(msgspec.Struct, frozen=True):
    """All companies that this browser is logged in to."""

    sessions: list[WebSession]


class LogInAnswer(msgspec.Struct, frozen=True):
    """`status` in: there is a `session`. choose: the person works in several `companies`; send the same again with the
    slug of one. second_factor: go on with `step` at `/api/session/second-factor`, by one of the `methods`."""

    status: Literal["in", "choose", "second_factor"]
    session: WebSession | None = None
    companies: list[CompanyName] = []
    step: str | None = None
    methods: list[str] = []


def answer(body: T, cookies: list[Cookie], status: int = 200) -> Response[T]:
    """`body` with cookies; nothing between us and the browser may keep it."""
    return Response(body, status_code=status, cookies=cookies, headers={"Cache-Control": "no-store"})
