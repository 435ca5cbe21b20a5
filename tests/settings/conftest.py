"""A section of the tests' own, whose meaning nobody knows, and an owner who changes it."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta
from tests.people import Shop

from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.settings import queries, service
from duka.settings.types import Errors, Resolved, Section


class Garden(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    beds: Annotated[int, Meta(ge=0)] = 3
    flower: str = "rose"
    tools: list[str] = []
    gate: str | None = None


def _check(value: Garden, errors: Errors) -> None:
    if value.flower == "none" and value.beds:
        errors["flower"] = "beds want flowers"


GARDEN = Section(name="garden", title="Garden", about="Beds", shape=Garden, scope="both", check=_check)
SHED = Section(name="shed", title="Shed", about="Tools", shape=Garden, scope="store")
FENCE = Section(name="fence", title="Fence", about="Around it all", shape=Garden, scope="company")


class Gardener:
    """`caller` is the owner, until another is named."""

    def __init__(self, work: Work, shop: Shop) -> None:
        self.work, self.shop, self.caller = work, shop, shop.caller

    def save(
        self,
        section: Section[Any] = GARDEN,
        store: UUID | None = None,
        version: int = 0,
        by: Caller | None = None,
        **given: Any,
    ) -> Resolved[Any]:
        def act(ctx: Context) -> Resolved[Any]:
            return service.save(ctx, section, store, given, version)

        return self.work.perform(by or self.caller, act)

    def look(
        self, section: Section[Any] = GARDEN, store: UUID | None = None, by: Caller | None = None
    ) -> Resolved[Any]:
        return self.work.perform(by or self.caller, lambda ctx: queries.resolved(ctx, section, store))

    def restore(
        self, old: int, version: int, section: Section[Any] = GARDEN, store: UUID | None = None
    ) -> Resolved[Any]:
        return self.work.perform(self.caller, lambda ctx: service.restore(ctx, section, store, old, version))


@pytest.fixture
def gardener(work: Work, shop: Shop) -> Gardener:
    return Gardener(work, shop)
