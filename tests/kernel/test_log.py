"""Logs tell what went wrong and never what somebody typed."""

import io
import json
from collections.abc import Iterator

import pytest
import structlog

from duka.kernel import log


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream, before = io.StringIO(), structlog.get_config()
    log.configure(stream=stream)
    yield stream
    structlog.configure(**before)


def _fails(password: str) -> None:
    raise ValueError(f"{len(password)} characters")


def test_an_error_is_logged_without_the_values_around_it(written: io.StringIO) -> None:
    try:
        _fails("six geese a-laying")
    except ValueError as error:
        log.get("test").error("it failed", exc_info=error)
    line = json.loads(written.getvalue())
    assert (line["event"], line["module"], line["level"]) == ("it failed", "test", "error")
    (told,) = line["exception"]
    assert (told["exc_type"], told["exc_value"]) == ("ValueError", "18 characters")
    assert told["frames"][-1]["name"] == "_fails"
    assert "geese" not in written.getvalue()
