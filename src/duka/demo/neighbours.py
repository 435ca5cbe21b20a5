"""Further merchants of the demo's installation, in every state: what operators look at."""

from duka.control import life
from duka.control import tenants as merchants
from duka.control.tenants import NewTenant
from duka.kernel.work import Caller
from duka.tenants import queries as tenants
from duka.tenants.types import PLATFORM
from duka.wiring import Services

SUSPENDED = "savons-de-ziguinchor"
NEIGHBOURS = (
    NewTenant(
        company="Rösterei Brandt", slug="roesterei-brandt", owner_email="karla@brandt.example", owner_name="Karla Brandt",
        country="DE", plan="shop", trial_days=14,
    ),
    NewTenant(
        company="Atelier Adjoua", slug="atelier-adjoua", owner_email="adjoua@atelier.example", owner_name="Adjoua Koffi",
        country="CI", plan="market-stall", trial_days=3,
    ),
    NewTenant(
        company="Savons de Ziguinchor", slug=SUSPENDED, owner_email="fatou@savons.example", owner_name="Fatou Badji",
        country="SN", plan="market-stall", trial_days=0,
    ),
)  # fmt: skip


def settle(services: Services, base_url: str) -> int:
    """How many there are; two are on trial, one is suspended. Who is there already stays."""
    system = Caller(PLATFORM)
    for new in NEIGHBOURS:
        if tenants.find(services.work, new.slug) is not None:
            continue
        made = merchants.create(services.work, system, new, base_url)
        if new.slug == SUSPENDED:
            life.suspend(services.work, system, made, "unpaid", "Two bills are open.")
    return len(NEIGHBOURS)
