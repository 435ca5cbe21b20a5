"""A merchant with two stores and nothing to sell yet: the ground on which the catalogue and its prices are
tested."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from tests import make

from duka.catalog import service as catalog
from duka.catalog.inputs import NewProduct
from duka.kernel.context import Actor, Context
from duka.kernel.ids import public
from duka.kernel.work import Caller, Work

T = TypeVar("T")
STAFF = frozenset({"products:read", "products:write", "categories:read", "categories:write"})


@dataclass
class Merchant:
    """`store` sells in XOF, `second` in EUR."""

    work: Work
    tenant: UUID
    store: UUID
    second: UUID

    def do(self, act: Callable[[Context], T], permissions: frozenset[str] = STAFF) -> T:
        """In one transaction, as staff."""
        return self.work.perform(Caller(self.tenant, Actor("staff"), permissions), act)

    def make(self, title: str = "Wax dress", *, sold: bool = False, **fields: Any) -> UUID:
        """A product; `sold` assigns it to the main store."""
        if sold:
            fields["stores"] = [public("store", self.store)]
        return self.do(lambda ctx: catalog.create_product(ctx, NewProduct(title, **fields)))

    def rows(self, statement: str, **params: Any) -> list[Any]:
        return self.do(lambda ctx: ctx.db.all(statement, **params))

    def one(self, statement: str, **params: Any) -> Any:
        (row,) = self.rows(statement, **params)
        return row

    def product(self, id: UUID) -> Any:
        return self.one("select * from products where tenant_id = %(tenant)s and id = %(id)s", id=id)

    def variants(self, id: UUID) -> list[Any]:
        return self.rows(
            """select * from variants where tenant_id = %(tenant)s and product_id = %(id)s
               order by position, id""",
            id=id,
        )

    def heard(self, type: str) -> list[Any]:
        """The events of a type, oldest first."""
        return self.rows(
            """select aggregate_id, payload from events
               where tenant_id = %(tenant)s and type = %(type)s order by id""",
            type=type,
        )

    def everything(self) -> Any:
        """What must not move when something is refused."""
        return [
            self.rows("select * from products where tenant_id = %(tenant)s order by id"),
            self.rows("select * from variants where tenant_id = %(tenant)s order by id"),
            self.rows("select * from stock_items where tenant_id = %(tenant)s order by id"),
            self.rows("select * from categories where tenant_id = %(tenant)s order by id"),
            self.rows("select * from prices where tenant_id = %(tenant)s order by variant_id, store_id"),
            self.rows("select * from slugs where tenant_id = %(tenant)s order by kind, slug"),
            self.rows("select id from events where tenant_id = %(tenant)s order by id"),
        ]


def merchant(work: Work, name: str) -> Merchant:
    shop = make.shop(work, name, currency="XOF", country="SN")
    return Merchant(work, shop.tenant.id, shop.store, make.store(work, shop.tenant, "EUR"))
