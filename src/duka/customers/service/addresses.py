"""Verbs of the address book: the customer's own, and staff's with customers:write."""

from uuid import UUID

import msgspec

from duka.customers import rules
from duka.customers.errors import AddressNotFound, CustomerNotFound, TooManyAddresses
from duka.customers.events import CustomerUpdated
from duka.customers.queries import require_self_or
from duka.customers.types import Address
from duka.kernel import events, ids, trail
from duka.kernel.context import Context

MOST_ADDRESSES = 50


def add_address(ctx: Context, customer_id: UUID, address: Address, is_default: bool = False) -> UUID:
    """The first address of a book is its default. Refuses `CustomerNotFound`, `TooManyAddresses`,
    `InvalidInput`."""
    kept = rules.address(address)
    count = _lock_book(ctx, customer_id)
    if count >= MOST_ADDRESSES:
        raise TooManyAddresses(most=MOST_ADDRESSES)
    is_default = is_default or count == 0
    if is_default and count:
        _clear_default(ctx, customer_id)
    address_id = ids.new_id()
    ctx.db.run(
        """insert into customer_addresses (tenant_id, id, customer_id, address, is_default, created_at)
           values (%(tenant)s, %(id)s, %(customer)s, %(address)s::jsonb, %(is_default)s, %(now)s)""",
        id=address_id,
        customer=customer_id,
        address=msgspec.json.encode(kept).decode(),
        is_default=is_default,
        now=ctx.now,
    )
    _announce(ctx, customer_id, None, kept)
    return address_id


def update_address(
    ctx: Context, customer_id: UUID, address_id: UUID, address: Address, is_default: bool | None = None
) -> None:
    """Replaces the address; `is_default` True makes it the default, the others are left as they are. Refuses
    `AddressNotFound`, `InvalidInput`."""
    kept = rules.address(address)
    _lock_book(ctx, customer_id)
    if is_default:
        _clear_default(ctx, customer_id)
    before = ctx.db.value(
        """with was as (
             select a.address from customer_addresses a
             where a.tenant_id = %(tenant)s and a.id = %(id)s and a.customer_id = %(customer)s)
           update customer_addresses a set address = %(address)s::jsonb,
             is_default = a.is_default or %(is_default)s
           from was where a.tenant_id = %(tenant)s and a.id = %(id)s and a.customer_id = %(customer)s
           returning was.address""",
        id=address_id,
        customer=customer_id,
        address=msgspec.json.encode(kept).decode(),
        is_default=bool(is_default),
    )
    if before is None:
        raise AddressNotFound()
    _announce(ctx, customer_id, before, kept)


def remove_address(ctx: Context, customer_id: UUID, address_id: UUID) -> None:
    """When it was the default, the oldest that is left becomes it. Refuses `AddressNotFound`."""
    _lock_book(ctx, customer_id)
    gone = ctx.db.one(
        """delete from customer_addresses where tenant_id = %(tenant)s and id = %(id)s and customer_id =
           %(customer)s
           returning is_default, address""",
        id=address_id,
        customer=customer_id,
    )
    if gone is None:
        raise AddressNotFound()
    if gone.is_default:
        ctx.db.run(
            """update customer_addresses set is_default = true where tenant_id = %(tenant)s and id = (
                 select id from customer_addresses where tenant_id = %(tenant)s and customer_id = %(customer)s
                 order by created_at, id limit 1)""",
            customer=customer_id,
        )
    _announce(ctx, customer_id, gone.address, None)


def _announce(
    ctx: Context, customer_id: UUID, before: dict[str, object] | None, after: Address | None
) -> None:
    """The change of the book, with the address as it was and is; the customer's country follows the default."""
    ctx.db.run(
        """update customers c set country = a.address ->> 'country'
           from customer_addresses a
           where c.tenant_id = %(tenant)s and c.id = %(id)s and a.tenant_id = %(tenant)s
             and a.customer_id = c.id and a.is_default and c.country <> a.address ->> 'country'""",
        id=customer_id,
    )
    events.emit(ctx, CustomerUpdated(aggregate_id=customer_id, fields=["addresses"]))
    trail.note(
        ctx,
        CustomerUpdated.TYPE,
        "customer",
        customer_id,
        before={"address": _written(before)} if before else {},
        after={"address": _written(msgspec.to_builtins(after))} if after else {},
    )


def _written(address: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in address.items() if value not in ("", None)}


def _lock_book(ctx: Context, customer_id: UUID) -> int:
    """How many addresses the customer has; two changes of one book come one after the other."""
    require_self_or(ctx, "customers:write", customer_id)
    sql = "select 1 from customers where tenant_id = %(tenant)s and id = %(id)s for no key update"
    if ctx.db.value(sql, id=customer_id) is None:
        raise CustomerNotFound()
    sql = "select count(*) from customer_addresses where tenant_id = %(tenant)s and customer_id = %(id)s"
    return int(ctx.db.value(sql, id=customer_id))


def _clear_default(ctx: Context, customer_id: UUID) -> None:
    ctx.db.run(
        """update customer_addresses set is_default = false
           where tenant_id = %(tenant)s and customer_id = %(id)s and is_default""",
        id=customer_id,
    )
