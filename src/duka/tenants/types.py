"""What others may hold of a tenant."""

from uuid import UUID

import msgspec

from duka.kernel import ids

PLATFORM = UUID("00000000-0000-7000-8000-000000000001")
"""The company that runs this installation; the operators are its people. Migration 0014 makes it."""


class Tenant(msgspec.Struct, frozen=True):
    """`status` is active, suspended or closed: whoever answers a request looks at it. `kind` is merchant, sandbox (to try
    things on) or platform."""

    id: UUID
    slug: str
    name: str
    status: str = "active"
    kind: str = "merchant"

    @property
    def public_id(self) -> str:
        return ids.public("ten", self.id)

    @property
    def is_active(self) -> bool:
        return self.status == "active"
