from tests.returns.conftest import desk, front

__all__ = ["desk", "front"]
