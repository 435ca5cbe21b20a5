"""What others may hold of a tenant."""

from uuid import UUID

import msgspec

from duka.kernel import ids


class Tenant(msgspec.Struct, frozen=True):
    """`status` is active, suspended or closed: whoever answers a request looks at it."""

    id: UUID
    slug: str
    name: str
    status: str = "active"

    @property
    def public_id(self) -> str:
        return ids.public("ten", self.id)

    @property
    def is_active(self) -> bool:
        return self.status == "active"
