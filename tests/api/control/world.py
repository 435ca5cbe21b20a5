"""Center Control as tests see it: an operator who may everything, and merchants."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute
from tests import make
from tests.api.client import Answer, Client
from tests.api.sample import Operation, Sample
from tests.operators import hire
from tests.people import Shop

from duka.kernel.ids import public
from duka.tenants.types import Tenant
from duka.wiring import Services


@dataclass
class ControlWorld:
    """`operator` is the bearer of an owner of the platform's company, who has shown a second factor."""

    client: Client
    services: Services
    operator: str = ""
    merchants: list[Tenant] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.operator = self.operator or hire(self.services).bearer

    def shop(self, name: str = "acorn") -> Shop:
        """A new merchant with one store, for the caller alone."""
        made = make.shop(self.services.work, name)
        self.merchants.append(made.tenant)
        return made

    def tenant(self, name: str = "acorn") -> str:
        """The public id of a new merchant without a store."""
        made = make.tenant(self.services.work, name)
        self.merchants.append(made)
        return public("ten", made.id)

    def call(self, method: str, path: str, body: Any = None, *, by: str | None = None, **more: Any) -> Answer:
        """`path` below /api/control; `by` is a bearer ("" sends none), the owner's when none is given."""
        bearer = self.operator if by is None else by
        headers = {**({"authorization": f"Bearer {bearer}"} if bearer else {}), **more.pop("headers", {})}
        return self.client.request(method, "/api/control" + path, body, headers=headers, **more)


Samples = dict[str, Callable[[ControlWorld], Sample]]


def control_operations(app: Litestar) -> list[Operation]:
    """Every operation below /api/control; addresses are without it."""
    found = []
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path.startswith("/api/control/"):
            address = route.path_format.removeprefix("/api/control")
            for handler in route.route_handlers:
                if handler.handler_name != "options_handler":
                    (method,) = handler.http_methods
                    found.append(
                        Operation(handler.handler_name, str(method), address, handler.opt["permission"])
                    )
    return sorted(found, key=lambda o: (o.address, o.method))


def send(
    world: ControlWorld, operation: Operation, sample: Sample, by: str | None = None, **changes: Any
) -> Answer:
    """`by` "" sends no credential; `changes` replace parts of the sample."""
    parts = {
        "body": sample.body,
        "raw": sample.raw,
        "query": sample.query,
        "headers": sample.headers,
        **changes,
    }
    path = operation.address.format(**parts.pop("path", sample.path))
    bearer = by if by is not None else sample.by
    return world.call(operation.method, path, parts.pop("body"), by=bearer, **parts)
