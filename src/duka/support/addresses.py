"""Addresses that staff write into somebody's book: complete for their country, as at the checkout. (A customer's own book
takes what they have; what is missing is asked when it is used.)"""

from uuid import UUID

from duka.checkout import addresses
from duka.customers import rules
from duka.customers import service as customers
from duka.customers.types import Address
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput


def add(ctx: Context, customer_id: UUID, address: Address, is_default: bool = False) -> UUID:
    """As `customers.add_address`; refuses `InvalidInput` as well for what the country lacks."""
    ctx.require("customers:write")
    _check(address)
    return customers.add_address(ctx, customer_id, address, is_default)


def update(
    ctx: Context, customer_id: UUID, address_id: UUID, address: Address, is_default: bool | None = None
) -> None:
    """As `customers.update_address`; refuses `InvalidInput` as well for what the country lacks."""
    ctx.require("customers:write")
    _check(address)
    customers.update_address(ctx, customer_id, address_id, address, is_default)


def _check(address: Address) -> None:
    problems = addresses.problems(rules.address(address))
    if problems:
        raise InvalidInput({f"address.{field}": what for field, what in problems.items()})
