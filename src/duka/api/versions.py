"""Updates carry the version they were made from, as an If-Match header: `If-Match: "3"`."""

from typing import Annotated

from litestar.params import HeaderParameter

from duka.kernel.errors import Refusal

IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match", required=False, max_length=40, description="the version that you saw, in quotes"
    ),
]


class VersionRequired(Refusal):
    """Say which version you change: send it as If-Match, as it came in the answer's `version`."""

    status = 428


def version_of(if_match: str | None) -> int:
    """Refuses `VersionRequired`."""
    text = (if_match or "").removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise VersionRequired()
    return int(text)


def version_seen(if_match: str | None) -> int | None:
    """For steps that may be taken without saying what was seen. Refuses `VersionRequired` for what is no version."""
    return version_of(if_match) if if_match else None
