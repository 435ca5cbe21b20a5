"""Who appears in the tests: Alice owns Acorn, Bob works there, Charlie owns Birch, Sam shops."""

from dataclasses import dataclass
from uuid import UUID

from duka.kernel.work import Caller
from duka.tenants.types import Tenant

PASSWORD = "six geese a-laying"


@dataclass(frozen=True)
class Person:
    name: str
    email: str


ALICE = Person("Alice Acorn", "alice@acorn.example")
BOB = Person("Bob Acorn", "bob@acorn.example")
CHARLIE = Person("Charlie Birch", "charlie@birch.example")
SAM = Person("Sam Shopper", "sam@shopper.example")


@dataclass(frozen=True)
class Shop:
    """A tenant with one store. `caller` is its owner, `shopper` an anonymous visitor of the store."""

    tenant: Tenant
    store: UUID
    caller: Caller
    shopper: Caller
