"""The same tags for many customers at once."""

from collections.abc import Sequence
from uuid import UUID

from duka.customers import rules
from duka.customers.errors import CustomerNotFound, TooManyTags
from duka.customers.events import CustomerUpdated
from duka.kernel import events, trail
from duka.kernel.context import Context


def tag_many(ctx: Context, customer_ids: Sequence[UUID], add: Sequence[str], remove: Sequence[str]) -> int:
    """How many customers changed. Refuses `CustomerNotFound` if one is not there (and changes none), `TooManyTags`,
    `InvalidInput`."""
    ctx.require("customers:write")
    wanted, unwanted = rules.tags(add), rules.tags(remove)
    asked = sorted(set(customer_ids))
    held = ctx.db.all(
        """select c.id, array(select t.tag from customer_tags t
                              where t.tenant_id = %(tenant)s and t.customer_id = c.id order by t.tag) as tags
           from customers c where c.tenant_id = %(tenant)s and c.id = any(%(ids)s::uuid[])
           order by c.id for no key update""",
        ids=asked,
    )
    if len(held) != len(asked):
        raise CustomerNotFound()
    after = {row.id: sorted((set(row.tags) - set(unwanted)) | set(wanted)) for row in held}
    changed = [row for row in held if after[row.id] != row.tags]
    if any(len(tags) > rules.MOST_TAGS for tags in after.values()):
        raise TooManyTags(most=rules.MOST_TAGS)
    ctx.db.run(
        """with gone as (
             delete from customer_tags where tenant_id = %(tenant)s and customer_id = any(%(ids)s::uuid[])
               and tag = any(%(remove)s::text[]) and tag <> all(%(add)s::text[])
           ), versioned as (
             update customers set version = version + 1
             where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[]))
           insert into customer_tags (tenant_id, customer_id, tag)
           select %(tenant)s, c.id, t.tag from unnest(%(ids)s::uuid[]) c (id), unnest(%(add)s::text[]) t (tag)
           on conflict do nothing""",
        ids=[row.id for row in changed],
        add=wanted,
        remove=unwanted,
    )
    for row in changed:
        events.emit(ctx, CustomerUpdated(aggregate_id=row.id, fields=["tags"]))
        states = {"before": {"tags": row.tags}, "after": {"tags": after[row.id]}}
        trail.note(ctx, CustomerUpdated.TYPE, "customer", row.id, **states)
    return len(changed)
