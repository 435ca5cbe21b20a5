"""Duka: a multi-tenant commerce platform. `docs/tour.md` is the way in."""
