"""A store's accounts at carriers: connected, changed, tested, disconnected; their secrets are seen by nobody again."""

from uuid import UUID

import msgspec
import psycopg
import pytest
from tests import make
from tests.api.footprint import tables
from tests.orders.desk import somebody
from tests.shipping.carriers.counter import Counter
from tests.simulators.carrier import API_KEY, WEBHOOK_SECRET

from duka.access.roles import ROLES
from duka.identity.sealing import Keyring
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.shipping.carriers.desk import Desk
from duka.shipping.carriers.errors import (
    CarrierAccountLocked,
    CarrierAccountMissing,
    CarrierAccountNotFound,
    CarrierNameTaken,
    UnknownCarrierProvider,
)
from duka.shipping.carriers.providers.easypost import EasyPost
from duka.shipping.carriers.service import accounts
from duka.shipping.carriers.views import CarrierAccount, CarrierAccountInput, NewCarrierAccount
from duka.stores.errors import StoreNotFound


def view(counter: Counter, account: UUID) -> CarrierAccount:
    return counter.do(lambda ctx: accounts.view(ctx, counter.desk, counter.bazaar.store, account))


def change(counter: Counter, account: UUID, expected: int | None = None, **values: object) -> CarrierAccount:
    data = msgspec.convert({"name": "EasyPost", **values}, CarrierAccountInput)
    return counter.do(
        lambda ctx: accounts.change(ctx, counter.desk, counter.bazaar.store, account, data, expected)
    )


def everything(counter: Counter) -> str:
    """Every row of the tenant in every table, as text."""
    with counter.bazaar.work.database.platform() as db:
        return "\n".join(
            str(row.line)
            for table in tables(counter.bazaar.work)
            for row in db.all(
                psycopg.sql.SQL(
                    f"select to_jsonb(t)::text as line from {table} t where t.tenant_id = %(id)s"
                ),  # type: ignore[arg-type]
                id=counter.bazaar.tenant,
            )
        )


def actions(counter: Counter) -> list[str]:
    rows = counter.do(
        lambda ctx: ctx.db.all(
            """select action from audit_log where tenant_id = %(tenant)s and action like 'carrier_account.%%'
               order by at, id"""
        )
    )
    return [row.action for row in rows]


def test_a_store_is_connected(counter: Counter) -> None:
    account = counter.connect("easypost", "Our EasyPost", label_format="zpl")
    seen = view(counter, account)
    assert (seen.name, seen.provider, seen.mode, seen.status, seen.version) == (
        "Our EasyPost",
        "easypost",
        "test",
        "active",
        1,
    )
    assert seen.secrets == ["api_key", "webhook_secret"]
    assert seen.settings == {"label_format": "zpl"}
    assert seen.can == ["cancel", "label", "quote", "track"]
    assert seen.callback_url.startswith("http://shop.example/callbacks/carriers/")
    assert (seen.is_working, seen.is_locked) == (None, False)
    assert actions(counter) == ["carrier_account.connected"]


def test_no_secret_is_kept_or_told(counter: Counter) -> None:
    account = counter.connect()
    change(counter, account, values={"label_format": "png"})
    kept = everything(counter)
    assert API_KEY not in kept
    assert WEBHOOK_SECRET not in kept
    assert API_KEY not in repr(counter.do(lambda ctx: accounts.load(ctx, counter.desk, account)))


def test_several_accounts_under_names_of_their_own(counter: Counter) -> None:
    counter.connect("generic", "La Poste", carrier="la_poste")
    counter.connect("generic", "DHL", carrier="dhl_express")
    with pytest.raises(CarrierNameTaken):
        counter.connect("generic", "dhl", carrier="dhl_express")
    listed = counter.do(lambda ctx: accounts.views(ctx, counter.desk, counter.bazaar.store))
    assert [a.name for a in listed] == ["DHL", "La Poste"]
    assert [a.mode for a in listed] == ["live", "live"]


