"""Deciding policies for tests: of one merchant, since what binds everybody would bind the other tests."""

from typing import Any
from uuid import UUID

from tests.control.acting import operator

from duka.control import policies
from duka.control.policy_types import PolicyDecision
from duka.kernel.work import Work


def decide(work: Work, tenant: UUID, name: str, **value: Any) -> PolicyDecision:
    """For this merchant, as an operator does."""
    olive = operator()
    seen = policies.get(work, olive, name, tenant).version
    return policies.decide(work, olive, name, value, "a test", seen, tenant)


def withdraw(work: Work, tenant: UUID, name: str) -> PolicyDecision:
    olive = operator()
    seen = policies.get(work, olive, name, tenant).version
    return policies.decide(work, olive, name, None, "a test", seen, tenant)
