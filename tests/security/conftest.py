"""The application over HTTP with one furnished merchant and a stranger; shared by the attacks."""

from tests.api.conftest import acorn, birch, server, services

__all__ = ["acorn", "birch", "server", "services"]
