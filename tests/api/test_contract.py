"""Schemathesis over the OpenAPI document: whatever the contract allows or forbids, the answers keep to it."""

import copy
from collections import Counter
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.api.client import Client
from tests.api.samples import SAMPLES, Operation, Sample, operations
from tests.api.world import World, furnish

from duka.api.router import document
from duka.main import create_litestar
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)  # every route of the API

CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance, status_code_conformance]
EXAMPLES = 8
"""For each operation: enough to try each kind of parameter, few enough for every run of the tests."""


@pytest.fixture(scope="module")
def acorn(server: Client, services: Services) -> World:
    """A merchant of this module's own, who is left in disorder."""
    return furnish(server, services)


def _headers(world: World, operation: Operation, sample: Sample) -> dict[str, str]:
    bearer = sample.by if sample.by is not None else operation.default_bearer(world)
    told = {"host": "shop.example", **sample.headers}
    return {**told, "authorization": f"Bearer {bearer}"} if bearer else told


@pytest.mark.timeout(900)
def test_schemathesis_finds_nothing(acorn: World, services: Services) -> None:
    schema = schemathesis.openapi.from_dict(document())
    seen: Counter[int] = Counter()
    for operation in operations(create_litestar(services)):
        if operation.name == "admin_log_out":  # it ends its own session, and is tried elsewhere
            continue
        address = f"/api/tenants/{{tenant}}{operation.address}"
        sample = SAMPLES[operation.name](acorn)
        headers = _headers(acorn, operation, sample)
        path = {**sample.path, "tenant": acorn.tenant.slug}

        def act(case: Any, headers: dict[str, str] = headers, path: dict[str, str] = path) -> None:
            case.path_parameters = {**(case.path_parameters or {}), **path}
            seen[_send(acorn, case, headers)] += 1

        strategy = schema[address][operation.method].as_strategy()
        run(strategy, act)
    print(dict(seen))
    assert sum(seen.values()) > 300
    assert seen[200] > 50, seen


def run(strategy: Any, act: Any) -> None:
    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy)
    def once(case: Any) -> None:
        act(case)

    once()


def _send(world: World, case: Any, headers: dict[str, str]) -> int:
    response = case.call(app=world.client.app, base_url="http://shop.example", headers=headers)
    case.validate_response(response, checks=CHECKS)
    return int(response.status_code)


def test_an_answer_that_breaks_the_contract_would_be_seen(acorn: World) -> None:
    contract = copy.deepcopy(document())
    store = contract["paths"]["/api/tenants/{tenant}/ecommerce/store"]["get"]["responses"]["200"]["content"]
    store["application/json"]["schema"] = {"type": "array"}
    operation = schemathesis.openapi.from_dict(contract)["/api/tenants/{tenant}/ecommerce/store"]["GET"]
    case = operation.Case(path_parameters={"tenant": acorn.tenant.slug})
    headers = {"host": "shop.example", "authorization": f"Bearer {acorn.pk}"}
    with pytest.raises(FailureGroup):
        _send(acorn, case, headers)


OF_OLD = {
    "admin_me_EmailChange",
    "admin_me_PasswordChange",
    "admin_order_changes_AddressInput",
    "admin_session_LogIn",
    "api_admin_stores_Preview",
    "catalog_collections_types_Preview",
    "ecommerce_customers_AddressInput",
    "ecommerce_customers_EmailChange",
    "ecommerce_customers_LogIn",
    "ecommerce_customers_PasswordChange",
    "imports_console_types_Preview",
    "orders_CancelInput",
    "returns_CancelInput",
}


def test_no_two_shapes_share_a_name() -> None:
    """Another of the same name would rename both in the contract, and break whoever reads it."""
    names = document()["components"]["schemas"]
    assert {name for name in names if "_" in name and not name.startswith("Page_")} == OF_OLD
