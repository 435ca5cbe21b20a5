"""Samples of staff and roles."""

from collections.abc import Callable
from typing import Any

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id


def _role(w: World) -> dict[str, Any]:
    name = f"Role {new_id().hex}"
    made = w.admin("POST", "/roles", {"name": name, "permissions": ["orders:read"]})
    assert made.status == 201, made.body
    role: dict[str, Any] = made.json
    return role


def address(w: World) -> str:
    """Of somebody new, in a domain from which the company invites."""
    domains = w.admin("GET", "/settings/security").json["value"]["invitation_domains"]
    return f"bob{new_id().hex}@{domains[0] if domains else 'acorn.example'}"


def invited(w: World, role: str = "support") -> str:
    """Somebody who was sent an invitation; their public id."""
    made = w.admin("POST", "/staff", {"email": address(w), "grants": [{"role": role}]})
    assert made.status == 201, made.body
    return str(made.json["id"])


def _person(
    body: Any = None, status: int = 204, headers: dict[str, str] | None = None
) -> Callable[[World], Sample]:
    return lambda w: Sample({"staff": invited(w)}, body, headers=headers or {}, status=status)


def _invite(w: World) -> Sample:
    grants = [{"role": "support", "stores": [w.store]}, {"role": "fulfilment", "locations": [w.location]}]
    return Sample(body={"email": address(w), "grants": grants, "locale": "fr"}, status=201)


def _set_grants(w: World) -> Sample:
    body = {"grants": [{"role": "finance", "stores": [w.store]}]}
    return Sample({"staff": invited(w)}, body, headers={"if-match": '"1"'}, status=204)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_permissions": lambda w: Sample(query={"locale": "fr"}),
        "admin_list_roles": lambda w: Sample(),
        "admin_create_role": lambda w: Sample(
            body={"name": f"Picker {new_id().hex}", "permissions": ["orders:read"], "description": "Picks"},
            status=201,
        ),
        "admin_update_role": lambda w: Sample(
            {"role": _role(w)["id"]},
            {"permissions": ["stores:read"]},
            headers={"if-match": '"1"'},
            status=204,
        ),
        "admin_delete_role": lambda w: Sample({"role": _role(w)["id"]}, status=204),
        "admin_list_staff": lambda w: Sample(query={"status": "active", "limit": 5}),
        "admin_invite_staff": _invite,
        "admin_get_staff": _person(status=200),
        "admin_update_staff": _person({"name": "Robert"}, headers={"if-match": '"1"'}),
        "admin_set_grants": _set_grants,
        "admin_dismiss_staff": _person({"revoke_keys": True}),
        "admin_end_staff_sessions": _person(),
        "admin_resend_invitation": _person(),
        "admin_withdraw_invitation": _person(),
    }
