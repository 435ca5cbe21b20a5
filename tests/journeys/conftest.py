from tests.payments.conftest import front

__all__ = ["front"]
