from tests.api.world import World


def test_it_starts(acorn: World) -> None:
    answer = acorn.shop("GET", "/products")
    assert answer.status == 200, answer.body
    order = acorn.order()
    print(order)
    acorn.step(order, "prepare", "ship", "deliver")
