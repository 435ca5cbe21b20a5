"""What the shop keeps of somebody: taken along, and erased."""

from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.people import PASSWORD
from tests.storefront.test_account import SAM, Client, log_in
from tests.storefront.test_shopping import send

from duka.customers import service
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller, Work


@pytest.fixture
def sam(work: Work, bazaar: Bazaar) -> UUID:
    return service.admit(work, Caller(bazaar.tenant, SYSTEM), SAM, PASSWORD, "Awa Ndiaye").customer_id


def erase(client: Client, root: str, **fields: str) -> Any:
    return send(client, f"{root}/account/data", f"{root}/account/data/erase", **fields)


def test_the_file_holds_what_is_kept(client: Client, root: str, sam: UUID) -> None:
    log_in(client, root)
    answer = send(client, f"{root}/account/data", f"{root}/account/data/export")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["kept"]["customers"][0]["email"] == SAM


def test_nobody_is_forgotten_by_mistake(client: Client, root: str, bazaar: Bazaar, sam: UUID) -> None:
    log_in(client, root)
    assert erase(client, root, email="other@example.com", password=PASSWORD).status_code == 422
    assert erase(client, root, email=SAM, password="not it").status_code == 422
    assert (
        bazaar.value("select email from customers where tenant_id = %(tenant)s and id = %(id)s", id=sam)
        == SAM
    )


def test_whoever_is_forgotten_is_out(client: Client, root: str, bazaar: Bazaar, sam: UUID) -> None:
    log_in(client, root)
    assert erase(client, root, email=SAM.upper(), password=PASSWORD).status_code == 303
    assert client.get(f"{root}/account").status_code == 303
    assert log_in(client, root).status_code == 401
    kept = bazaar.value("select email from customers where tenant_id = %(tenant)s and id = %(id)s", id=sam)
    assert kept.endswith("@erased.invalid")


def test_strangers_are_asked_to_log_in(client: Client, root: str, sam: UUID) -> None:
    answer = client.get(f"{root}/account/data")
    assert "/account/log-in" in answer.headers["location"]
