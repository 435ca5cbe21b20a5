"""An outside front end with the accounts of customers, from asking to leaving; and what others' credentials may not."""

from tests.api.world import World
from tests.customers.letters import code, letters, newest_token
from tests.people import PASSWORD

from duka.kernel.ids import new_id


def _joined(world: World) -> tuple[str, str, str]:
    """(address, customer, bearer) of somebody who went the whole way."""
    email = f"f{new_id().hex}@{world.tenant.slug}.example"
    asked = world.shop("POST", "/customers", {"email": email, "password": PASSWORD, "name": "Awa"})
    assert (asked.status, asked.json) == (202, {"status": "letter_sent"})
    token = newest_token(world.services.work, world.tenant.id, email)
    wrong = world.shop("POST", "/customers/verify", {"token": token, "password": "wrong"})
    assert (wrong.status, wrong.code) == (422, "WrongPassword")
    made = world.shop("POST", "/customers/verify", {"token": token, "password": PASSWORD})
    assert made.status == 201
    return email, "cus_" + made.json["customer_id"].replace("-", ""), made.json["token"]


def test_from_asking_to_leaving(acorn: World) -> None:
    email, me, bearer = _joined(acorn)
    at = f"/customers/{me}"
    profile = acorn.shop("GET", at, by=bearer)
    assert (profile.json["email"], profile.json["is_verified"]) == (email, True)

    cart = acorn.cart()
    taken = acorn.shop(
        "POST",
        f"{at}/cart",
        {"cart_id": cart["id"], "cart_token": cart["token"]},
        by=bearer,
        query={"store": acorn.store},
    )
    assert taken.json["id"] == cart["id"]
    gone = acorn.shop("GET", f"/carts/{cart['id']}", headers={"cart-token": cart["token"]})
    assert gone.status == 404, "the cart's token opens nothing any more"

    challenge = acorn.shop("POST", "/customers/code", {"email": email}).json["challenge"]
    right = code(letters(acorn.services.work, acorn.tenant.id, email)[-1][1])
    by_code = acorn.shop("POST", "/customers/code/session", {"challenge": challenge, "code": right})
    assert by_code.status == 201
    sessions = acorn.shop("GET", f"{at}/sessions", by=bearer).json
    assert sorted(one["is_current"] for one in sessions) == [False, True]
    assert acorn.shop("DELETE", f"{at}/sessions", by=bearer).status == 204
    assert acorn.shop("GET", at, by=by_code.json["token"]).status == 401
    assert acorn.shop("DELETE", "/customers/session", by=bearer).status == 204
    assert acorn.shop("GET", at, by=bearer).status == 401


def test_known_and_unknown_addresses_get_the_same_answers(acorn: World) -> None:
    for path, more in (("", {"password": PASSWORD}), ("/reset", {}), ("/code", {})):
        told = [
            acorn.shop("POST", f"/customers{path}", {"email": email, **more})
            for email in (acorn.email, f"n{new_id().hex}@nobody.example")
        ]
        assert {answer.status for answer in told} == {202}
        assert len({tuple(sorted(answer.json)) for answer in told}) == 1


def test_credentials_of_others_are_none_here(acorn: World, birch: World) -> None:
    email, me, bearer = _joined(acorn)
    for path in ("/sessions", "/wish-list"):
        at = f"/customers/{me}{path}"
        query = {"store": acorn.store}
        assert acorn.shop("GET", at, by=bearer, query=query).status == 200
        assert acorn.shop("GET", at, by=acorn.staff, query=query).status == 403
        assert acorn.shop("GET", at, by=acorn.sk, query=query).status == 403
        assert acorn.shop("GET", at, by=acorn.stranger_token, query=query).status == 404
        assert acorn.shop("GET", at, by=birch.customer_token, query=query).status == 404
    assert acorn.call("GET", "/admin/customers", None, by=bearer).status == 403
    token = {"token": bearer, "password": "nine ladies dancing"}
    assert acorn.shop("POST", "/customers/reset/confirm", token).status == 410
    assert letters(acorn.services.work, acorn.tenant.id, email)[-1][0] == "customer_welcome"
