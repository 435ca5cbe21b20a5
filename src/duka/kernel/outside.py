"""Questions to services outside, as this process sees them: how many, how long, how they ended; and a span of each."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from duka.kernel import metrics, telemetry


@contextmanager
def asking(kind: str, provider: str, what: str) -> Iterator[None]:
    """Around one question. `kind` (`mail`, `tax`) and `provider` are names of ours. Whatever it raises counts as failed, by
    the name of the error."""
    begun, outcome = time.perf_counter(), "answered"
    try:
        with telemetry.span(f"{kind} {what}", "client", provider=provider):
            yield
    except Exception as error:
        outcome = type(error).__name__
        raise
    finally:
        heard(kind, provider, time.perf_counter() - begun, outcome)


def heard(kind: str, provider: str, seconds: float, outcome: str) -> None:
    """One question that was timed elsewhere."""
    metrics.count(metrics.PROVIDER_CALLS, kind, provider, outcome)
    metrics.observe(metrics.PROVIDER_SECONDS, seconds, kind, provider)
