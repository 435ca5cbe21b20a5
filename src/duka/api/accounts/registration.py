"""Signing up."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import JSONBody, Parameter

from duka.api import cookies
from duka.api.accounts.session import entered
from duka.api.accounts.shapes import EMAIL, LogInAnswer
from duka.api.asking import asker
from duka.registration import countries, service
from duka.registration.countries import Country
from duka.registration.service import Registration
from duka.wiring import Services

TAGS = ["Accounts"]
Web = Request[Any, Any, State]
LINE = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class NewCompany(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`country`: ISO 3166-1, from `/api/countries`. `locale`: en or fr; without it the country's. `store_name`: the
    company's when there is none."""

    company: LINE
    name: LINE
    email: EMAIL
    password: Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
    country: Annotated[str, msgspec.Meta(min_length=2, max_length=2)]
    locale: Annotated[str, msgspec.Meta(max_length=10)] = ""
    store_name: Annotated[str, msgspec.Meta(max_length=200)] = ""


@get("/countries", permission="public", sync_to_thread=False, tags=TAGS)
def list_countries(
    locale: Annotated[str, Parameter(max_length=10, required=False)] = "en",
) -> Response[list[Country]]:
    """Countries by their name in English or French, each with what it suggests for a shop there. The tax is a proposal."""
    return Response(countries.list_countries(locale), headers={"Cache-Control": "public, max-age=86400"})


@post("/registrations", permission="public", sync_to_thread=True, tags=TAGS, status_code=201)
def register_company(request: Web, data: JSONBody[NewCompany]) -> Response[LogInAnswer]:
    """Sign up a company. Its owner is logged in at once and gets a letter to confirm the address; its first store can
    sell. The same form twice makes one company; send an `Idempotency-Key` to be sure."""
    cookies.refuse_foreign(request)
    services: Services = request.app.state.services
    new = Registration(
        data.company, data.name, data.email, data.password, data.country, data.locale, data.store_name
    )
    key = request.headers.get("idempotency-key", "")[:255]
    person, token = service.register(services.work, asker(request), new, key, services.config.default_plan)
    return entered(request, person, token, status=201)


HANDLERS = [list_countries, register_company]
