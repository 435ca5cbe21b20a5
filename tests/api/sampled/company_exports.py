"""Everything of one's own company."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World


def _fresh(w: World) -> Sample:
    """As if those that were asked for before were of the week before."""
    with w.services.work.database.platform() as tx:
        tx.run(
            """update archives set status = 'gone', created_at = created_at - interval '7 days'
               where tenant_id = %(whose)s and status <> 'gone'""",
            whose=w.tenant.id,
        )
    return Sample(status=202)


def samples() -> dict[str, Callable[[World], Sample] | Any]:
    return {
        "admin_start_company_export": _fresh,
        "admin_list_company_exports": lambda w: Sample(),
    }
