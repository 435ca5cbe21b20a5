"""HTTP to providers of SMS: limits of time, no redirects, never in a transaction. A text is billed, so one whose answer was
lost is not sent again: only when nobody was reached it is tried later."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

import msgspec

from duka.kernel.work import outside_effect
from duka.mail.types import Refused, Unreachable

CONNECT_SECONDS, ANSWER_SECONDS = 4.0, 12.0


class Answer(NamedTuple):
    """`json` is {} when the body is none."""

    status: int
    json: Any


def ask(
    method: str,
    url: str,
    *,
    form: Mapping[str, str] | None = None,
    headers: Mapping[str, str] | None = None,
    auth: tuple[str, str] | None = None,
) -> Answer:
    """One question, once. Raises `Unreachable` when nobody was reached or the provider is too busy, and `Refused` when the
    answer was lost."""
    outside_effect("SMS")
    import httpx2  # loads much; only those who text need it

    try:
        answer = httpx2.request(
            method,
            url,
            data=dict(form) if form is not None else None,
            headers={"accept": "application/json", **(headers or {})},
            auth=auth,
            timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
        )
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
        raise Unreachable(f"{type(error).__name__}: {error}"[:300]) from error
    except httpx2.HTTPError as error:
        raise Refused(f"the answer was lost, the text may have arrived ({type(error).__name__})") from error
    if answer.status_code == 429 or answer.status_code >= 500:
        raise Unreachable(f"answered {answer.status_code}", is_away=False)
    try:
        said = msgspec.json.decode(answer.content)
    except msgspec.DecodeError:
        said = {}
    return Answer(answer.status_code, said if isinstance(said, dict) else {})


def micro(amount: str) -> int | None:
    """An amount like 0.0075 in millionths; None when it is none."""
    try:
        return int(abs(Decimal(amount.strip())) * 1_000_000)
    except (InvalidOperation, ValueError, OverflowError):
        return None
