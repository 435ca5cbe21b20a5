"""A merchant's accounts at providers: connected, tested, disconnected; their secrets are seen by nobody again."""

from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import msgspec
import psycopg
import pytest
from tests import make
from tests.api.footprint import tables
from tests.checkout.bazaar import Bazaar
from tests.payments.till import Till
from tests.simulators.stripe import StripeSimulator

from duka.access.roles import OWNER
from duka.cli import secrets as command
from duka.identity.sealing import Keyring
from duka.kernel import ids, log
from duka.kernel.context import Actor, Context
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work
from duka.payments import offers
from duka.payments.errors import AccountLocked, AccountMissing, CurrencyNotTaken, UnknownProvider
from duka.payments.gateways import Gateways
from duka.payments.providers.manual import Manual
from duka.payments.providers.mtn_momo import MtnMomo
from duka.payments.providers.orange_money import OrangeMoney
from duka.payments.providers.paypal import PayPal
from duka.payments.providers.stripe import Stripe
from duka.payments.service import AccountInput, AccountView, accounts
from duka.payments.types import Provider
from duka.stores import queries as stores
from duka.stores.errors import StoreNotFound

FORMER, PRESENT = "the former secret", "the present secret"
KEY, HOOK = "sk_test_Zebra4711Quagga", "whsec_Okapi0815Bongo"
SECRETS = {"secret_key": KEY, "webhook_secret": HOOK}
SHOWN = {"publishable_key": "pk_test_1", "statement_descriptor": "BAZAAR"}
FRENCH = Path(__file__).parents[2] / "web/src/areas/settings/payments/words.providers.fr.ts"
OWNER_CALLS = Actor("staff", ids.new_id(), "Alice")


def gateways(*keys: str, address: str = "http://127.0.0.1:9") -> Gateways:
    """With these secrets of the installation, the present one first."""
    providers: list[Provider] = [
        Manual("cash_on_delivery", "Cash on delivery"),
        Stripe(),
        PayPal(),
        MtnMomo(),
    ]
    return Gateways(providers, Keyring(keys or (PRESENT,)), "http://shop.example", {"stripe": address})


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


def owner(bazaar: Bazaar) -> Caller:
    return Caller(bazaar.tenant, OWNER_CALLS, permissions=frozenset(OWNER))


def save(
    bazaar: Bazaar, values: dict[str, str], *keys: str, expected: int | None = None, **more: object
) -> AccountView:
    data = msgspec.convert({"values": values, **more}, AccountInput)
    return bazaar.work.perform(
        owner(bazaar),
        lambda ctx: accounts.save(ctx, gateways(*keys), bazaar.store, "stripe", data, expected),
    )


def view(bazaar: Bazaar, *keys: str) -> AccountView:
    return bazaar.work.perform(
        owner(bazaar), lambda ctx: accounts.view(ctx, gateways(*keys), bazaar.store, "stripe")
    )


def everything(bazaar: Bazaar) -> str:
    """Every row of the tenant in every table, as text."""
    with bazaar.work.database.platform() as db:
        return "\n".join(
            str(row.line)
            for table in tables(bazaar.work)
            for row in db.all(
                psycopg.sql.SQL(
                    f"select to_jsonb(t)::text as line from {table} t where t.tenant_id = %(id)s"
                ),  # type: ignore[arg-type]
                id=bazaar.tenant,
            )
        )


def test_a_store_is_connected(bazaar: Bazaar) -> None:
    saved = save(bazaar, {**SHOWN, **SECRETS}, mode="live", capture_method="manual", expected=0)
    assert (saved.provider, saved.mode, saved.capture_method, saved.version) == (
        "stripe",
        "live",
        "manual",
        1,
    )
    assert saved.settings == SHOWN
    assert saved.secrets == ["secret_key", "webhook_secret"]
    assert (saved.is_active, saved.is_connected, saved.is_locked, saved.is_working) == (
        True,
        True,
        False,
        None,
    )
    assert saved.callback_url.startswith("http://shop.example/callbacks/")
    listed = bazaar.work.perform(owner(bazaar), lambda ctx: accounts.views(ctx, gateways(), bazaar.store))
    assert listed == [saved]


def test_a_list_of_accounts_takes_few_statements(bazaar: Bazaar) -> None:
    save(bazaar, {**SHOWN, **SECRETS})

    def count(ctx: Context) -> tuple[int, int]:
        before = ctx.db.statements
        accounts.views(ctx, gateways(), bazaar.store)
        between = ctx.db.statements
        offers.list_providers(ctx, gateways(), bazaar.store)
        return between - before, ctx.db.statements - between

    listed, offered_ = bazaar.work.perform(owner(bazaar), count)
    assert listed <= 3 and offered_ <= 4, "features are remembered for a moment; not in this test"


