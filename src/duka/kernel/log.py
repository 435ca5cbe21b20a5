"""Structured logs: one JSON object a line, with the request's and the tenant's id on every line."""

import logging
import sys
from typing import Any

# structlog loads rich for coloured tracebacks wherever it finds it: 3 MiB a process for lines of JSON
_rich = sys.modules.get("rich")
sys.modules["rich"] = None  # type: ignore[assignment]
import structlog  # noqa: E402
from structlog.tracebacks import ExceptionDictTransformer  # noqa: E402

if _rich is None:
    del sys.modules["rich"]
else:
    sys.modules["rich"] = _rich


PROCESSORS: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    # without the values of local variables: they hold addresses, passwords and tokens
    structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False)),
    structlog.processors.JSONRenderer(),
]


def configure(level: str = "INFO", *, stream: Any = sys.stderr) -> None:
    structlog.configure(
        processors=PROCESSORS,
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=True,
    )


# until `configure` is called, as in commands that speak for themselves: trouble only, and never among what they print
structlog.configure(
    processors=PROCESSORS,
    wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
)


def get(name: str) -> Any:
    return structlog.get_logger(module=name)
