"""A shop with a till, for what happens to its money."""

from tests.payments.conftest import front, till

__all__ = ["front", "till"]
