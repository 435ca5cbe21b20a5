"""Counts carts on their way to an order: begun, placed, refused and why, or failed by a fault of ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from duka.kernel import metrics
from duka.kernel.errors import Refusal


@contextmanager
def counted() -> Iterator[None]:
    """Around one try. A try that the database repeats counts again."""
    metrics.count(metrics.CHECKOUTS, "begun", "")
    try:
        yield
    except Refusal as refusal:
        metrics.count(metrics.CHECKOUTS, "refused", refusal.code)
        raise
    except Exception as error:
        metrics.count(metrics.CHECKOUTS, "failed", type(error).__name__)
        raise
    metrics.count(metrics.CHECKOUTS, "placed", "")
