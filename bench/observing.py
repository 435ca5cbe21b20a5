"""What counting costs a request: the same work with and without it, in this process. Run: python -m bench.observing"""

import time
from collections.abc import Callable

from duka.kernel import metrics, telemetry
from duka.kernel.metrics import Book

ROUNDS = 200_000


def cost(act: Callable[[], object]) -> float:
    """Microseconds of one, the best of five."""
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        for _ in range(ROUNDS // 5):
            act()
        best = min(best, (time.perf_counter() - begun) / (ROUNDS // 5))
    return best * 1e6


def request() -> None:
    """What the edge does for each request beside answering it."""
    begun = time.perf_counter()
    spent = metrics.Spent()
    token = metrics.spent.set(spent)
    spent.statements += 2
    metrics.spent.reset(token)
    metrics.answered("get_product", "shop", 200, time.perf_counter() - begun, spent.statements)


def off() -> None:
    if telemetry.is_on():
        raise AssertionError


def span() -> None:
    with telemetry.span("nothing"):
        pass


def main() -> None:
    for n in range(300):  # as many series as a busy process has
        for status in (200, 404):
            metrics.answered(f"route_{n}", "shop", status, 0.01, 2)
    book = Book()
    print(f"a request counted:        {cost(request):6.2f} µs")
    print(f"one number counted:       {cost(lambda: book.count(metrics.STOCKOUTS)):6.2f} µs")
    print(f"one statement, untraced:  {cost(off):6.2f} µs")
    print(f"one span, untraced:       {cost(span):6.2f} µs")


if __name__ == "__main__":
    main()
