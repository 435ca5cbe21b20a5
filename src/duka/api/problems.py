"""Errors leave as RFC 9457 problem+json: `code` names the refusal, `detail` says what to do, `request_id` finds the log."""

from typing import Any

import msgspec
import psycopg
import psycopg_pool
from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException

from duka.kernel import log
from duka.kernel.errors import Busy, InvalidInput, NotFound, Refusal, TooManyRequests

_log = log.get("api")
PROBLEM = "application/problem+json"


class Unexpected(Refusal):
    """Something went wrong on our side; nothing that you sent is lost. Try again, and tell us the request id if it stays."""

    status = 500


class MethodNotAllowed(Refusal):
    """This address does not know that method."""

    status = 405


class BadRequest(Refusal):
    """The request could not be read: {reason}"""

    status = 400


class TooLarge(Refusal):
    """That is too large."""

    status = 413


def _short(text: object) -> str:
    """What a library says of a value may quote the whole of it."""
    return str(text)[:300]


def as_refusal(error: Exception) -> Refusal:
    """The refusal that tells a human what `error` means. An unknown error is logged with its traceback."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, ValidationException):
        extra = error.extra if isinstance(error.extra, list) else []
        fields = {str(e.get("key") or "body"): _short(e.get("message")) for e in extra if isinstance(e, dict)}
        return InvalidInput(fields or {"body": _short(error.detail)})
    if isinstance(error, HTTPException):
        known: dict[int, Refusal] = {
            404: NotFound(),
            405: MethodNotAllowed(),
            413: TooLarge(),
            429: TooManyRequests(retry_after=1),
        }
        return known.get(error.status_code) or (
            BadRequest(reason=_short(error.detail)) if error.status_code < 500 else Unexpected()
        )
    if isinstance(error, RecursionError):
        return BadRequest(reason="it is nested too deeply.")
    if isinstance(error, psycopg.errors.DataError | UnicodeError):
        # A value that passed the types and that PostgreSQL cannot hold: NUL, lone surrogates, numbers past bigint.
        return InvalidInput({"body": "holds a character or a number that cannot be stored"})
    if isinstance(error, psycopg_pool.PoolTimeout | psycopg.OperationalError):
        _log.error("database unavailable", error=repr(error))
        return Busy()
    _log.error("unexpected error", exc_info=error)
    return Unexpected()


def problem(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    refusal = as_refusal(error)
    state = request.scope.setdefault("state", {})
    request_id = state.get("request_id", "")
    state["refusal"] = refusal.code
    body = {
        "type": f"/problems/{refusal.code}",
        "title": refusal.message,
        "status": refusal.status,
        "code": refusal.code,
        "request_id": request_id,
        **{k: v for k, v in refusal.fields.items() if k not in {"type", "title", "status", "code"}},
    }
    headers = {"Retry-After": "1"} if refusal.status == 503 else {}
    if refusal.status == 429:
        headers["Retry-After"] = str(refusal.fields.get("retry_after", 1))
    if isinstance(error, HTTPException) and error.headers:
        headers.update(error.headers)
    if refusal.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="duka"'
    return Response(
        msgspec.json.encode(body, enc_hook=str),
        status_code=refusal.status,
        headers=headers,
        media_type=PROBLEM,
    )
