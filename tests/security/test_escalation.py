"""Attacks over HTTP by people who work here and want more than they were given."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests import make
from tests.api.footprint import footprint
from tests.api.world import World
from tests.people import PASSWORD

from duka.access.inputs import GrantInput
from duka.identity import service as identity
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id, parse, public
from duka.kernel.work import Caller
from duka.staff import inviting
from duka.staff import service as staff
from duka.staff.inputs import NewInvitation

Body = dict[str, Any]


class Insider:
    """Somebody who is logged in at `world`."""

    def __init__(self, world: World, *grants: GrantInput | str, name: str = "Mallory") -> None:
        self.world = world
        self.caller = make.staff(world.services.work, world.tenant, *grants, name=name)
        assert self.caller.actor.id is not None
        self.id = public("staff", self.caller.actor.id)
        person = self.caller.actor.id
        self.token: str = world.perform(lambda ctx: identity.open_session(ctx, "staff", person))

    def call(self, method: str, path: str, body: Any = None, version: int = 1, key: str = "") -> Any:
        sent = {"if-match": f'"{version}"', **({"idempotency-key": key} if key else {})}
        return self.world.call(method, f"/admin{path}", body, by=self.token, headers=sent)

    def refused(self, method: str, path: str, body: Any = None) -> str:
        """The code of a 403 or 404 that changed nothing."""
        before = footprint(self.world.services.work, self.world.tenant.id)
        answer = self.call(method, path, body)
        assert answer.status in {403, 404}, answer.body
        assert footprint(self.world.services.work, self.world.tenant.id) == before
        return str(answer.code)


@pytest.fixture(scope="module")
def owner(acorn: World) -> Insider:
    return Insider(acorn, "owner", name="Olga Owner")


def role(world: World, *permissions: str) -> str:
    return make.role(world.services.work, world.tenant, *permissions)


def invitation(world: World, by: str, grants: list[Body] | None = None) -> tuple[str, str]:
    """The id of somebody who is invited, and the secret of their letter."""
    email = f"i{new_id().hex}@acorn.example"
    made = world.call(
        "POST", "/admin/staff", {"email": email, "grants": grants or [{"role": "support"}]}, by=by
    )
    assert made.status == 201, made.body
    sql = "select text from mails where tenant_id = %(tenant)s and recipient = %(to)s order by created_at desc limit 1"
    letter: str = world.perform(lambda ctx: ctx.db.value(sql, to=email))
    found = re.search(r"/console/account/join#token=(\S+)", letter)
    assert found
    return str(made.json["id"]), found[1]


def accept(world: World, token: str, **more: Any) -> Any:
    body = {"token": token, "name": "Newt Newman", "password": PASSWORD, **more}
    return world.client.request("POST", "/api/invitations/accept", body)


# --- granting


def test_a_manager_makes_no_owner(acorn: World, owner: Insider) -> None:
    manager, friend = Insider(acorn, "manager"), Insider(acorn, "support")
    as_owner = {"grants": [{"role": "owner"}]}
    assert manager.refused("PUT", f"/staff/{friend.id}/grants", as_owner) == "OwnersOnly"
    assert manager.refused("POST", "/staff", {"email": "f@acorn.example", **as_owner}) == "OwnersOnly"
    everything = role(acorn, "keys:write", "roles:write")
    grants = {"grants": [{"role": everything}]}
    assert manager.refused("PUT", f"/staff/{friend.id}/grants", grants) == "NobodyGrantsMore"
    assert manager.refused("POST", "/staff", {"email": "f@acorn.example", **grants}) == "NobodyGrantsMore"


def test_nobody_promotes_themselves(acorn: World) -> None:
    for grants in (["manager"], ["owner"]):
        insider = Insider(acorn, *grants)
        body = {"grants": [{"role": "owner"}]}
        assert insider.refused("PUT", f"/staff/{insider.id}/grants", body) == "OwnRightsStay"


def test_nobody_promotes_themselves_through_their_role(acorn: World) -> None:
    editors = role(acorn, "roles:write", "staff:read", "orders:read")
    insider = Insider(acorn, editors)
    for change in ({"permissions": ["roles:write", "orders:read", "payments:write"]}, {"name": "Mine"}):
        assert insider.refused("PATCH", f"/roles/{editors}", change) == "OwnRoleStays"
    mine = insider.call("POST", "/roles", {"name": f"R {new_id().hex}", "permissions": ["orders:read"]})
    assert mine.status == 201
    more = {"permissions": ["orders:read", "staff:write"]}
    assert insider.refused("PATCH", f"/roles/{mine.json['id']}", more) == "NobodyGrantsMore"


def test_a_role_of_the_strong_is_not_weakened_by_the_weak(acorn: World) -> None:
    strong = role(acorn, "payments:write", "orders:read")
    Insider(acorn, strong)
    insider = Insider(acorn, role(acorn, "roles:write", "orders:read"))
    assert (
        insider.refused("PATCH", f"/roles/{strong}", {"permissions": ["orders:read"]}) == "NobodyGrantsMore"
    )
    assert insider.refused("DELETE", f"/roles/{strong}") == "NobodyGrantsMore"


def test_owners_are_out_of_reach(acorn: World, owner: Insider) -> None:
    manager = Insider(acorn, "manager")
    at = f"/staff/{owner.id}"
    assert manager.refused("PATCH", at, {"name": "Nobody"}) == "OwnersOnly"
    assert manager.refused("POST", f"{at}/dismiss", {"revoke_keys": True}) == "OwnersOnly"
    assert manager.refused("DELETE", f"{at}/sessions") == "OwnersOnly"
    assert manager.refused("PUT", f"{at}/grants", {"grants": [{"role": "read-only"}]}) == "OwnersOnly"
    invited, _ = invitation(acorn, owner.token, [{"role": "owner"}])
    assert manager.refused("DELETE", f"/staff/{invited}/invitation") == "OwnersOnly"
    assert manager.refused("POST", f"/staff/{invited}/invitation") == "OwnersOnly"
    assert manager.call("GET", at).json["name"] == "Olga Owner"


def test_a_key_with_every_scope_is_no_owner(acorn: World, owner: Insider) -> None:
    before = footprint(acorn.services.work, acorn.tenant.id)
    answers = [
        acorn.call("POST", f"/admin/staff/{owner.id}/dismiss", {}, by=acorn.sk),
        acorn.call(
            "POST", "/admin/staff", {"email": "k@acorn.example", "grants": [{"role": "owner"}]}, by=acorn.sk
        ),
    ]
    assert [(a.status, a.code) for a in answers] == [(403, "OwnersOnly")] * 2
    assert footprint(acorn.services.work, acorn.tenant.id) == before


def test_limits_do_not_grow(acorn: World) -> None:
    limited = Insider(acorn, GrantInput("manager", [acorn.store]))
    friend = Insider(acorn, GrantInput("support", [acorn.store]))
    at = f"/staff/{friend.id}/grants"
    for places in ({}, {"stores": [acorn.second_store]}, {"stores": [acorn.store, acorn.second_store]}):
        assert (
            limited.refused("PUT", at, {"grants": [{"role": "support", **places}]}) == "NobodyGrantsElsewhere"
        )
        invited = {"email": "l@acorn.example", "grants": [{"role": "support", **places}]}
        assert limited.refused("POST", "/staff", invited) == "NobodyGrantsElsewhere"
    within = {"grants": [{"role": "support", "stores": [acorn.store], "locations": [acorn.location]}]}
    assert limited.call("PUT", at, within).status == 204


def test_who_sells_in_one_store_sells_in_no_other(acorn: World) -> None:
    cashier = Insider(acorn, GrantInput("cashier", [acorn.store]))
    before = footprint(acorn.services.work, acorn.tenant.id)
    elsewhere = acorn.call(
        "POST", "/ecommerce/carts", {}, by=cashier.token, query={"store": acorn.second_store}
    )
    assert (elsewhere.status, elsewhere.code) == (403, "Forbidden")
    assert footprint(acorn.services.work, acorn.tenant.id) == before
    here = acorn.call("POST", "/ecommerce/carts", {}, by=cashier.token, query={"store": acorn.store})
    assert here.status == 201


# --- keys


def test_keys_hold_no_more_than_their_maker(acorn: World) -> None:
    keeper = Insider(acorn, role(acorn, "keys:read", "keys:write", "orders:read"))
    secret = {"kind": "secret", "name": "K"}
    assert keeper.refused("POST", "/api-keys", {**secret, "scopes": ["orders:write"]}) == "NobodyGrantsMore"
    made = keeper.call("POST", "/api-keys", secret)
    assert made.status == 201
    (mine,) = [k for k in keeper.call("GET", "/api-keys").json if k["id"] == made.json["id"]]
    assert mine["scopes"] == ["keys:read", "keys:write", "orders:read"]
    above = {**secret, "scopes": ["payments:write"]}
    assert acorn.call("POST", "/admin/api-keys", above, by=made.json["key"]).code == "NobodyGrantsMore"
    strong = acorn.admin("POST", "/api-keys", {**secret, "scopes": ["payments:write"]}).json["id"]
    assert keeper.refused("POST", f"/api-keys/{strong}/rotate", {"overlap_hours": 0}) == "NobodyGrantsMore"


def test_a_publishable_key_holds_nothing_of_staff(acorn: World) -> None:
    for scope in ("orders:read", "staff:write", "account:manage", "keys:write"):
        body = {"kind": "publishable", "name": "P", "store_id": acorn.store, "scopes": [scope]}
        assert acorn.admin("POST", "/api-keys", body).code == "ScopeNotAllowed"


def test_a_keys_maker_leaves_and_it_is_told(acorn: World, owner: Insider) -> None:
    """The decision: a key is the company's. It stays when its maker goes, unless whoever dismisses them says otherwise."""
    for revoke, status in ((False, 200), (True, 401)):
        maker = Insider(acorn, "owner", name="Max Maker")
        key = maker.call(
            "POST", "/api-keys", {"kind": "secret", "name": "Till", "scopes": ["orders:read"]}
        ).json
        assert [k["id"] for k in owner.call("GET", f"/staff/{maker.id}").json["keys"]] == [key["id"]]
        assert owner.call("POST", f"/staff/{maker.id}/dismiss", {"revoke_keys": revoke}).status == 204
        assert maker.call("GET", "/orders").status == 401
        assert acorn.call("GET", "/admin/orders", by=key["key"]).status == status
        (told,) = [k for k in owner.call("GET", "/api-keys").json if k["id"] == key["id"]]
        assert told["is_maker_gone"] and told["created_by"] == "Max Maker"