def test_what_is_left_out_stays_if_it_is_secret(bazaar: Bazaar) -> None:
    first = save(bazaar, {**SHOWN, **SECRETS})
    second = save(bazaar, {"publishable_key": "pk_test_2", "webhook_secret": ""}, expected=1)
    assert second.secrets == first.secrets
    assert second.settings == {"publishable_key": "pk_test_2"}
    assert (second.version, second.callback_url) == (2, first.callback_url)
    found = bazaar.perform(lambda ctx: accounts.load(ctx, gateways(), ids.parse("pacc", second.id)))
    assert found.secrets == SECRETS


def test_secrets_are_readable_nowhere(bazaar: Bazaar) -> None:
    heard = StringIO()
    log.configure("DEBUG", stream=heard)
    try:
        saved = save(bazaar, {**SHOWN, **SECRETS})
        changed = save(bazaar, {**SHOWN, "webhook_secret": HOOK + "2"}, capture_method="manual")
        with StripeSimulator() as stripe:
            stripe.secret_key = KEY
            tested = accounts.test(
                bazaar.work, owner(bazaar), gateways(address=stripe.url), bazaar.store, "stripe"
            )
            assert tested.is_working
            assert KEY in str(stripe.asked[0].headers), "the provider was shown the key"
    finally:
        log.configure("WARNING")
    answers = msgspec.json.encode([saved, changed, tested]).decode()
    kept = everything(bazaar)
    assert "payment_account.saved" in kept and "pk_test_1" in kept
    for secret in (KEY, HOOK, KEY.encode().hex(), HOOK.encode().hex()):
        assert secret not in answers
        assert secret not in kept, "rows: accounts, audit trail, events, conversations"
        assert secret not in heard.getvalue()


def test_the_trail_says_which_secrets_were_changed(bazaar: Bazaar) -> None:
    save(bazaar, {**SHOWN, **SECRETS})
    save(bazaar, {**SHOWN, "webhook_secret": "whsec_other"})
    entry = bazaar.perform(
        lambda ctx: ctx.db.one(
            """select a.after, a.actor_name from audit_log a
               where a.tenant_id = %(tenant)s and a.action = 'payment_account.saved' order by a.id desc limit 1"""
        )
    )
    assert entry.after == {"secrets_changed": ["webhook_secret"]}
    assert entry.actor_name == "Alice"


def test_a_former_key_still_opens_and_resealing_makes_it_superfluous(bazaar: Bazaar) -> None:
    save(bazaar, {**SHOWN, **SECRETS}, FORMER)
    assert view(bazaar, PRESENT, FORMER).is_connected
    done = bazaar.perform(lambda ctx: accounts.reseal(ctx, gateways(PRESENT, FORMER)))
    assert (done.resealed, done.locked) == (1, 0)
    account = ids.parse("pacc", view(bazaar, PRESENT).id)
    found = bazaar.perform(lambda ctx: accounts.load(ctx, gateways(PRESENT), account))
    assert found.secrets == SECRETS


def test_a_lost_key_is_said_and_mended_by_typing_again(bazaar: Bazaar) -> None:
    save(bazaar, {**SHOWN, **SECRETS}, FORMER)
    seen = view(bazaar, PRESENT)
    assert (seen.is_connected, seen.is_locked, seen.secrets) == (False, True, [])
    with pytest.raises(AccountLocked, match="Type them again"):
        bazaar.perform(lambda ctx: accounts.load(ctx, gateways(PRESENT), ids.parse("pacc", seen.id)))
    with pytest.raises(AccountLocked):
        accounts.test(bazaar.work, owner(bazaar), gateways(PRESENT), bazaar.store, "stripe")
    assert bazaar.perform(lambda ctx: accounts.reseal(ctx, gateways(PRESENT))).locked == 1
    with pytest.raises(InvalidInput) as refused:
        save(bazaar, SHOWN, PRESENT)
    assert refused.value.fields["errors"] == {"values.secret_key": "is needed"}
    assert save(bazaar, {**SHOWN, "secret_key": KEY}, PRESENT).is_connected


