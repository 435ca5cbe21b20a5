"""Bringing a file of invoices in: first the articles that are missing, then orders and refunds in chunks, then which refund
belongs to which purchase, then what the customers' figures are.

Each step is committed by itself and safe to do twice, so a run that was killed goes on where it was: chunks remember how far
they came (`imports.runs`), the others find what is still to do.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from duka.catalog.service.plain_products import MOST, PlainProduct, create_plain_products
from duka.customers.service.guests import Guest, keep_guests
from duka.imports import runs
from duka.imports.datasets.types import Result
from duka.imports.retail import countries, sorting
from duka.imports.retail.reading import Invoice, RetailFile
from duka.imports.retail.sorting import Sorted
from duka.imports.runs import Run
from duka.imports.types import Outcome, Problem, StorePlace, Summary
from duka.kernel.context import Context
from duka.kernel.ids import public
from duka.kernel.money import exponent
from duka.kernel.work import Caller, Work
from duka.orders.service.past_many import PastSale, record_past_many
from duka.orders.service.past_refunds import Matched, PastRefund, match_past_refunds, record_past_refunds
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice
from duka.support import handlers as support

SCOPE = "online-retail"
CHUNK = 400
PEOPLE = 250
NOBODY = "example.invalid"
"""A customer needs an address here and the file has none. Nothing is ever delivered below `.invalid` (RFC 2606)."""

Tell = Callable[[list[Outcome], int, Summary], None]


class Job(msgspec.Struct, frozen=True):
    """A file, sorted, on its way into a store. `publishes`: goods that it makes are on sale at once, uncounted."""

    file: RetailFile
    sorted: list[Sorted]
    store: StorePlace
    zone: ZoneInfo
    publishes: bool = False

    @property
    def pairs(self) -> Iterator[tuple[Invoice, Sorted]]:
        return zip(self.file.invoices, self.sorted, strict=True)


class Report(msgspec.Struct, frozen=True):
    summary: Summary
    products: int
    matched: Matched
    customers: int


def prepare(work: Work, caller: Caller, file: RetailFile, store: StorePlace, *, publishes: bool) -> Job:
    """Sorts everything; nothing is written. Refuses Forbidden."""

    def zone(ctx: Context) -> str:
        ctx.require("imports:run")
        found = "select s.timezone from stores s where s.tenant_id = %(tenant)s and s.id = %(id)s"
        return str(ctx.db.value(found, id=store.id))

    digits = exponent(store.currency)
    every = [sorting.sort(invoice, digits) for invoice in file.invoices]
    return Job(file, every, store, ZoneInfo(work.perform(caller, zone)), publishes)


def run(
    work: Work, caller: Caller, job: Job, *, restarts: bool = False, tell: Tell = lambda *_: None
) -> Report:
    """Everything. Refuses Forbidden, `RunTakenOver`, and what the verbs refuse."""
    started = time.monotonic()
    scope = f"{SCOPE}/{job.store.slug}"
    checksum, name = job.file.checksum, job.file.name
    the_run = work.perform(caller, lambda ctx: runs.begin(ctx, scope, checksum, name, restarts=restarts))
    made = make_goods(work, caller, job)
    summary = the_run.summary()
    summary.resumed_after = the_run.last_row
    for chunk in _chunks(job, the_run.last_row):
        outcomes, the_run = work.perform(caller, partial(_write, job=job, chunk=chunk, before=the_run))
        for count in runs.COUNTS:
            setattr(summary, count, getattr(the_run, count))
        summary.seconds = time.monotonic() - started
        tell(outcomes, the_run.last_row, summary)
    matched = work.perform(caller, lambda ctx: match_past_refunds(ctx, job.store.id))
    people = _figures(work, caller, job)
    work.perform(caller, lambda ctx: runs.finish(ctx, the_run))
    summary.seconds = time.monotonic() - started
    return Report(summary, made, matched, people)


def make_goods(work: Work, caller: Caller, job: Job) -> int:
    """How many products were made: one for each stock code that is not here. It is called what it was mostly called where
    it had a price, and costs what it cost last."""
    titles: dict[str, Counter[str]] = {}
    price: dict[str, int] = {}
    sold = {line.sku for each in job.sorted for line in each.lines}
    for invoice in job.file.invoices:
        for line in invoice.lines:
            found = titles.setdefault(line.sku, Counter())
            if line.title and (line.price > 0 or line.title.isupper()):
                found[line.title] += 1000 if line.price > 0 else 1
            if line.price > 0 and line.quantity > 0:
                price[line.sku] = sorting.minor(line.price, exponent(job.store.currency))
    wanted = [
        PlainProduct(
            sku=sku,
            title=max(called, key=lambda title: (called[title], title), default=sku),
            is_active=job.publishes and sorting.is_goods(sku) and sku in sold and price.get(sku, 0) > 0,
            is_sold=sorting.is_goods(sku),
            tracks_stock=not job.publishes and sorting.is_goods(sku),
            requires_shipping=sorting.is_goods(sku),
        )
        for sku, called in sorted(titles.items())
    ]

    def make(ctx: Context, part: list[PlainProduct]) -> int:
        made = create_plain_products(ctx, job.store.id, part)
        priced = [
            NewPrice(public("var", id), price[sku])
            for sku, id in made.items()
            if price.get(sku) and sorting.is_goods(sku)
        ]
        if priced:
            pricing.set_prices(ctx, job.store.id, priced)
        return len(made)

    return sum(
        work.perform(caller, partial(make, part=wanted[start : start + MOST]))
        for start in range(0, len(wanted), MOST)
    )


def _chunks(job: Job, after: int) -> Iterator[list[tuple[Invoice, Sorted]]]:
    remaining = iter([pair for pair in job.pairs if pair[0].row > after])
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk


def _write(
    ctx: Context, job: Job, chunk: Sequence[tuple[Invoice, Sorted]], before: Run
) -> tuple[list[Outcome], Run]:
    ctx.require("imports:run")
    dated = [(invoice, found, _instant(job, invoice.at)) for invoice, found in chunk]
    sales = [sale(invoice, found, at) for invoice, found, at in dated if found.lines and at <= ctx.now]
    refunds = [
        refund for invoice, found, at in dated if at <= ctx.now for refund in given_back(invoice, found, at)
    ]
    keep_guests(ctx, [guest(invoice, at) for invoice, _, at in dated if invoice.customer])
    written = record_past_many(ctx, job.store.id, sales) if sales else set()
    written |= record_past_refunds(ctx, job.store.id, refunds)
    outcomes = []
    for invoice, _, at in dated:
        if at > ctx.now:
            late = Problem(invoice.row, "InvoiceDate", "this day has not been yet")
            outcomes.append(Outcome(invoice.row, invoice.number, "refused", [], [late]))
            continue
        result: Result = "created" if invoice.number in written else "unchanged"
        outcomes.append(Outcome(invoice.row, invoice.number, result))
    after = before.after(outcomes, chunk[-1][0].row)
    runs.advance(ctx, before, after)
    return outcomes, after


def guest(invoice: Invoice, at: datetime) -> Guest:
    return Guest(address_of(invoice.customer), _name(invoice), countries.code_of(invoice.country), at)


def sale(invoice: Invoice, found: Sorted, at: datetime) -> PastSale:
    return PastSale(
        number=invoice.number,
        placed_at=at,
        email=address_of(invoice.customer),
        name=_name(invoice),
        country=countries.code_of(invoice.country),
        shipping_minor=found.shipping_minor,
        lines=found.lines,
    )


def given_back(invoice: Invoice, found: Sorted, at: datetime) -> list[PastRefund]:
    email = address_of(invoice.customer)
    return [
        PastRefund(
            number=invoice.number,
            position=position,
            kind=line.kind,
            email=email,
            refunded_at=at,
            sku=line.sku,
            title=line.title,
            quantity=line.quantity,
            amount_minor=line.amount_minor,
        )
        for position, line in enumerate(found.refunds)
    ]


def _name(invoice: Invoice) -> str:
    return f"Customer {invoice.customer}" if invoice.customer else ""


def address_of(customer: str) -> str:
    return f"customer-{customer.lower()}@{NOBODY}" if customer else ""


def _instant(job: Job, at: datetime) -> datetime:
    return at.replace(tzinfo=job.zone)


def _figures(work: Work, caller: Caller, job: Job) -> int:
    """What the file's customers ordered and spent, anew. Returns how many they are."""
    emails = sorted({address_of(invoice.customer) for invoice in job.file.invoices if invoice.customer})

    def refresh(ctx: Context, part: list[str]) -> int:
        found: list[tuple[UUID, str]] = [
            (row.id, row.email)
            for row in ctx.db.all(
                """select c.id, c.email from customers c
                   where c.tenant_id = %(tenant)s and c.email = any(%(emails)s) order by c.id""",
                emails=part,
            )
        ]
        for id, email in found:
            support.refresh_figures(ctx, id, email)
        return len(found)

    return sum(
        work.perform(caller, partial(refresh, part=emails[start : start + PEOPLE]))
        for start in range(0, len(emails), PEOPLE)
    )
