from tests.payments.conftest import front, till

__all__ = ["front", "till"]
