"""Switching a feature for one merchant: a thing of who runs the installation, not of the merchant's staff."""

from duka.flags.errors import UnknownFeature
from duka.flags.queries import FEATURES
from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden

OPERATORS = ("operator", "system")


def switch(ctx: Context, feature: str, is_on: bool | None) -> None:
    """On, off, or (None) as the installation has it; in force everywhere within `cache_seconds`. Refuses Forbidden to a
    merchant's staff, UnknownFeature."""
    if ctx.actor.kind not in OPERATORS:
        raise Forbidden(permission="features:switch")
    if feature not in FEATURES:
        raise UnknownFeature(feature=feature[:60], known=", ".join(FEATURES))
    before = ctx.db.value(
        "select f.is_on from feature_flags f where f.tenant_id = %(tenant)s and f.name = %(name)s",
        name=feature,
    )
    if is_on is None:
        ctx.db.run("delete from feature_flags where tenant_id = %(tenant)s and name = %(name)s", name=feature)
    else:
        ctx.db.run(
            """insert into feature_flags (tenant_id, name, is_on, changed_by, changed_at)
               values (%(tenant)s, %(name)s, %(on)s, %(by)s, %(now)s)
               on conflict (tenant_id, name) do update
               set is_on = excluded.is_on, changed_by = excluded.changed_by, changed_at = excluded.changed_at""",
            name=feature,
            on=is_on,
            by=ctx.actor.name or ctx.actor.label,
            now=ctx.now,
        )
    trail.note(
        ctx, "feature.switched", "feature", ctx.tenant, before={feature: before}, after={feature: is_on}
    )
