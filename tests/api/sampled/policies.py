"""What binds a company, orders that are held, and several stores."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id


def _held(world: World) -> Sample:
    order = world.order()["id"]
    held = world.admin("POST", f"/orders/{order}/hold", {"reason": "The buyer rang"})
    assert held.status == 200 and held.json["hold"]["outcome"] == "", held.body
    return Sample({"order": order}, {"reason": "We know her"})


def _store(world: World) -> str:
    """A store of its own."""
    body = {"slug": f"copy-{new_id().hex[-10:]}", "name": "Copy", "parts": ["settings"]}
    made = world.admin("POST", f"/stores/{world.store}/clone", body)
    assert made.status == 201, made.body
    return str(made.json["id"])


def _seen(world: World, store: str) -> dict[str, str]:
    standing = world.admin("GET", f"/stores/{store}/standing")
    assert standing.status == 200, standing.body
    return {"if-match": f'"{standing.json["version"]}"'}


def _close(world: World) -> Sample:
    store = _store(world)
    return Sample({"store_id": store}, {"reason": "Holidays"}, headers=_seen(world, store))


def _reopen(world: World) -> Sample:
    store = _store(world)
    closed = world.admin("POST", f"/stores/{store}/close", {}, headers=_seen(world, store))
    assert closed.status == 200, closed.body
    return Sample({"store_id": store}, {"reason": "Back"}, headers=_seen(world, store))


def _stock(world: World) -> Sample:
    store = _store(world)
    body = {"mode": "dedicated", "location_ids": [world.location]}
    return Sample({"store_id": store}, body, headers=_seen(world, store))


def samples() -> dict[str, Callable[[World], Sample] | Sample]:
    return {
        "admin_list_policies": lambda w: Sample(),
        "admin_hold_order": lambda w: Sample({"order": w.order()["id"]}, {"reason": "The buyer rang"}),
        "admin_release_order": _held,
        "admin_refuse_order": _held,
        "admin_clone_store": lambda w: Sample(
            {"store_id": w.store},
            {
                "slug": f"copy-{new_id().hex[-10:]}",
                "name": "Copy",
                "currency": "",
                "parts": [
                    "settings",
                    "appearance",
                    "shipping",
                    "taxes",
                    "payments",
                    "pages",
                    "catalogue",
                    "prices",
                ],
            },
            status=201,
        ),
        "admin_get_store_standing": lambda w: Sample({"store_id": w.store}),
        "admin_close_store": _close,
        "admin_reopen_store": _reopen,
        "admin_keep_store_stock": _stock,
        "admin_change_store_catalogue": lambda w: Sample(
            {"store_id": _store(w)}, {"action": "add", "goods": "store", "of": w.store, "is_visible": False}
        ),
    }
