"""All routes of the API under one address, and the contract that is generated from them."""

from functools import cache
from typing import Any

import msgspec
from litestar import Litestar, Router
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, Contact, License, SecurityScheme, Tag

from duka.api import accounts, admin, control, ecommerce
from duka.api.call import provide_call
from duka.api.control.call import provide_control_call
from duka.api.examples import EXAMPLES
from duka.api.problems import problem
from duka.flags.names import ECOMMERCE

INTRODUCTION = """\
JSON over HTTP. `{tenant}` is a merchant's id or slug.

**Keys.** Send `Authorization: Bearer pk_…` (publishable: one store, what shoppers may) or `sk_…` (secret: with scopes).
The tenant is the key's; another tenant's address is not found. People log in at `/admin/session` for a short access token
and a refresh token, which is good for one use; browsers at `/api/session` for a cookie, and send the `X-CSRF-Token` that
they are told there with every call that changes something.

**Money** is in minor units of the document's `currency`: 12500 is 12 500 F CFA, or 125.00 €. **Quantities** are integers at
a `scale`: 3 pieces are 3, 1.25 kg at scale 2 are 125.

**Safe retries.** Send an `Idempotency-Key` with any unsafe call, and always with those that place or pay: the same key and
request give the stored answer (`Idempotent-Replayed: true`), for seven days.

**Carts and orders** of guests are opened by their secret: `Cart-Token` and `Order-Token`, each told once.

**Updates** carry the version that they were made from: `If-Match: "3"`. **Reads** of the crowd carry an `ETag`.

**Lists** are paged by cursor: pass the answer's `next` as `cursor`.

**Errors** are `application/problem+json` (RFC 9457): `code` names the refusal, `title` says what to do, `request_id` finds it.

**Rate limits**: `RateLimit-Policy` and `RateLimit` on every answer, 429 with `Retry-After` beyond them."""


def api_router() -> Router:
    of_a_tenant = Router(
        "/tenants/{tenant:str}",
        route_handlers=[
            Router("/ecommerce", route_handlers=ecommerce.handlers(), opt={"module": ECOMMERCE}),
            Router("/admin", route_handlers=admin.handlers()),
        ],
        dependencies={"call": Provide(provide_call)},
    )
    of_operators = Router(
        "/control",
        route_handlers=control.handlers(),
        dependencies={"call": Provide(provide_control_call)},
        tags=["Center Control"],
    )
    return Router(
        "/api",
        route_handlers=[of_a_tenant, of_operators, *accounts.handlers()],
        exception_handlers={Exception: problem},
    )


def _operation(handler: HTTPRouteHandler, *_: Any) -> str:
    return handler.handler_name


@cache
def document() -> dict[str, Any]:
    """The OpenAPI 3.1 document. Needs no database."""
    app = Litestar(
        route_handlers=[api_router()],
        openapi_config=OpenAPIConfig(
            title="Duka API",
            version="1.0.0",
            description=INTRODUCTION,
            contact=Contact(name="Duka"),
            license=License(name="Apache-2.0", identifier="Apache-2.0"),
            use_handler_docstrings=True,
            operation_id_creator=_operation,
            security=[{"key": []}],
            components=Components(
                security_schemes={
                    "key": SecurityScheme(type="http", scheme="bearer", description="pk_… or sk_…")
                },
            ),
            tags=[
                Tag(name=name)
                for name in ("Store", "Products", "Carts", "Orders", "Payments", "Customers", "Media")
            ],
        ),
        logging_config=None,
    )
    contract: dict[str, Any] = msgspec.to_builtins(app.openapi_schema.to_schema())
    for operations in contract["paths"].values():
        for operation in operations.values():
            _finish(operation)
    contract["components"]["schemas"]["Problem"] = PROBLEM
    return contract


def _finish(operation: dict[str, Any]) -> None:
    """Every refusal is a problem; examples stand beside the shapes they show."""
    answers = operation["responses"]
    refusal = {
        "description": "Refused: `code` says why, `title` what to do",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    answers.pop("400", None)
    answers["default"] = refusal
    for form in FORMS.get(operation["operationId"], ()):
        content = answers["200"]["content"]
        content[form] = next(iter(content.values()))
    example = EXAMPLES.get(operation["operationId"], {})
    for content in operation.get("requestBody", {}).get("content", {}).values():
        if "request" in example:
            content["example"] = example["request"]
    for status, answer in answers.items():
        for content in answer.get("content", {}).values():
            if status.startswith("2") and "response" in example:
                content["example"] = example["response"]


FORMS = {
    "admin_export_texts": (
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    "admin_export_figures": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
}
"""Further media types of answers that come in the form that was asked for."""

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "examples": ["/problems/SoldOut"]},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "code": {"type": "string"},
        "request_id": {"type": "string"},
    },
    "additionalProperties": True,
}