def test_wrong_fields_are_named(bazaar: Bazaar) -> None:
    with pytest.raises(InvalidInput) as refused:
        save(bazaar, {"publishable_key": " ", "secret_key": KEY, "pin": "1"})
    assert refused.value.fields["errors"] == {
        "values.pin": "is not a field of this provider",
        "values.publishable_key": "is needed",
    }
    with pytest.raises(InvalidInput) as refused:
        data = AccountInput(values={"target_environment": "mars", "api_user": "x"})
        bazaar.work.perform(
            owner(bazaar), lambda ctx: accounts.save(ctx, gateways(), bazaar.store, "mtn_momo", data)
        )
    assert "must be one of sandbox" in str(refused.value.fields["errors"])


def test_a_currency_that_the_provider_does_not_take(bazaar: Bazaar) -> None:
    data = AccountInput(values={"client_id": "x", "client_secret": "y"})
    with pytest.raises(CurrencyNotTaken, match="PayPal does not take XOF"):
        bazaar.work.perform(
            owner(bazaar), lambda ctx: accounts.save(ctx, gateways(), bazaar.store, "paypal", data)
        )


@pytest.mark.parametrize("provider", ["nobody", "cash_on_delivery"])
def test_a_provider_without_accounts(bazaar: Bazaar, provider: str) -> None:
    with pytest.raises(UnknownProvider):
        bazaar.work.perform(
            owner(bazaar),
            lambda ctx: accounts.save(ctx, gateways(), bazaar.store, provider, AccountInput()),
        )


@pytest.mark.parametrize("expected", [0, 2])
def test_another_version_than_was_seen(bazaar: Bazaar, expected: int) -> None:
    save(bazaar, {**SHOWN, **SECRETS}, expected=0)
    with pytest.raises(VersionConflict):
        save(bazaar, {**SHOWN, "secret_key": "sk_test_other"}, expected=expected)
    assert view(bazaar).version == 1


def test_strangers_and_those_without_the_permission(bazaar: Bazaar, work: Work) -> None:
    save(bazaar, {**SHOWN, **SECRETS})
    birch = Bazaar(work).build()
    there = gateways()
    for act in (
        lambda ctx: accounts.save(ctx, there, bazaar.store, "stripe", AccountInput(values=SECRETS)),
        lambda ctx: accounts.view(ctx, there, bazaar.store, "stripe"),
        lambda ctx: accounts.views(ctx, there, bazaar.store),
        lambda ctx: accounts.disconnect(ctx, there, bazaar.store, "stripe"),
        lambda ctx: offers.list_providers(ctx, there, bazaar.store),
    ):
        with pytest.raises(StoreNotFound):
            work.perform(owner(birch), act)
    with pytest.raises(StoreNotFound):
        accounts.test(work, owner(birch), there, bazaar.store, "stripe")
    with pytest.raises(AccountMissing):
        found = ids.parse("pacc", view(bazaar).id)
        work.perform(owner(birch), lambda ctx: accounts.load(ctx, there, found))
    reader = Caller(bazaar.tenant, OWNER_CALLS, permissions=frozenset(OWNER - {"payments:configure"}))
    assert work.perform(reader, lambda ctx: accounts.view(ctx, there, bazaar.store, "stripe")).version == 1
    with pytest.raises(Forbidden):
        work.perform(reader, lambda ctx: accounts.disconnect(ctx, there, bazaar.store, "stripe"))
    with pytest.raises(Forbidden):
        accounts.test(work, reader, there, bazaar.store, "stripe")


def test_the_connection_is_tested(bazaar: Bazaar) -> None:
    with StripeSimulator() as stripe:
        there = gateways(address=stripe.url)
        save(bazaar, {"publishable_key": stripe.publishable_key, "secret_key": stripe.secret_key})
        fine = accounts.test(bazaar.work, owner(bazaar), there, bazaar.store, "stripe")
        assert (fine.is_working, bool(fine.check_message), fine.checked_at is not None) == (True, True, True)
        save(bazaar, {"publishable_key": stripe.publishable_key, "secret_key": "sk_test_wrong"})
        assert view(bazaar).is_working is None, "what was found of other keys counts no more"
        bad = accounts.test(bazaar.work, owner(bazaar), there, bazaar.store, "stripe")
        assert bad.is_working is False and bad.check_message
    nobody = accounts.test(bazaar.work, owner(bazaar), gateways(), bazaar.store, "stripe")
    assert nobody.is_working is False and "does not answer" in nobody.check_message


def offered(bazaar: Bazaar) -> set[str]:
    """The ways to pay that a buyer sees."""
    selling = bazaar.perform(lambda ctx: stores.selling(ctx, bazaar.store))
    return {method["provider"] for method in selling.payment_methods}


