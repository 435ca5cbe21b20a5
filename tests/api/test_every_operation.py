"""Every operation succeeds once, with the status and the shape that the contract names."""

import jsonschema
import pytest
from tests.api.samples import SAMPLES, operations, send
from tests.api.world import World

from duka.api.router import document
from duka.main import create_litestar
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)  # every route of the API


def _check(schema: dict, components: dict, value: object) -> list[str]:
    resolved = {**schema, "components": {"schemas": components}}
    validator = jsonschema.Draft202012Validator(resolved)
    return [f"{error.json_path}: {error.message[:160]}" for error in validator.iter_errors(value)]


def test_every_operation_answers_as_the_contract_says(acorn: World, services: Services) -> None:
    contract = document()
    wrong: dict[str, object] = {}
    for operation in operations(create_litestar(services)):
        sample = SAMPLES[operation.name](acorn)
        answer = send(acorn, operation, sample)
        if answer.status != sample.status:
            wrong[operation.name] = (answer.status, answer.body[:300])
            continue
        described = contract["paths"][f"/api/tenants/{{tenant}}{operation.address}"][operation.method.lower()]
        assert described["operationId"] == operation.name
        response = described["responses"].get(str(answer.status))
        if response is None:
            wrong[operation.name] = f"{answer.status} is not described"
        elif answer.status == 204:
            assert answer.body == b""
        elif "application/json" not in response["content"]:
            assert str(answer.header("content-type")).partition(";")[0] in response["content"], operation.name
        else:
            schema = response["content"]["application/json"]["schema"]
            assert str(answer.header("content-type")).startswith("application/json"), operation.name
            if found := _check(schema, contract["components"]["schemas"], answer.json):
                wrong[operation.name] = found[:3]
    assert wrong == {}


def test_every_operation_has_a_sample(services: Services) -> None:
    assert {o.name for o in operations(create_litestar(services))} == set(SAMPLES)
