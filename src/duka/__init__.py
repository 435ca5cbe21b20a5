"""Duka: a multi-tenant commerce platform. `docs/tour.md` is the way in."""

__version__ = "0.1.0"
