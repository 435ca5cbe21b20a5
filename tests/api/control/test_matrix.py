"""Every route of Center Control, called by everybody who may not, and by who may: generated from the routes themselves, so
that a new one is in it. A route without a sample fails."""

import pytest
from tests.api.control import sampled
from tests.api.control.world import ControlWorld, control_operations, send
from tests.api.footprint import footprint
from tests.api.sample import Operation
from tests.api.test_every_operation import check_shape
from tests.api.world import World
from tests.operators import make_operator

from duka.access.operator_roles import OPERATOR_ROLES, OPERATORS
from duka.api.router import document
from duka.control import permissions
from duka.main import create_litestar
from duka.tenants.types import PLATFORM
from duka.wiring import Services

pytestmark = pytest.mark.timeout(600)  # every route of Center Control

SAMPLES = sampled.samples()
ORIGIN = "Trail test/1.0"


@pytest.fixture(scope="module")
def guarded(services: Services) -> list[Operation]:
    return control_operations(create_litestar(services))


def test_every_operation_has_a_sample(guarded: list[Operation]) -> None:
    assert {o.name for o in guarded} == set(SAMPLES)
    assert all(o.name.startswith("control_") for o in guarded), [o.name for o in guarded]


def test_every_operation_asks_for_a_permission_of_operators(guarded: list[Operation]) -> None:
    assert {o.permission for o in guarded} <= OPERATORS | set(permissions.NAMES)


def test_every_operation_answers_as_the_contract_says(
    control: ControlWorld, guarded: list[Operation]
) -> None:
    contract = document()
    wrong: dict[str, object] = {}
    for operation in guarded:
        sample = SAMPLES[operation.name](control)
        answer = send(control, operation, sample)
        if answer.status != sample.status:
            wrong[operation.name] = (answer.status, answer.body[:300])
            continue
        described = contract["paths"]["/api/control" + operation.address][operation.method.lower()]
        assert described["operationId"] == operation.name
        if found := check_shape(contract, described, answer):
            wrong[operation.name] = found
    assert wrong == {}


def test_everybody_else_is_refused(
    control: ControlWorld, acorn: World, services: Services, guarded: list[Operation]
) -> None:
    """Nobody, everybody of a merchant, an operator who showed no second factor."""
    others = {
        "nobody": ("", {401}),
        "garbage": (control.operator[:-1] + ("A" if control.operator[-1] != "A" else "B"), {401}),
        "an operator's bearer as staff's": (control.operator.replace("op_", "st_"), {401}),
        "a merchant's owner": (acorn.staff, {404}),
        "a merchant's bearer as an operator's": (acorn.staff.replace("st_", "op_"), {401}),
        "a customer": (acorn.customer_token, {404}),
        "a publishable key": (acorn.pk, {404}),
        "a secret key": (acorn.sk, {404}),
        "without a factor": (make_operator(services, has_factor=False), {403}),
    }
    wrong = []
    for operation in guarded:
        sample = SAMPLES[operation.name](control)
        before = [footprint(services.work, tenant) for tenant in (PLATFORM, acorn.tenant.id)]
        for who, (bearer, right) in others.items():
            answer = send(control, operation, sample, bearer)
            if answer.status not in right:
                wrong.append(f"{operation.name}, {who}: {answer.status} {answer.body[:100]!r}")
        if [footprint(services.work, tenant) for tenant in (PLATFORM, acorn.tenant.id)] != before:
            wrong.append(f"{operation.name} changed something")
    assert not wrong, "\n".join(wrong)


def test_every_role_may_what_it_holds_and_nothing_else(
    control: ControlWorld, services: Services, guarded: list[Operation]
) -> None:
    bearers = {role: make_operator(services, role) for role in OPERATOR_ROLES}
    wrong = []
    for operation in guarded:
        sample = SAMPLES[operation.name](control)
        held = {role for role in OPERATOR_ROLES if operation.permission in OPERATOR_ROLES[role]}
        assert held, f"{operation.name}: no role holds {operation.permission}"
        before = footprint(services.work, PLATFORM)
        for role in sorted(OPERATOR_ROLES.keys() - held):
            answer = send(control, operation, sample, bearers[role])
            if answer.status != 403:
                wrong.append(f"{operation.name} as {role}, who lacks {operation.permission}: {answer.status}")
        if footprint(services.work, PLATFORM) != before:
            wrong.append(f"{operation.name} changed something for somebody without {operation.permission}")
        for role in sorted(held):
            # the first may use the sample up; what the next then hears is no question of rights
            answer = send(control, operation, sample, bearers[role])
            if answer.status == 403 and answer.code == "Forbidden":
                wrong.append(f"{operation.name} as {role}: {answer.json['title']}")
    assert not wrong, "\n".join(wrong)


def test_every_writing_operation_leaves_an_entry(control: ControlWorld, guarded: list[Operation]) -> None:
    """In the platform's trail: who, from where, in which request."""
    excused, wrong = sampled.without_entry(), {}
    writing = [o for o in guarded if o.method not in {"GET", "HEAD"}]
    assert set(excused) <= {o.name for o in writing}
    for operation in writing:
        if operation.name in excused:
            continue
        sample = SAMPLES[operation.name](control)
        answer = send(control, operation, sample, headers={**sample.headers, "user-agent": ORIGIN})
        if answer.status != sample.status:
            wrong[operation.name] = f"its sample does not succeed: {answer.status} {answer.body[:200]!r}"
            continue
        with control.services.work.database.platform() as db:
            found = db.all(
                """select action, actor, actor_name, origin from audit_log
                   where tenant_id = %(platform)s and request_id = %(request)s""",
                platform=PLATFORM,
                request=answer.header("x-request-id"),
            )
        by_operator = [row for row in found if row.actor.startswith("operator:") and row.actor_name]
        if not by_operator:
            wrong[operation.name] = "leaves no entry in the platform's trail that says who"
        elif not any(ORIGIN in row.origin for row in by_operator):
            wrong[operation.name] = "does not say from where"
    assert not wrong, "\n".join(f"{name}: {what}" for name, what in sorted(wrong.items()))
