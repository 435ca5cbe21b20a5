"""The contract for machines (`/api/openapi.json`) and for people (`/api/docs`): one page, no script, nothing from elsewhere."""

from functools import cache
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader
from litestar import Response, get
from markdown_it import MarkdownIt

from duka.api.router import document

_templates = Environment(loader=PackageLoader("duka.api", "templates"), autoescape=True, auto_reload=False)
PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'",
    "Cache-Control": "public, max-age=300",
}


def shape(schema: dict[str, Any] | None, components: dict[str, Any], depth: int = 0) -> Any:
    """A schema as an outline: names with their types, references followed three deep."""
    if not schema:
        return ""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        target = components.get(name, {})
        return shape(target, components, depth) if depth < 3 else name
    for key in ("oneOf", "anyOf"):
        if key in schema:
            kinds = [shape(s, components, depth) for s in schema[key]]
            bodies = [k for k in kinds if k not in ("null", "")]
            return bodies[0] if bodies else "null"
    if "properties" in schema:
        return {name: shape(part, components, depth + 1) for name, part in schema["properties"].items()}
    if schema.get("type") == "array":
        return [shape(schema.get("items"), components, depth + 1)]
    kind = schema.get("type", "any")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)


@cache
def _json() -> bytes:
    return msgspec.json.encode(document())


@cache
def _page() -> str:
    contract = document()
    components = contract["components"]["schemas"]
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, operations in contract["paths"].items():
        for method, operation in operations.items():
            body: dict[str, Any] = next(
                iter(operation.get("requestBody", {}).get("content", {}).values()), {}
            )
            status, answer = next(iter(operation["responses"].items()))
            answered: dict[str, Any] = next(iter(answer.get("content", {}).values()), {})
            groups.setdefault(operation["tags"][0], []).append(
                {
                    "id": operation["operationId"],
                    "method": method.upper(),
                    "path": path,
                    "description": operation.get("description", ""),
                    "parameters": operation.get("parameters", []),
                    "request": _pretty(body.get("example") or shape(body.get("schema"), components)),
                    "status": status,
                    "response": _pretty(shape(answered.get("schema"), components)),
                }
            )
    introduction = MarkdownIt("commonmark").render(contract["info"]["description"])
    return _templates.get_template("docs.html").render(
        groups=groups, introduction=introduction, info=contract["info"]
    )


def _pretty(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode() if value else ""


@get("/api/openapi.json", permission="public", sync_to_thread=False, include_in_schema=False)
def openapi() -> Response[bytes]:
    """OpenAPI 3.1."""
    return Response(_json(), media_type="application/json", headers={"Cache-Control": "public, max-age=300"})


@get("/api/docs", permission="public", sync_to_thread=False, include_in_schema=False)
def docs() -> Response[str]:
    """The same for people."""
    return Response(_page(), media_type="text/html; charset=utf-8", headers=PAGE_HEADERS)


@get("/api/docs.css", permission="public", sync_to_thread=False, include_in_schema=False)
def docs_css() -> Response[str]:
    css = _templates.get_template("docs.css").render()
    return Response(
        css, media_type="text/css; charset=utf-8", headers={"Cache-Control": "public, max-age=300"}
    )


HANDLERS = [openapi, docs, docs_css]