def test_a_retry_makes_one_key_and_tells_its_secret_once(acorn: World, owner: Insider) -> None:
    body = {"kind": "secret", "name": f"Once {new_id().hex}", "scopes": ["orders:read"]}
    again = new_id().hex
    first, second = (owner.call("POST", "/api-keys", body, key=again) for _ in range(2))
    assert (first.status, second.status) == (201, 201)
    assert first.json["id"] == second.json["id"] and second.header("idempotent-replayed") == "true"
    assert first.json["key"].startswith("sk_") and second.json["key"] == ""
    assert len([k for k in owner.call("GET", "/api-keys").json if k["name"] == body["name"]]) == 1
    sql = (
        "select string_agg(convert_from(body, 'utf8'), '') from idempotency_keys where tenant_id = %(tenant)s"
    )
    assert first.json["key"] not in acorn.perform(lambda ctx: ctx.db.value(sql))
    other = owner.call("POST", "/api-keys", {**body, "name": "Another"}, key=again)
    assert other.code == "IdempotencyKeyReused"


# --- invitations


def test_an_invitation_lets_one_person_in_once(acorn: World, owner: Insider) -> None:
    _, token = invitation(acorn, owner.token)
    looked = acorn.client.request("POST", "/api/invitations/look", {"token": token})
    assert looked.status == 200 and looked.json["inviter"] == "Olga Owner"
    first = accept(acorn, token)
    assert (first.status, first.json["tenant"]) == (200, acorn.tenant.slug)
    replay = accept(acorn, token, password="the thief's own password")
    assert (replay.status, replay.code) == (404, "InvitationOver")


