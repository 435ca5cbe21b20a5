"""Groups of customers: named, and filled by hand. The whole company's."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import UNSET

from duka.customers import rules
from duka.customers.errors import CustomerNotFound, GroupNameTaken, GroupNotFound
from duka.customers.events import CustomerUpdated
from duka.customers.inputs import CustomerGroupChange, CustomerGroupInput
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import VersionConflict
from duka.kernel.text import fold


def create_group(ctx: Context, new: CustomerGroupInput) -> UUID:
    """Refuses `GroupNameTaken`, `InvalidInput`."""
    ctx.require_everywhere("customers:write")
    name, group_id = rules.line("name", new.name, 80), ids.new_id()
    fresh = ctx.db.run(
        """insert into customer_groups (tenant_id, id, name, name_key, description, created_at)
           values (%(tenant)s, %(id)s, %(name)s, %(key)s, %(description)s, %(now)s)
           on conflict (tenant_id, name_key) do nothing""",
        id=group_id,
        name=name,
        key=fold(name),
        description=new.description.strip(),
        now=ctx.now,
    )
    if not fresh:
        raise GroupNameTaken(name=name)
    after = {"name": name, "description": new.description.strip()}
    trail.note(ctx, "customer_group.created", "customer_group", group_id, after=after)
    return group_id


def update_group(ctx: Context, group_id: UUID, change: CustomerGroupChange, version: int) -> int:
    """The new version. Refuses `GroupNotFound`, `VersionConflict`, `GroupNameTaken`, `InvalidInput`."""
    ctx.require_everywhere("customers:write")
    row = ctx.db.one(
        """select name, description, version from customer_groups
           where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=group_id,
    )
    if row is None:
        raise GroupNotFound()
    if row.version != version:
        raise VersionConflict()
    name = row.name if change.name is UNSET else rules.line("name", change.name, 80)
    description = row.description if change.description is UNSET else change.description.strip()
    taken = ctx.db.value(
        """select 1 from customer_groups
           where tenant_id = %(tenant)s and name_key = %(key)s and id <> %(id)s""",
        id=group_id,
        key=fold(name),
    )
    if taken:
        raise GroupNameTaken(name=name)
    ctx.db.run(
        """update customer_groups set name = %(name)s, name_key = %(key)s, description = %(description)s,
                  version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=group_id,
        name=name,
        key=fold(name),
        description=description,
    )
    trail.note(
        ctx,
        "customer_group.updated",
        "customer_group",
        group_id,
        before={"name": row.name, "description": row.description},
        after={"name": name, "description": description},
    )
    return version + 1


def delete_group(ctx: Context, group_id: UUID) -> None:
    """Its members stay customers. Refuses `GroupNotFound`."""
    ctx.require_everywhere("customers:write")
    name = ctx.db.value(
        "delete from customer_groups where tenant_id = %(tenant)s and id = %(id)s returning name", id=group_id
    )
    if name is None:
        raise GroupNotFound()
    trail.note(ctx, "customer_group.deleted", "customer_group", group_id, before={"name": name})


def set_members(ctx: Context, group_id: UUID, add: Sequence[UUID], remove: Sequence[UUID]) -> int:
    """How many came in or went out. Refuses `GroupNotFound`; `CustomerNotFound` if one to add is not there, and then
    nothing changes."""
    ctx.require("customers:write")
    name = ctx.db.value(
        "select name from customer_groups where tenant_id = %(tenant)s and id = %(id)s for key share",
        id=group_id,
    )
    if name is None:
        raise GroupNotFound()
    wanted, unwanted = sorted(set(add)), sorted(set(remove) - set(add))
    known = ctx.db.value(
        "select count(*) from customers where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])",
        ids=wanted,
    )
    if known != len(wanted):
        raise CustomerNotFound()
    moved = ctx.db.all(
        """with gone as (
             delete from customer_group_members
             where tenant_id = %(tenant)s and group_id = %(group)s and customer_id = any(%(remove)s::uuid[])
             returning customer_id
           ), come as (
             insert into customer_group_members (tenant_id, group_id, customer_id, added_at)
             select %(tenant)s, %(group)s, a.id, %(now)s from unnest(%(add)s::uuid[]) a (id)
             on conflict do nothing returning customer_id
           ), versioned as (
             update customers set version = version + 1
             where tenant_id = %(tenant)s
               and id in (select g.customer_id from gone g union all select c.customer_id from come c))
           select g.customer_id, false as is_in from gone g
           union all select c.customer_id, true from come c""",
        group=group_id,
        add=wanted,
        remove=unwanted,
        now=ctx.now,
    )
    for row in moved:
        events.emit(ctx, CustomerUpdated(aggregate_id=row.customer_id, fields=["groups"]))
        states: dict[str, dict[str, str]] = {"after" if row.is_in else "before": {"group": name}}
        trail.note(ctx, CustomerUpdated.TYPE, "customer", row.customer_id, **states)
    return len(moved)
