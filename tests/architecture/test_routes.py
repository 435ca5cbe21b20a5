"""The contract that is generated from the routes: told in words, shown by examples, committed, and readable."""

import re
from html.parser import HTMLParser
from typing import Any

import jsonschema
import pytest

from duka.api import documentation
from duka.api.examples import EXAMPLES
from duka.api.router import document
from duka.cli import schemas

OPERATIONS = {
    operation["operationId"]: (path, method, operation)
    for path, operations in document()["paths"].items()
    for method, operation in operations.items()
}
VOID = {"meta", "link", "br", "hr", "img", "input"}


def _resolved(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**schema, "components": document()["components"]})


def _references(value: Any) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(_references(v) for v in value.values())) if value else own
    if isinstance(value, list):
        return set().union(*(_references(v) for v in value))
    return set()


def test_every_operation_says_what_it_does() -> None:
    for name, (path, _, operation) in OPERATIONS.items():
        told = operation.get("description", "")
        assert len(told) >= 10, name
        assert told.rstrip().endswith((".", "`")), name
        assert operation["tags"], name
        is_before_a_tenant_is_known = operation["tags"] == ["Accounts"]
        assert path.startswith("/api/"), name
        if path.startswith("/api/control/"):
            assert name.startswith("control_") and "Center Control" in operation["tags"], name
        else:
            assert ("/tenants/{tenant}/" in path) != is_before_a_tenant_is_known, name


def test_examples_are_of_existing_operations_and_fit_their_shapes() -> None:
    assert set(EXAMPLES) <= set(OPERATIONS)
    for name, shown in EXAMPLES.items():
        operation = OPERATIONS[name][2]
        if "request" in shown:
            (content,) = operation["requestBody"]["content"].values()
            _resolved(content["schema"]).validate(shown["request"])
        if "response" in shown:
            answers = [a for status, a in operation["responses"].items() if status.startswith("2")]
            (content,) = answers[0]["content"].values()
            _resolved(content["schema"]).validate(shown["response"])
        assert {"request", "response"} & shown.keys(), name


def test_an_example_that_does_not_fit_would_be_seen() -> None:
    (content,) = OPERATIONS["create_cart"][2]["requestBody"]["content"].values()
    with pytest.raises(jsonschema.ValidationError):
        _resolved(content["schema"]).validate({"lines": [{"variant_id": 3}]})


def test_the_document_is_well_formed() -> None:
    contract = document()
    assert contract["openapi"].startswith("3.1")
    assert len(OPERATIONS) == sum(len(o) for o in contract["paths"].values())
    for reference in _references(contract):
        spot: Any = contract
        for part in reference.removeprefix("#/").split("/"):
            spot = spot[part]
    for schema in contract["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)
    for name, (path, _, operation) in OPERATIONS.items():
        inside = {p["name"] for p in operation.get("parameters", []) if p["in"] == "path"}
        assert inside == set(re.findall(r"\{(\w+)\}", path)), name
        seen = [(p["name"], p["in"]) for p in operation.get("parameters", [])]
        assert len(seen) == len(set(seen)), name
        for parameter in operation.get("parameters", []):
            jsonschema.Draft202012Validator.check_schema(parameter["schema"])
            assert parameter["in"] != "path" or parameter["required"], name
        assert any(status.startswith("2") for status in operation["responses"]), name
        assert "application/problem+json" in operation["responses"]["default"]["content"], name


def test_committed_documents_are_those_of_the_code() -> None:
    assert schemas.drift() == []


class Page(HTMLParser):
    """Notes what is opened and not closed, ids, and every address."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        self.scripts += tag == "script"
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name in {"href", "src", "action", "srcset"}:
                self.addresses.append(str(value))
            assert not name.startswith("on"), name

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _shown(handler: Any) -> str:
    return str(handler.fn().content)


def test_the_page_for_people_is_whole_and_fetches_nothing_from_elsewhere() -> None:
    html = _shown(documentation.docs)
    page = Page()
    page.feed(html)
    page.close()
    assert page.open == []
    assert page.scripts == 0
    assert len(page.ids) == len(set(page.ids))
    assert set(OPERATIONS) <= set(page.ids)
    assert html.startswith("<!doctype html>")
    assert 'lang="en"' in html
    assert "<title>Duka API" in html
    for address in page.addresses:
        assert address.startswith(("#", "/api/")), address
        assert not address.startswith("#") or address[1:] in page.ids, address
    assert "undefined" not in html.lower().replace("undefined-", "")
    style = _shown(documentation.docs_css)
    assert "http" not in style
    assert "@import" not in style
