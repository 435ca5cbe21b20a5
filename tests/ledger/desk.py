"""A desk with books: orders, payments, refunds and disputes as their modules write them, each with its step in the ledger."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from tests.people import Shop

from duka.carts.types import ShippingOption, TaxLine
from duka.customers.types import Address
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.ledger import queries, service, verifying
from duka.ledger.verifying import BooksReport
from duka.orders.holding import hold
from duka.orders.inputs import NewOrder, NewOrderLine
from duka.orders.service import cancelling, recording, statuses

ADDRESS = Address(name="Sam Shopper", line1="1 Quay", city="Nantes", postal_code="44000", country="FR")
SHIPPING = ShippingOption("", "post", "Post", "", "flat", 0, None, None, None)


@dataclass
class Desk:
    work: Work
    shop: Shop
    stores: dict[UUID, UUID] = field(default_factory=dict)

    def order(self, **settings: Any) -> UUID:
        """An order that is placed, unless told otherwise."""
        new = self.new_order(**settings)
        self.system(lambda ctx: recording.record(ctx, new))
        return new.id

    def new_order(
        self,
        goods: int = 10_000,
        tax: int = 2_000,
        shipping: int = 600,
        shipping_tax: int = 120,
        *,
        includes: bool = False,
        currency: str = "EUR",
        is_placed: bool = True,
        store: UUID | None = None,
    ) -> NewOrder:
        """`goods` and `shipping` are without tax; the order shows them with it when prices `includes` it."""
        now = self.work.clock()
        shown, carried = (goods + tax, shipping + shipping_tax) if includes else (goods, shipping)
        line = NewOrderLine(
            id=new_id(),
            position=0,
            product_id=str(new_id()),
            variant_id=str(new_id()),
            stock_item_id=str(new_id()),
            sku="SHIRT",
            title="Shirt",
            variant_title="",
            slug="shirt",
            image=None,
            quantity=1,
            unit="C62",
            scale=0,
            pricing_mode="per_item",
            unit_price_minor=shown,
            subtotal_minor=shown,
            discount_minor=0,
            net_minor=goods,
            tax_minor=tax,
            total_minor=goods + tax,
            tax_class="standard",
            taxes=[],
            weight_grams=0,
            stock_per_unit=0,
        )
        all_tax = tax + shipping_tax
        return NewOrder(
            id=new_id(),
            store_id=store or self.shop.store,
            cart_id=new_id(),
            cart_version=1,
            customer_id=None,
            payment_status="pending",
            placed_at=now if is_placed else None,
            currency=currency,
            locale="en",
            prices_include_tax=includes,
            is_estimated=False,
            subtotal_minor=shown,
            discount_minor=0,
            shipping_minor=carried,
            tax_minor=all_tax,
            total_minor=goods + tax + shipping + shipping_tax,
            email="sam@shopper.example",
            phone="",
            shipping_address=ADDRESS,
            billing_address=ADDRESS,
            shipping_method=msgspec.structs.replace(SHIPPING, price_minor=carried),
            payment_method="sandbox",
            note="",
            tracking_hash=new_id().bytes * 2,
            lines=[line],
            taxes=[TaxLine("vat", "VAT", 200_000, all_tax)] if all_tax else [],
        )

    def place(self, order_id: UUID) -> None:
        self.system(lambda ctx: statuses.place(ctx, hold(ctx, order_id)))

    def cancel(self, order_id: UUID, *, is_refunded: bool = True) -> None:
        self.system(
            lambda ctx: cancelling.cancel(ctx, order_id, "changed their mind", is_refunded=is_refunded)
        )

    def pay(self, order_id: UUID, amount: int, *, provider: str = "stripe", fee: int = 0) -> UUID:
        """A payment that took this much at once. The row stands before its steps, as in payments."""
        payment = new_id()

        def act(ctx: Context) -> None:
            ctx.db.run(
                """insert into payments (tenant_id, id, order_id, store_id, provider, attempt, status, currency, amount_minor,
                                         captured_minor, fee_minor, created_at, updated_at)
                   select %(tenant)s, %(id)s, o.id, o.store_id, %(provider)s,
                          1 + (select count(*) from payments n where n.tenant_id = %(tenant)s and n.order_id = o.id),
                          'captured', o.currency, %(amount)s, %(amount)s, %(fee)s, %(now)s, %(now)s
                   from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s""",
                id=payment,
                order=order_id,
                provider=provider,
                amount=amount,
                fee=fee,
                now=ctx.now,
            )
            about = self.about(order_id, payment, provider)
            service.collected(ctx, **about, amount_minor=amount, total_minor=amount)
            service.fee(ctx, **about, amount_minor=fee, total_minor=fee)

        self.system(act)
        return payment

    def refund(self, order_id: UUID, payment: UUID, amount: int, *, provider: str = "stripe") -> UUID:
        """A refund that is done."""
        refund = new_id()

        def act(ctx: Context) -> None:
            ctx.db.run(
                """with less as (update payments set refunded_minor = refunded_minor + %(amount)s
                                 where tenant_id = %(tenant)s and id = %(payment)s)
                   insert into refunds (tenant_id, id, payment_id, amount_minor, status, created_at, updated_at)
                   values (%(tenant)s, %(id)s, %(payment)s, %(amount)s, 'done', %(now)s, %(now)s)""",
                id=refund,
                payment=payment,
                amount=amount,
                now=ctx.now,
            )
            about = self.about(order_id, payment, provider)
            service.refunded(ctx, **about, refund_id=refund, amount_minor=amount)

        self.system(act)
        return refund

    def about(
        self, order_id: UUID, payment: UUID, provider: str = "stripe", currency: str = "EUR"
    ) -> dict[str, Any]:
        """What each step of a payment names."""
        return {
            "order_id": order_id,
            "payment_id": payment,
            "store_id": self.shop.store,
            "provider": provider,
            "currency": currency,
        }

    def system(self, act: Any) -> Any:
        return self.work.perform(Caller(self.shop.tenant.id), act)

    def balances(self, currency: str = "EUR", order_id: UUID | None = None) -> dict[str, int]:
        """What lies on each account, of an order or of everything; accounts that are even are left out."""
        rows = self.system(
            lambda ctx: ctx.db.all(
                """select account, sum(amount_minor)::bigint as amount_minor from ledger_lines
                   where tenant_id = %(tenant)s and currency = %(currency)s
                     and (%(order)s::uuid is null or order_id = %(order)s)
                   group by account having sum(amount_minor) <> 0""",
                currency=currency,
                order=order_id,
            )
        )
        return {row.account: row.amount_minor for row in rows}

    def verify(self) -> BooksReport:
        report: BooksReport = self.system(verifying.verify)
        return report

    def problems(self) -> list[str]:
        return [finding.problem for finding in self.verify().findings]

    def count(self) -> int:
        """How many entries there are."""
        found: int = self.system(
            lambda ctx: ctx.db.value("select count(*) from ledger_entries where tenant_id = %(tenant)s")
        )
        return found


LATER = timedelta(minutes=5)
__all__ = ["LATER", "Desk", "queries"]
