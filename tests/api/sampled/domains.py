"""Domains of stores; how the company stands."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id


def _added(w: World) -> str:
    host = f"{w.tenant.slug}-{new_id().hex[-6:]}.example"
    answer = w.admin("PUT", f"/stores/{w.second_store}/domains/{host}", {})
    assert answer.status == 200, answer.body
    return host


def _of_added(status: int) -> Callable[[World], Sample]:
    return lambda w: Sample({"store_id": w.second_store, "host": _added(w)}, status=status)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_domains": lambda w: Sample({"store_id": w.second_store}),
        "admin_set_domain": lambda w: Sample(
            {"store_id": w.second_store, "host": f"{w.tenant.slug}-{new_id().hex[-6:]}.example"},
            {"is_primary": False},
        ),
        "admin_check_domain": _of_added(200),
        "admin_remove_domain": _of_added(204),
        "admin_get_standing": lambda w: Sample(),
        "admin_list_sandboxes": lambda w: Sample(),
        "admin_create_sandbox": _sandbox,
    }


def _sandbox(w: World) -> Sample:
    """Room for one more: the oldest of three goes."""
    with w.services.work.database.platform() as db:
        db.run("update tenants set status = 'closed' where sandbox_of = %(tenant)s", tenant=w.tenant.id)
    return Sample(body={"name": "Try it"}, status=201)
