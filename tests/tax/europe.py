"""The bazaar in France, sending to Germany and to New York too; its buyers, numbers and taxes."""

from typing import Any
from uuid import UUID

from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import ready

from duka.carts.types import Cart
from duka.customers.types import Address
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.settings import queries as setting_queries
from duka.settings import service as settings
from duka.stores.sections import TAX_RULES

BERLIN = Address(name="Erika", line1="Torstr. 1", postal_code="10119", city="Berlin", country="DE")
PARIS = Address(name="Zoé", line1="1 rue de Rivoli", postal_code="75001", city="Paris", country="FR")
NEW_YORK = Address(
    name="Ann", line1="1 Broadway", postal_code="10001", city="New York", region="NY", country="US"
)
GERMAN, FRENCH = "DE136695976", "FR40303265045"


def europe(bazaar: Bazaar, **rules: Any) -> Bazaar:
    """The store in France with euros, 20 % here and 19 % in Germany, and these tax rules."""

    def move(ctx: Context) -> None:
        ctx.db.run(
            "update stores set country = 'FR', currency = 'EUR' where tenant_id = %(tenant)s and id = %(id)s",
            id=bazaar.store,
        )
        ctx.db.run(
            "update shipping_zones set countries = '{FR,DE,US}' where tenant_id = %(tenant)s and id = %(id)s",
            id=bazaar.zone,
        )
        ctx.db.run(
            "delete from tax_rates where tenant_id = %(tenant)s and store_id = %(id)s", id=bazaar.store
        )
        for country, ppm in (("FR", 200_000), ("DE", 190_000), ("US", 50_000)):
            ctx.db.run(
                """insert into tax_rates (tenant_id, id, store_id, country, tax_class, code, name, rate_ppm)
                   values (%(tenant)s, %(id)s, %(store)s, %(country)s, 'standard', %(code)s, 'VAT', %(rate)s)""",
                id=new_id(),
                store=bazaar.store,
                country=country,
                code=country.lower(),
                rate=ppm,
            )
        version = setting_queries.resolved(ctx, TAX_RULES, bazaar.store).version
        settings.save(ctx, TAX_RULES, bazaar.store, rules, version)

    bazaar.perform(move)
    return bazaar


def is_known(bazaar: Bazaar, number: str = GERMAN, state: str = "valid") -> None:
    """What was found out of a number."""

    def act(ctx: Context) -> None:
        ctx.db.run(
            """insert into vat_numbers (tenant_id, number, state, checked_at, consultation_number, created_at)
               values (%(tenant)s, %(number)s, %(state)s, %(now)s, 'WAPI7', %(now)s)
               on conflict (tenant_id, number) do update set state = excluded.state""",
            number=number,
            state=state,
            now=ctx.now,
        )

    bazaar.perform(act)


def cart(bazaar: Bazaar, *lines: tuple[UUID, int], to: Address = BERLIN, **values: Any) -> Cart:
    return ready(bazaar, *lines, shipping_address=to, **values)
