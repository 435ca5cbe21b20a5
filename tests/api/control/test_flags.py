"""Operators roll features out, switch them for one merchant, and see what follows and what was done."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from tests.api.client import Answer
from tests.api.control.world import ControlWorld
from tests.operators import make_operator

from duka.flags import queries
from duka.flags.rules import PARTS, bucket
from duka.kernel.ids import public
from duka.kernel.work import Caller

FLAG = "experiments"


@pytest.fixture(autouse=True)
def _as_it_was(control: ControlWorld) -> Iterator[None]:
    forget(control)
    yield
    forget(control)


def forget(control: ControlWorld) -> None:
    with control.services.work.database.platform() as tx:
        tx.run("delete from flag_rules where name = %(name)s", name=FLAG)


def roll(control: ControlWorld, version: int, flag: str = FLAG, **rule: Any) -> Answer:
    return control.call("PUT", f"/flags/{flag}", rule, headers={"if-match": f'"{version}"'})


def is_on(control: ControlWorld, tenant: UUID) -> bool:
    return control.services.work.perform(Caller(tenant), lambda ctx: queries.is_on(ctx, FLAG))


def test_a_feature_goes_from_a_pilot_to_everybody(control: ControlWorld) -> None:
    acorn, birch = control.shop().tenant.id, control.shop("birch").tenant.id
    seen = control.call("GET", f"/flags/{FLAG}").json["flag"]
    assert (seen["rollout"], seen["version"], seen["openness"]) == (None, 0, "open")
    piloted = roll(control, 0, rollout="pilot", note="trying it")
    assert (piloted.status, piloted.json["flag"]["version"]) == (200, 1)
    assert not is_on(control, acorn) and not is_on(control, birch)
    on = {"is_on": True, "note": "asked to take part"}
    features = control.call("PUT", f"/tenants/{public('ten', acorn)}/features/{FLAG}", on)
    assert features.status == 200
    own = next(each for each in features.json["features"] if each["feature"]["name"] == FLAG)
    assert (own["own"], own["note"], own["feature"]["why"]) == (True, "asked to take part", "company")
    assert is_on(control, acorn) and not is_on(control, birch)
    switched = control.call("GET", f"/flags/{FLAG}/switches", query={"limit": 100}).json["items"]
    assert public("ten", acorn) in {each["tenant_id"] for each in switched}
    assert roll(control, 1, rollout="on").json["flag"]["openness"] == "open"
    assert is_on(control, birch)


def test_a_percentage_is_of_companies_and_is_kept(control: ControlWorld) -> None:
    shops = [control.shop().tenant.id for _ in range(6)]
    answer = roll(control, 0, rollout="percentage", percentage=50)
    assert answer.status == 200
    assert [is_on(control, each) for each in shops] == [bucket(FLAG, each) < PARTS // 2 for each in shops]
    detail = answer.json
    assert detail["companies"] >= 6 and 0 < detail["has_it"] <= detail["companies"]
    assert sum(detail["by_reason"].values()) == detail["companies"]
    assert detail["flag"]["openness"] == "pilot"


def test_a_schedule_keeps_it_until_its_day(control: ControlWorld) -> None:
    acorn = control.shop().tenant.id
    roll(control, 0, rollout="on", starts_at="2999-01-01T00:00:00Z", ends_at="2999-02-01T00:00:00Z")
    assert not is_on(control, acorn)
    roll(control, 1, rollout="on", starts_at="2001-01-01T00:00:00Z", ends_at="2999-02-01T00:00:00+01:00")
    assert is_on(control, acorn)
    roll(control, 2, rollout="on", ends_at="2001-02-01T00:00:00Z")
    assert not is_on(control, acorn)


def test_what_is_refused_changes_nothing(control: ControlWorld) -> None:
    for body, code in (
        ({"rollout": "percentage"}, "PercentageMissing"),
        (
            {"rollout": "on", "starts_at": "2026-01-02T00:00:00Z", "ends_at": "2026-01-02T00:00:00Z"},
            "ScheduleReversed",
        ),
    ):
        refused = roll(control, 0, **body)
        assert (refused.status, refused.code) == (422, code)
    assert control.call("PUT", f"/flags/{FLAG}", {"rollout": "on"}).status == 428
    assert roll(control, 3, rollout="off").code == "VersionConflict"
    assert roll(control, 0, "time_travel", rollout="off").status == 404
    assert control.call("GET", f"/flags/{FLAG}").json["flag"]["version"] == 0
    assert roll(control, 0, rollout="off").status == 200
    twice = roll(control, 0, rollout="pilot")
    assert (twice.status, twice.json["current_version"]) == (412, 1)
    tenant = control.tenant()
    tries: list[tuple[str, dict[str, Any], int]] = [
        (f"/tenants/{tenant}/features/nothing", {"is_on": True}, 404),
        (f"/tenants/{tenant}/values/nothing", {"value": 1}, 404),
        (f"/tenants/{tenant}/values/cdn_signed_url_ttl", {"value": 0}, 422),
        (f"/tenants/{tenant}/values/cdn_signed_url_ttl", {"value": "soon"}, 422),
        (f"/tenants/{tenant}/values/search_provider", {"value": "elsewhere"}, 422),
        (f"/tenants/ten_{'0' * 8}70008000{'0' * 15}1/features/{FLAG}", {"is_on": True}, 404),
    ]
    for path, given, status in tries:
        assert control.call("PUT", path, given).status == status, path
    found = control.call("GET", f"/tenants/{tenant}/features").json
    assert all(each["own"] is None for each in found["features"])


def test_the_history_tells_who_did_what_and_why(control: ControlWorld) -> None:
    acorn = control.shop().tenant
    roll(control, 0, rollout="percentage", percentage=10, note="ten at first")
    control.call("PUT", f"/tenants/{acorn.public_id}/features/{FLAG}", {"is_on": False, "note": "too early"})
    roll(control, 1, rollout="percentage", percentage=20, note="more")
    first = control.call("GET", f"/flags/{FLAG}/history", query={"limit": 2}).json
    rest = control.call("GET", f"/flags/{FLAG}/history", query={"limit": 2, "cursor": first["next"]}).json
    more, switched = first["items"]
    ten = rest["items"][0]
    assert (more["action"], more["by"], more["why"]) == ("feature.rolled_out", "Olive", "more")
    assert (more["before"]["percentage"], more["after"]["percentage"]) == (10, 20)
    assert (switched["tenant"], switched["tenant_id"]) == (acorn.name, acorn.public_id)
    assert (switched["before"], switched["after"]) == ({FLAG: None}, {FLAG: False})
    assert ten["why"] == "ten at first"


def test_who_only_reads_sees_and_changes_nothing(control: ControlWorld) -> None:
    reader = make_operator(control.services, "read-only")
    assert control.call("GET", "/flags", by=reader).status == 200
    refused = control.call(
        "PUT", f"/flags/{FLAG}", {"rollout": "off"}, by=reader, headers={"if-match": '"0"'}
    )
    assert (refused.status, refused.code) == (403, "Forbidden")


def test_phases_say_what_is_open_and_where_merchants_are(control: ControlWorld) -> None:
    acorn = control.shop("zebrafinch").tenant
    before = {each["code"]: each for each in control.call("GET", "/phases").json["platform"]}
    assert before["C6"]["openness"] == "open"
    roll(control, 0, rollout="off")
    control.call("PUT", f"/tenants/{acorn.public_id}/features/feeds", {"is_on": False})
    phases = control.call("GET", "/phases").json
    assert {each["code"]: each["openness"] for each in phases["platform"]}["C6"] == "pilot"
    tenants = {each["code"]: each for each in phases["tenants"]}
    assert (tenants["T4"]["openness"], tenants["T6"]["openness"]) == ("open", "pilot")
    assert tenants["T4"]["merchants"] >= 1
    (found,) = control.call("GET", "/phases/merchants", query={"search": "zebrafinch"}).json["items"]
    assert (found["phase"], found["next_phase"], found["missing"]) == ("T4", "T5", ["feeds"])
    pages = control.call("GET", "/phases/merchants", query={"limit": 1}).json
    again = control.call("GET", "/phases/merchants", query={"limit": 1, "cursor": pages["next"]}).json
    assert pages["items"][0]["tenant_id"] != again["items"][0]["tenant_id"]
