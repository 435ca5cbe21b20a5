"""The life of an endpoint, its secrets, and who may."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from tests import make
from tests.people import Shop
from tests.webhooks.conftest import KEYRING, KNOWN, hear, listen, place, rows
from tests.webhooks.receiver import Receiver

from duka.access.inputs import GrantInput
from duka.identity.sealing import Keyring
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.work import Caller, Work
from duka.webhooks import queries
from duka.webhooks.dispatcher import Dispatcher
from duka.webhooks.errors import EndpointNotFound, NothingToEnd, TooManyEndpoints
from duka.webhooks.inputs import EndpointChange, EndpointInput
from duka.webhooks.service import endpoints, secrets

URL = "https://hooks.example.com/in?key=hidden"
NEW = EndpointInput(url=URL, description=" ERP ", events=["order.placed", "order.placed", "product.*"])


def make_one(work: Work, caller: Caller, data: EndpointInput = NEW) -> Any:
    return work.perform(caller, lambda ctx: endpoints.create(ctx, KEYRING, data, KNOWN))


def trail(work: Work, shop: Shop) -> list[Any]:
    return work.perform(
        shop.caller,
        lambda ctx: ctx.db.all(
            """select action, object, before, after, details from audit_log
               where tenant_id = %(tenant)s and kind = 'webhook' order by id"""
        ),
    )


def test_it_is_made_and_told_once(work: Work, shop: Shop) -> None:
    made = make_one(work, shop.caller)
    endpoint = made.endpoint
    assert made.secret.startswith("whsec_") and len(made.secret) == 50
    assert (endpoint.url, endpoint.description) == (URL, "ERP")
    assert endpoint.events == ["order.placed", "product.*"]
    assert (endpoint.status, endpoint.version, endpoint.created_by) == ("active", 1, "Alice")
    sealed = work.perform(
        shop.caller,
        lambda ctx: ctx.db.value("select secret from webhook_endpoints where tenant_id = %(tenant)s"),
    )
    assert made.secret.encode() not in bytes(sealed)
    (entry,) = trail(work, shop)
    assert entry.action == "webhook.created" and entry.after["events"] == ["order.placed", "product.*"]
    assert "hidden" not in str(entry) and made.secret not in str(entry)
    assert work.perform(shop.caller, lambda ctx: queries.list_endpoints(ctx)).items == [endpoint]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (EndpointInput(url="http://example.com/", events=["*"]), "url"),
        (EndpointInput(url="https://10.0.0.1/", events=["*"]), "url"),
        (EndpointInput(url=URL, events=["order.sold"]), "events"),
        (EndpointInput(url=URL, events=["nothing.*"]), "events"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(work: Work, shop: Shop, data: EndpointInput, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        make_one(work, shop.caller, data)
    assert list(refused.value.fields["errors"]) == [field]  # type: ignore[call-overload]
    assert work.perform(shop.caller, lambda ctx: queries.list_endpoints(ctx)).items == []


def test_a_hundred_are_enough(work: Work, shop: Shop) -> None:
    def many(ctx: Context) -> None:
        for _ in range(100):
            endpoints.create(ctx, KEYRING, NEW, KNOWN)

    work.perform(shop.caller, many)
    with pytest.raises(TooManyEndpoints):
        make_one(work, shop.caller)
    found = work.perform(shop.caller, lambda ctx: queries.list_endpoints(ctx, limit=60))
    rest = work.perform(shop.caller, lambda ctx: queries.list_endpoints(ctx, cursor=found.next, limit=60))
    assert len({e.id for e in [*found.items, *rest.items]}) == 100 and rest.next is None
    assert work.last_statements <= 3


def test_a_change_needs_the_version_that_was_seen(work: Work, shop: Shop) -> None:
    endpoint, _ = listen(work, shop, "http://127.0.0.1:9/a")
    change = EndpointChange(url=URL, events=["*", "order.*"])
    changed = work.perform(shop.caller, lambda ctx: endpoints.update(ctx, endpoint, change, KNOWN, 1))
    assert (changed.url, changed.events, changed.version) == (URL, ["*"], 2)
    with pytest.raises(VersionConflict):
        work.perform(shop.caller, lambda ctx: endpoints.update(ctx, endpoint, change, KNOWN, 1))
    with pytest.raises(InvalidInput):
        bad = EndpointChange(url="https://127.0.0.1/", events=["*"])
        work.perform(shop.caller, lambda ctx: endpoints.update(ctx, endpoint, bad, KNOWN, 2))


def test_paused_it_waits_and_resumed_it_is_told(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    endpoint, _ = listen(work, shop, receiver.url(), "order.*")
    for _ in range(2):
        paused = work.perform(shop.caller, lambda ctx: endpoints.pause(ctx, endpoint))
    assert paused.status == "paused"
    place(work, shop)
    hear(work)
    assert dispatcher.drain() == 0
    seen = work.perform(shop.caller, lambda ctx: queries.get_endpoint(ctx, endpoint))
    assert seen.health.waiting == 1
    for _ in range(2):
        assert work.perform(shop.caller, lambda ctx: endpoints.resume(ctx, endpoint)).status == "active"
    assert dispatcher.drain() == 1
    assert [entry.action for entry in trail(work, shop)] == [
        "webhook.created",
        "webhook.paused",
        "webhook.resumed",
    ]


def test_deleted_it_hears_nothing_and_keeps_no_secret(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    endpoint, _ = listen(work, shop, receiver.url(), "order.*")
    place(work, shop)
    hear(work)
    work.perform(shop.caller, lambda ctx: endpoints.delete(ctx, endpoint))
    place(work, shop)
    hear(work)
    assert dispatcher.drain() == 0 and receiver.heard == []
    assert [row.status for row in rows(work, shop)] == ["cancelled"]
    verbs: tuple[Any, ...] = (endpoints.delete, endpoints.pause, queries.get_endpoint)
    for verb in verbs:
        with pytest.raises(EndpointNotFound):
            work.perform(shop.caller, partial(verb, endpoint_id=endpoint))
    kept = work.perform(
        shop.caller,
        lambda ctx: ctx.db.one("select secret, status from webhook_endpoints where tenant_id = %(tenant)s"),
    )
    assert kept is not None
    assert (bytes(kept.secret), kept.status) == (b"", "deleted")


def test_while_it_is_rotated_both_secrets_sign(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    endpoint, old = listen(work, shop, receiver.url(), "order.*")
    rotated = work.perform(shop.caller, lambda ctx: secrets.rotate(ctx, KEYRING, endpoint))
    assert rotated.secret != old and rotated.endpoint.previous_until is not None
    place(work, shop)
    hear(work)
    dispatcher.drain()
    (heard,) = receiver.heard
    assert heard.verified(old) == heard.verified(rotated.secret)
    assert len(heard.headers["webhook-signature"].split(" ")) == 2
    ended = work.perform(shop.caller, lambda ctx: secrets.end_rotation(ctx, endpoint))
    assert ended.previous_until is None
    with pytest.raises(NothingToEnd):
        work.perform(shop.caller, lambda ctx: secrets.end_rotation(ctx, endpoint))
    place(work, shop)
    hear(work)
    dispatcher.drain()
    assert len(receiver.heard[1].headers["webhook-signature"].split(" ")) == 1
    assert receiver.heard[1].verified(rotated.secret)


def test_after_a_day_the_former_secret_signs_no_longer(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher, clock: Any
) -> None:
    endpoint, _ = listen(work, shop, receiver.url(), "order.*")
    work.perform(shop.caller, lambda ctx: secrets.rotate(ctx, KEYRING, endpoint))
    clock.now = work.clock() + timedelta(hours=24, seconds=1)
    place(work, shop)
    hear(work)
    dispatcher.drain()
    assert len(receiver.heard[0].headers["webhook-signature"].split(" ")) == 1


def test_a_new_key_of_the_installation(work: Work, shop: Shop, receiver: Receiver) -> None:
    _, secret = listen(work, shop, receiver.url(), "order.*")
    newer = Keyring(("a newer secret", "a secret of the tests"))
    assert work.perform(shop.caller, lambda ctx: secrets.reseal(ctx, newer)) == 1
    place(work, shop)
    hear(work)
    newest = Keyring(("a newer secret",))
    Dispatcher(work, newest, is_local=True, only=shop.tenant.id).drain()
    assert receiver.heard[0].verified(secret)


def everything(endpoint: UUID) -> list[Any]:
    change = EndpointChange(url=URL, events=["*"])
    return [
        lambda ctx: queries.get_endpoint(ctx, endpoint),
        lambda ctx: endpoints.update(ctx, endpoint, change, KNOWN, 1),
        lambda ctx: endpoints.pause(ctx, endpoint),
        lambda ctx: endpoints.resume(ctx, endpoint),
        lambda ctx: endpoints.delete(ctx, endpoint),
        lambda ctx: secrets.rotate(ctx, KEYRING, endpoint),
        lambda ctx: secrets.end_rotation(ctx, endpoint),
    ]


def test_a_stranger_finds_nothing(work: Work, shop: Shop, other_shop: Shop) -> None:
    endpoint, _ = listen(work, shop, "http://127.0.0.1:9/")
    for verb in everything(endpoint):
        with pytest.raises(EndpointNotFound):
            work.perform(other_shop.caller, verb)
    assert work.perform(other_shop.caller, lambda ctx: queries.list_endpoints(ctx)).items == []
    assert work.perform(shop.caller, lambda ctx: queries.get_endpoint(ctx, endpoint)).version == 1


def test_who_may_not_may_not(work: Work, shop: Shop) -> None:
    endpoint, _ = listen(work, shop, "http://127.0.0.1:9/")
    reader = make.caller(shop.tenant, None, "webhooks:read")
    nobody = make.caller(shop.tenant, None, "orders:read")
    for verb in everything(endpoint)[1:]:
        with pytest.raises(Forbidden):
            work.perform(reader, verb)
    for verb in everything(endpoint):
        with pytest.raises(Forbidden):
            work.perform(nobody, verb)
    with pytest.raises(Forbidden):
        make_one(work, reader)


def test_who_works_in_one_store_makes_them_for_that_store(work: Work, shop: Shop) -> None:
    role = make.role(work, shop.tenant, "webhooks:read", "webhooks:write", "stores:read")
    elsewhere = make.store(work, shop.tenant)
    limited = make.staff(work, shop.tenant, GrantInput(role, stores=[ids.public("store", shop.store)]))
    company_wide, _ = listen(work, shop, "http://127.0.0.1:9/")
    with pytest.raises(Forbidden):
        make_one(work, limited)
    with pytest.raises(Forbidden):
        make_one(work, limited, EndpointInput(url=URL, store_id=ids.public("store", elsewhere)))
    made = make_one(work, limited, EndpointInput(url=URL, store_id=ids.public("store", shop.store)))
    assert work.perform(limited, lambda ctx: queries.list_endpoints(ctx)).items == [made.endpoint]
    with pytest.raises(EndpointNotFound):
        work.perform(limited, lambda ctx: endpoints.delete(ctx, company_wide))
    own = ids.parse("whe", made.endpoint.id)
    assert work.perform(limited, lambda ctx: endpoints.pause(ctx, own)).status == "paused"
