"""Refusals about policies."""

from duka.kernel.errors import NotFound, Refusal


class PolicyNotFound(NotFound):
    """There is no such policy. There are {known}."""


class PolicyForbids(Refusal):
    """A policy of the platform speaks against this ({policy}): {what}."""

    status = 403