def test_an_invitation_of_another_company_opens_nothing_here(
    acorn: World, birch: World, owner: Insider
) -> None:
    _, token = invitation(birch, birch.staff)
    before = footprint(acorn.services.work, acorn.tenant.id)
    assert accept(acorn, token.replace(birch.tenant.id.hex, acorn.tenant.id.hex)).status == 404
    assert footprint(acorn.services.work, acorn.tenant.id) == before
    theirs, _ = invitation(birch, birch.staff)
    for method in ("POST", "DELETE"):
        assert owner.refused(method, f"/staff/{theirs}/invitation") == "StaffNotFound"


def test_what_is_invited_cannot_log_in_before_it_came(acorn: World, owner: Insider) -> None:
    invited, token = invitation(acorn, owner.token)
    email = owner.call("GET", f"/staff/{invited}").json["email"]
    for password in ("", "x", PASSWORD):
        answer = acorn.call("POST", "/admin/session", {"email": email, "password": password or " "}, by="")
        assert answer.status == 401
    assert acorn.call("GET", "/admin/orders", by=token).status == 401


def test_a_weak_password_uses_no_invitation_up(acorn: World, owner: Insider) -> None:
    _, token = invitation(acorn, owner.token)
    for password in ("short", "passwordpassword", "acornacorn"):
        assert accept(acorn, token, password=password).status == 422
    assert accept(acorn, token).status == 200


# --- rights that were taken a moment ago


def test_rights_that_were_taken_are_gone_though_a_process_remembers_them(
    acorn: World, owner: Insider
) -> None:
    """The caller below is what a process may hold for a moment longer than the right itself."""
    manager, friend = Insider(acorn, "manager"), Insider(acorn, "read-only")
    remembered: Caller = manager.caller
    assert owner.call("PUT", f"/staff/{manager.id}/grants", {"grants": [{"role": "read-only"}]}).status == 204
    work = acorn.services.work
    before = footprint(work, acorn.tenant.id)
    person = parse("staff", friend.id)
    new = NewInvitation("late@acorn.example", [GrantInput("support")])
    acts: list[Callable[[Context], object]] = [
        lambda ctx: staff.set_grants(ctx, person, [GrantInput("support")], 1),
        lambda ctx: staff.dismiss(ctx, person),
        lambda ctx: inviting.invite(ctx, new, "https://shop.example"),
    ]
    for act in acts:
        with pytest.raises(Forbidden):
            work.perform(remembered, act)
    assert footprint(work, acorn.tenant.id) == before
    assert manager.call("PUT", f"/staff/{friend.id}/grants", {"grants": [{"role": "support"}]}).status == 403
