"""Every operation succeeds once, with the status and the shape that the contract names."""

from typing import Any

import jsonschema
import pytest
from tests.api.client import Answer
from tests.api.samples import SAMPLES, operations, send
from tests.api.world import World

from duka.api.router import document
from duka.main import create_litestar
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)  # every route of the API


def _check(schema: dict[str, Any], components: dict[str, Any], value: object) -> list[str]:
    resolved = {**schema, "components": {"schemas": components}}
    validator = jsonschema.Draft202012Validator(resolved)
    return [f"{error.json_path}: {error.message[:160]}" for error in validator.iter_errors(value)]


def check_shape(contract: dict[str, Any], described: dict[str, Any], answer: Answer) -> object:
    """What is wrong with an answer, as the contract describes it; nothing (falsy) when nothing is."""
    response = described["responses"].get(str(answer.status))
    if response is None:
        return f"{answer.status} is not described"
    if answer.status == 204:
        return answer.body
    kind = str(answer.header("content-type")).partition(";")[0]
    if "application/json" not in response["content"]:
        return "" if kind in response["content"] else f"{kind} is not described"
    if kind != "application/json":
        return f"{kind} is no JSON"
    schema = response["content"]["application/json"]["schema"]
    return _check(schema, contract["components"]["schemas"], answer.json)[:3]


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
        if found := check_shape(contract, described, answer):
            wrong[operation.name] = found
    assert wrong == {}


def test_every_operation_has_a_sample(services: Services) -> None:
    assert {o.name for o in operations(create_litestar(services))} == set(SAMPLES)
