"""Returns over HTTP: each call of the samples succeeds, the list is bounded in statements, another's order gives nothing away."""

from tests.api.sample import operations, send
from tests.api.sampled import returns
from tests.api.world import World

from duka.access.roles import OWNER
from duka.kernel.context import Actor
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.main import create_litestar
from duka.returns import staff_list
from duka.returns.staff_list import ReturnSearch
from duka.wiring import Services


def test_each_call_succeeds(acorn: World, services: Services) -> None:
    wrong = {}
    samples = returns.samples()
    mine = [operation for operation in operations(create_litestar(services)) if operation.name in samples]
    assert len(mine) == len(samples)
    for operation in mine:
        made = samples[operation.name]
        sample = made(acorn) if callable(made) else made
        answer = send(acorn, operation, sample)
        if answer.status != sample.status:
            wrong[operation.name] = (answer.status, answer.body[:300])
    assert wrong == {}


def test_the_list_asks_twice_whatever_its_length(acorn: World) -> None:
    for _ in range(3):
        returns.returned(acorn)
    work = acorn.services.work
    caller = Caller(acorn.tenant.id, Actor("staff", new_id(), "Alice"), OWNER)
    found = work.perform(caller, lambda ctx: staff_list.list_for_staff(ctx, ReturnSearch()))
    assert len(found.items) >= 3
    assert work.last_statements <= 3


def test_another_ones_order(acorn: World) -> None:
    order = returns.delivered(acorn)
    token = {"order-token": "guessed"}
    at = f"/orders/{order['id']}"
    assert acorn.shop("GET", f"{at}/returns", headers=token).status == 404
    assert acorn.shop("POST", f"{at}/returns", returns.asked(order), headers=token).status == 404
