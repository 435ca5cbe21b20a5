"""What the caller holds now, and what they may therefore hand on.

Whoever changes who may what holds the company's lock until their transaction ends, and their own rights are read behind
it: of two who take each other's rights at once, one comes second and finds theirs gone.
"""

from collections.abc import Iterable

import msgspec

from duka.access.errors import NobodyGrantsElsewhere, NobodyGrantsMore, OwnersOnly
from duka.access.queries import held_by
from duka.access.rules import OWNER_ROLE, lacking, union
from duka.kernel.context import PEOPLE, Context, Grant


class Rights(msgspec.Struct, frozen=True):
    """`is_system`: nothing is refused. `is_owner`: they have the role owner, and not only its permissions."""

    grants: tuple[Grant, ...] = ()
    is_owner: bool = False
    is_system: bool = False

    def covers(self, wanted: Grant) -> bool:
        return self.is_system or not lacking(self.grants, wanted)

    def refuse_granting(self, wanted: Iterable[Grant], authority: str = "") -> None:
        """Refuses `NobodyGrantsMore` and `NobodyGrantsElsewhere`, unless the caller holds all of it, in all the places
        where it is granted, and there has the permission `authority` to grant as well."""
        if self.is_system:
            return
        held = union(self.grants)
        for grant in wanted:
            needed = Grant(
                grant.permissions | ({authority} if authority else set()), grant.stores, grant.locations
            )
            missing = lacking(self.grants, needed)
            if missing - held:
                raise NobodyGrantsMore(permissions=", ".join(sorted(missing - held)))
            if missing:
                raise NobodyGrantsElsewhere(permissions=", ".join(sorted(missing)))

    def require_owner(self) -> None:
        """Refuses `OwnersOnly`."""
        if not (self.is_owner or self.is_system):
            raise OwnersOnly()


def lock(ctx: Context) -> Rights:
    """The caller's rights as they are now; until the transaction ends nobody else changes anybody's."""
    ctx.db.run("select pg_advisory_xact_lock(hashtextextended('rights:' || %(tenant)s::text, 0))")
    return current(ctx)


def current(ctx: Context) -> Rights:
    """The caller's rights as they are now: of staff from the tables, of a key from what it showed."""
    if ctx.actor.kind == "system":
        return Rights(is_system=True)
    if ctx.actor.kind in PEOPLE and ctx.actor.id is not None:
        held = held_by(ctx, ctx.actor.id)
        return Rights(tuple(h.grant for h in held), any(h.role == OWNER_ROLE for h in held))
    return Rights(ctx.grants or (Grant(ctx.permissions),))
