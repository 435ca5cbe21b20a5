"""A merchant at a desk with files: two stores in two currencies, two locations, and what tests ask of
imports."""

import hashlib
import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from tests import make

from duka.catalog import service as catalog
from duka.catalog.inputs import NewAttribute, NewCategory
from duka.imports import exporting, formats, queries, service
from duka.imports.types import Held, Outcome, Places, Settings, Summary
from duka.kernel.context import SYSTEM
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work

HEADER = (
    "Handle,Title,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,"
    "Variant Grams,"
    "Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,"
    "Variant Compare At Price,Variant Taxable,Image Src,Image Position,Gift Card"
)


def row(**cells: str) -> str:
    """A row of HEADER: `handle=`, `price=` and so on, by the last word of the column, in lower case."""
    names = [
        "handle", "title", "body", "vendor", "type", "tags", "published", "option", "value", "sku", "grams",
        "tracker", "qty", "policy", "price", "compare", "taxable", "image", "position", "gift",
    ]  # fmt: skip
    assert set(cells) <= set(names)
    return ",".join(cells.get(name, "") for name in names)


@dataclass
class Desk:
    work: Work
    folder: Path
    caller: Caller = field(init=False)
    told: list[Outcome] = field(default_factory=list)

    def build(self) -> "Desk":
        tenant = make.tenant(self.work)
        self.tenant = tenant
        self.caller = Caller(tenant.id, SYSTEM)
        self.store = make.store(self.work, tenant, "EUR", slug="paris")
        self.second = make.store(self.work, tenant, "XOF", slug="dakar")
        make.location(self.work, tenant, "depot")
        make.location(self.work, tenant, "loft")
        self.do(lambda ctx: catalog.create_category(ctx, NewCategory(name="Dresses")))
        self.do(lambda ctx: catalog.create_category(ctx, NewCategory(name="Sale")))
        for new in (
            NewAttribute("material", "Material", "text"),
            NewAttribute("length", "Length", "measure", unit="CMT"),
            NewAttribute("washable", "Washable", "boolean"),
        ):
            self.do(lambda ctx, new=new: catalog.create_attribute(ctx, new))
        return self

    def do(self, act: Any) -> Any:
        return self.work.perform(self.caller, act)

    def places(self, store: str = "paris") -> Places:
        found: Places = self.do(lambda ctx: queries.places(ctx, store))
        return found

    def file(self, content: str | bytes, name: str = "goods.csv") -> Path:
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def take(self, content: str | bytes, store: str = "paris", **settings: Any) -> Summary:
        """Import a file; `told` holds the outcomes afterwards."""
        upload = settings.pop("upload", None)
        self.told = []
        return service.run(
            self.work,
            self.caller,
            formats.recognise(self.file(content)),
            self.places(store),
            Settings(**{"fetches_images": upload is not None, **settings}),
            upload,
            lambda outcomes, *_: self.told.extend(outcomes),
        )

    def export(self, store: str = "", **more: Any) -> str:
        out = io.StringIO(newline="")
        exporting.export(self.work, self.caller, self.places(store), exporting.csv_into(out), **more)
        return out.getvalue()

    @property
    def refusals(self) -> list[str]:
        return [str(problem) for outcome in self.told for problem in outcome.problems]

    def held(self) -> list[Held]:
        """Every product as it is, in the order they were made."""

        def all_of(ctx: Any) -> list[Held]:
            ids = queries.product_ids(ctx, None, None, 1000)
            return list(queries.held(ctx, ids).values())

        found: list[Held] = self.do(all_of)
        return found

    def one(self) -> Any:
        (found,) = self.held()
        return found

    def count(self, table: str) -> int:
        statement = f"select count(*) from {table} where tenant_id = %(tenant)s"
        return int(self.do(lambda ctx: ctx.db.value(statement)))

    def id_of(self, slug: str) -> UUID:
        return next(product.id for product in self.held() if product.slug == slug)

    def checksum(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()

    def picture(self, data: bytes) -> UUID:
        """Media as an upload leaves it, of bytes that are no picture."""
        id = new_id()
        self.do(
            lambda ctx: ctx.db.run(
                """insert into media (tenant_id, id, key, mime, width, height, bytes, checksum, widths)
                   values (%(tenant)s, %(id)s, 'k', 'image/webp', 640, 640, 1, %(checksum)s, '{320,640}')""",
                id=id,
                checksum=hashlib.sha256(data).digest(),
            )
        )
        return id
