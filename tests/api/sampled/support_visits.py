"""Samples of visits from the platform."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World
from tests.operators import hire

from duka.control import acting
from duka.control.acting import NewVisit
from duka.identity import queries as identity
from duka.kernel.ids import public


def _visited(w: World) -> str:
    """A visit that lasts; its public id."""
    olive = hire(w.services)
    found = identity.authenticate(w.services.work, olive.bearer)
    assert found is not None
    new = NewVisit("Their shipping rates do not add up")
    return public("visit", acting.begin(w.services.work, olive.caller, found.session, w.tenant.id, new).id)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_support_visits": lambda w: Sample(query={"limit": 5}),
        "admin_end_support_visit": lambda w: Sample({"visit": _visited(w)}, status=204),
    }