@pytest.mark.parametrize(
    ("provider", "values", "field"),
    [
        ("easypost", {"api_key": "", "webhook_secret": ""}, "values.api_key"),
        ("easypost", {"label_format": "gif"}, "values.label_format"),
        ("easypost", {"colour": "red"}, "values.colour"),
        ("generic", {"carrier": "nobody"}, "values.carrier"),
        ("generic", {"carrier": "other", "tracking_url": "http://x.example/{number}"}, "values.tracking_url"),
        ("generic", {"carrier": "other", "tracking_url": "https://x.example/"}, "values.tracking_url"),
    ],
)
def test_wrong_fields_are_named(counter: Counter, provider: str, values: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        counter.connect(provider, **values)
    assert field in str(refused.value.fields)
    assert actions(counter) == []


def test_a_secret_that_is_left_out_stays(counter: Counter) -> None:
    account = counter.connect()
    changed = change(counter, account, 1, mode="live", values={"label_format": "png"})
    assert (changed.mode, changed.secrets, changed.version) == ("live", ["api_key", "webhook_secret"], 2)
    assert counter.do(lambda ctx: accounts.load(ctx, counter.desk, account)).secrets["api_key"] == API_KEY
    with pytest.raises(VersionConflict):
        change(counter, account, 1)


def test_a_name_cannot_be_taken_by_changing(counter: Counter) -> None:
    counter.connect("generic", "La Poste", carrier="la_poste")
    account = counter.connect("generic", "DHL", carrier="dhl_express")
    with pytest.raises(CarrierNameTaken):
        change(counter, account, name="la poste", values={"carrier": "dhl_express"})


def test_the_connection_is_tested(counter: Counter) -> None:
    account = counter.connect()
    tested = accounts.test(counter.bazaar.work, counter.owner, counter.desk, counter.bazaar.store, account)
    assert (tested.is_working, tested.check_message) == (True, "EasyPost accepts the key.")
    wrong = counter.connect("easypost", "Wrong", api_key="EZTKnobody")
    tested = accounts.test(counter.bazaar.work, counter.owner, counter.desk, counter.bazaar.store, wrong)
    assert tested.is_working is False
    assert "credentials" in tested.check_message
    counter.simulator.stop()
    tested = accounts.test(counter.bazaar.work, counter.owner, counter.desk, counter.bazaar.store, account)
    assert tested.is_working is False
    assert "does not answer" in tested.check_message


def test_a_disconnected_one_is_gone_with_its_secrets(counter: Counter) -> None:
    account = counter.connect("easypost", "Mine")
    _, parcel = counter.follow(account)
    store = counter.bazaar.store
    counter.do(lambda ctx: accounts.disconnect(ctx, store, account))
    assert counter.do(lambda ctx: accounts.views(ctx, counter.desk, store)) == []
    with pytest.raises(CarrierAccountMissing):
        counter.do(lambda ctx: accounts.load(ctx, counter.desk, account))
    with pytest.raises(CarrierAccountNotFound):
        counter.do(lambda ctx: accounts.disconnect(ctx, store, account))
    row = counter.bazaar.row(
        """select a.sealed, p.next_look_at from carrier_accounts a, tracked_parcels p
           where a.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=parcel,
    )
    assert (bytes(row.sealed), row.next_look_at) == (b"", None)
    counter.connect("easypost", "Mine")  # the name is free again


def test_a_lost_key_is_said(counter: Counter) -> None:
    account = counter.connect()
    other = Desk([EasyPost()], Keyring(("another secret",)), "http://shop.example")
    with pytest.raises(CarrierAccountLocked):
        counter.do(lambda ctx: accounts.load(ctx, other, account))
    assert counter.do(lambda ctx: accounts.view(ctx, other, counter.bazaar.store, account)).is_locked


def test_who_may(counter: Counter) -> None:
    account = counter.connect()
    for role in ("fulfilment", "support", "read-only", "cashier"):
        caller = somebody(counter.bazaar, role, *ROLES[role])
        with pytest.raises(Forbidden):
            counter.do(lambda ctx: accounts.views(ctx, counter.desk, counter.bazaar.store), caller)
    packer = somebody(counter.bazaar, "Packer", *ROLES["fulfilment"])
    choices = counter.do(lambda ctx: accounts.choices(ctx, counter.desk, counter.bazaar.store), packer)
    assert (choices[0].name, choices[0].provider) == ("easypost", "easypost")
    assert choices[1].account_id is None
    assert "other" not in [c.carrier for c in choices]
    manager = somebody(counter.bazaar, "Manager", *ROLES["manager"])
    assert counter.do(lambda ctx: accounts.view(ctx, counter.desk, counter.bazaar.store, account), manager).id


def test_a_stranger_finds_nothing(counter: Counter) -> None:
    account = counter.connect()
    birch = make.shop(counter.bazaar.work, "birch")

    def look(ctx: Context) -> CarrierAccount:
        return accounts.view(ctx, counter.desk, counter.bazaar.store, account)

    with pytest.raises(CarrierAccountNotFound):
        counter.do(look, birch.caller)
    with pytest.raises(StoreNotFound):
        counter.do(lambda ctx: accounts.views(ctx, counter.desk, counter.bazaar.store), birch.caller)


def test_an_unknown_carrier(counter: Counter) -> None:
    new = NewCarrierAccount(provider="pigeons", name="Pigeons")
    with pytest.raises(UnknownCarrierProvider):
        counter.do(lambda ctx: accounts.connect(ctx, counter.desk, counter.bazaar.store, new))