def test_disconnecting_forgets_the_secrets_and_keeps_the_payments(till: Till) -> None:
    bazaar = till.bazaar
    bazaar.perform(
        lambda ctx: ctx.db.run(
            """insert into payment_methods (tenant_id, id, store_id, provider, name)
               values (%(tenant)s, %(id)s, %(store)s, 'stripe', 'Card')""",
            id=ids.new_id(),
            store=bazaar.store,
        )
    )
    assert "stripe" not in offered(bazaar)
    account = ids.parse("pacc", save(bazaar, {**SHOWN, **SECRETS}).id)
    assert "stripe" in offered(bazaar)
    order, _ = till.paid()
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update payments set account_id = %(account)s where tenant_id = %(tenant)s", account=account
        )
    )
    before = till.payments(order)
    bazaar.work.perform(
        owner(bazaar), lambda ctx: accounts.disconnect(ctx, gateways(), bazaar.store, "stripe")
    )
    assert till.payments(order) == before
    assert "stripe" not in offered(bazaar)
    seen = view(bazaar)
    assert (seen.is_active, seen.is_connected, seen.is_locked, seen.secrets) == (False, False, False, [])
    with pytest.raises(AccountMissing, match="Stripe is not connected"):
        bazaar.perform(lambda ctx: accounts.load(ctx, gateways(), account))
    with pytest.raises(AccountMissing):
        bazaar.work.perform(
            owner(bazaar), lambda ctx: accounts.disconnect(ctx, gateways(), bazaar.store, "mtn_momo")
        )


def test_which_providers_there_are(bazaar: Bazaar) -> None:
    found = bazaar.work.perform(
        owner(bazaar), lambda ctx: offers.list_providers(ctx, gateways(), bazaar.store)
    )
    told = {offer.code: (offer.takes_currency, offer.is_switched_on, bool(offer.fields)) for offer in found}
    assert told["stripe"] == (True, True, True)
    assert told["paypal"] == (False, True, True)
    assert told["cash_on_delivery"] == (True, True, False)
    make.switch(bazaar.work, bazaar.tenant, "payments_mobile_money", False)
    found = bazaar.work.perform(owner(bazaar), lambda ctx: offers.list_providers(ctx, gateways()))
    assert {o.code: (o.is_switched_on, o.takes_currency) for o in found}["mtn_momo"] == (False, None)


def test_every_field_of_a_provider_is_spoken_of_in_french() -> None:
    words = FRENCH.read_text()
    lacking = [
        f"{kind}.{provider.about.code}.{field.name}"
        for provider in (Stripe(), PayPal(), MtnMomo(), OrangeMoney())
        for field in provider.about.fields
        for kind, said in (("label", field.label), ("help", field.help))
        if said and f'"{kind}.{provider.about.code}.{field.name}":' not in words
    ]
    assert lacking == []


@pytest.fixture
def installation(urls: Urls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    for name, value in (
        ("DUKA_DATA", str(tmp_path)),
        ("DUKA_APP_URL", urls.app),
        ("DUKA_PLATFORM_URL", urls.platform),
        ("DUKA_MIGRATOR_URL", urls.migrator),
        ("DUKA_SECRET", PRESENT),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("duka.kernel.log.configure", lambda *_: None)
    yield monkeypatch


@pytest.mark.timeout(600)  # it goes over the tenants of all tests
def test_resealing_by_command(
    installation: pytest.MonkeyPatch, bazaar: Bazaar, work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Bazaar(work).build()
    slugs = [f"t{one.tenant.hex}" for one in (bazaar, other)]
    save(bazaar, {**SHOWN, **SECRETS}, FORMER)
    save(other, {**SHOWN, **SECRETS}, FORMER)
    assert command.main(["reseal", "--tenant", slugs[0]]) == 1
    assert f"{slugs[0]}: 0 sealed anew, 1 cannot be opened" in capsys.readouterr().out
    installation.setenv("DUKA_PREVIOUS_SECRETS", FORMER)
    command.main(["reseal"])  # everybody's: others here may have sealed with keys of their own
    told = capsys.readouterr().out
    assert all(f"{slug}: 1 sealed anew." in told for slug in slugs)
    assert KEY not in told
    assert view(bazaar, PRESENT).is_connected and view(other, PRESENT).is_connected
    assert command.main(["reseal", "--tenant", slugs[0]]) == 0
    assert command.main(["reseal", "--tenant", "nobody-here"]) == 2
