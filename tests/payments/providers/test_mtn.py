"""MTN MoMo: what is its own, beside the contract that every provider keeps."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.payments.providers.rig_mtn import PHONE, MtnRig
from tests.simulators.mtn import DECIMALS, UUID4

from duka.payments import wire
from duka.payments.errors import AccountRefused, CaptureRefused, ProviderUnreachable
from duka.payments.providers.decimals import amount, minor_of
from duka.payments.providers.mtn_momo import MARKETS, msisdn, reference_of, refusal_of
from duka.payments.providers.mtn_reasons import REASONS
from duka.payments.types import Outcome, RefundCharge

NOW = datetime(2026, 11, 21, tzinfo=UTC)


@pytest.fixture
def rig() -> Iterator[MtnRig]:
    with MtnRig() as rig:
        yield rig
        assert rig.simulator.failures == []


def test_the_telephone_is_prompted_and_the_money_comes(rig: MtnRig) -> None:
    charge = rig.charge(1250)
    outcome, request = rig.begin(charge)
    assert outcome.action_url == ""
    assert UUID4.fullmatch(request.reference)
    assert (request.amount, request.currency, request.party) == ("12.50", "EUR", PHONE.removeprefix("+"))
    assert request.external_id == charge.payment_id.hex
    assert request.note == "Order D-1001 l ete"
    assert rig.look(charge).status == "requires_action"
    rig.approve(request.reference)
    told = rig.look(charge)
    assert (told.status, told.amount_minor, told.currency) == ("captured", 1250, "EUR")
    assert told.payment_id == charge.payment_id
    assert told.data == {"financial_id": request.financial_id}
    assert rig.simulator.moved(charge.payment_id.hex).captured == 1250


@pytest.mark.parametrize("reason", sorted(REASONS))
def test_every_reason_has_a_code_and_a_sentence(rig: MtnRig, reason: str) -> None:
    charge = rig.charge(500)
    _, request = rig.begin(charge)
    rig.simulator.fail(request.reference, reason)
    told = rig.look(charge)
    status, code, sentence = REASONS[reason]
    assert (told.status, told.code, told.reason) == (status, code, sentence)
    assert status in {"failed", "expired", "cancelled"}
    assert sentence.endswith(".")
    assert told.data == {"reason": reason}


def test_an_unheard_reason_is_arefusal_of(rig: MtnRig) -> None:
    charge = rig.charge(500)
    _, request = rig.begin(charge)
    rig.simulator.fail(request.reference, "THE_MOON_IS_FULL")
    told = rig.look(charge)
    assert (told.status, told.code, told.data) == ("failed", "declined", {"reason": "THE_MOON_IS_FULL"})


def test_the_same_charge_is_one_request(rig: MtnRig) -> None:
    charge = rig.charge(500)
    first, request = rig.begin(charge)
    again = rig.provider.create(rig.account, charge)
    assert (again.status, again.reference) == ("requires_action", first.reference)
    rig.approve(request.reference)
    assert rig.provider.create(rig.account, charge).status == "captured"
    assert len(rig.simulator.requests) == 1


def test_a_lost_answer_is_found_by_asking_again(rig: MtnRig) -> None:
    charge = rig.charge(500)
    rig.simulator.mischief.then("cut_after", "request_to_pay")
    with pytest.raises(ProviderUnreachable):
        rig.provider.create(rig.account, charge)
    reference = reference_of(charge.tenant, charge.key)
    rig.approve(reference)
    again = rig.provider.create(rig.account, msgspec.structs.replace(charge, is_retry=True))
    assert (again.status, again.reference) == ("captured", reference)
    assert rig.simulator.moved(str(charge.payment_id)).captured == 500


def test_not_found_is_not_failed(rig: MtnRig) -> None:
    charge = rig.charge(500)
    assert rig.look(charge) == Outcome("unknown")
    _, request = rig.begin(charge)
    rig.simulator.hide(request.reference, 3)
    assert rig.look(charge).status == "unknown"
    assert rig.provider.cancel(rig.account, rig.known(charge, request.reference)).status == "cancelled"
    again = rig.provider.create(rig.account, charge)  # 409, and still not found
    assert (again.status, again.reference) == ("requires_action", request.reference)
    assert rig.look(charge).status == "requires_action"


def test_money_that_comes_after_the_end(rig: MtnRig) -> None:
    charge = rig.charge(500)
    _, request = rig.begin(charge)
    rig.simulator.expire(request.reference)
    assert rig.look(charge).status == "expired"
    rig.approve(request.reference)
    assert rig.look(charge).status == "captured"


def test_a_token_is_kept_and_renewed_when_refused(rig: MtnRig) -> None:
    def tokens() -> int:
        return sum(one.path.endswith("/token/") for one in rig.simulator.asked)

    charge = rig.charge(500)
    rig.begin(charge)
    rig.look(charge)
    assert tokens() == 1
    rig.simulator.revoke_tokens()
    assert rig.look(charge).status == "requires_action"
    assert tokens() == 2


def test_a_token_is_not_used_to_its_last_minute(rig: MtnRig) -> None:
    rig.simulator.token_seconds = 60
    charge = rig.charge(500)
    rig.begin(charge)
    rig.look(charge)
    assert sum(one.path.endswith("/token/") for one in rig.simulator.asked) == 2


def test_wrong_keys_are_the_merchants_to_mend(rig: MtnRig) -> None:
    charge = rig.charge(500)
    for wrong in ("api_key", "subscription_key"):
        account = msgspec.structs.replace(rig.account, secrets={**rig.account.secrets, wrong: "wrong"})
        with pytest.raises(AccountRefused):
            rig.provider.create(account, charge)
    assert rig.simulator.requests == {}


def test_the_new_platform_wants_the_environment_with_the_token(rig: MtnRig) -> None:
    rig.simulator.is_new_platform = True
    rig.begin(rig.charge(500))
    assert len(rig.simulator.requests) == 1


@pytest.mark.parametrize("phone", ["", "12", "+46 73", "garden", "+4673312345678901"])
def test_what_is_no_number_is_not_asked(rig: MtnRig, phone: str) -> None:
    charge = msgspec.structs.replace(rig.charge(500), payer_phone=phone)
    told = rig.provider.create(rig.account, charge)
    assert (told.status, told.code) == ("failed", "unknown_payer")
    assert rig.simulator.asked == []


@pytest.mark.parametrize(
    ("text", "region", "number"),
    [
        ("+237 6 77 12 34 56", "CM", "237677123456"),
        ("677123456", "CM", "237677123456"),
        ("237677123456", "CM", "237677123456"),
        ("00237677123456", "CM", "237677123456"),
        ("0772123456", "UG", "256772123456"),
        ("024 123 4567", "GH", "233241234567"),
        ("0712345678", "CI", "2250712345678"),
        ("46733123450", "", "46733123450"),
        ("not a number", "CM", None),
        ("67712", "CM", None),
    ],
)
def test_numbers_go_out_with_their_country_and_without_a_plus(
    text: str, region: str, number: str | None
) -> None:
    assert msisdn(text, region) == number


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (1500, "XOF", "1500"),
        (1500, "XAF", "1500"),
        (25000, "GNF", "25000"),
        (3700, "UGX", "3700"),
        (1500, "EUR", "15.00"),
        (1505, "GHS", "15.05"),
        (7, "ZMW", "0.07"),
        (100, "SZL", "1.00"),
        (199999, "ZAR", "1999.99"),
        (10, "LRD", "0.10"),
        (1, "USD", "0.01"),
    ],
)
def test_amounts_are_in_real_units(minor: int, currency: str, text: str) -> None:
    assert amount(minor, currency) == text
    assert minor_of(text, currency) == minor


@pytest.mark.parametrize("text", ["", "abc", "1.005", "NaN", "Infinity", "1e400", "1e999999999", None, "1,5"])
def test_what_is_no_amount(text: object) -> None:
    assert minor_of(text, "EUR") is None


@pytest.mark.parametrize("environment", sorted(MARKETS))
def test_each_country_takes_its_own_currency(environment: str) -> None:
    _, currencies = MARKETS[environment]
    for currency in currencies:
        assert currency in DECIMALS
        with MtnRig(environment, currency) as rig:
            charge = msgspec.structs.replace(rig.charge(1500), callback_url="https://127.0.0.1/callbacks/x")
            _, request = rig.begin(charge)
            assert minor_of(request.amount, currency) == 1500
            other = msgspec.structs.replace(charge, currency="JPY", key="another")
            assert rig.provider.create(rig.account, other).code == "unavailable"
            assert len(rig.simulator.requests) == 1


def test_another_amount_or_somebody_elses_payment_is_seen(rig: MtnRig) -> None:
    charge = rig.charge(500)
    _, request = rig.begin(charge)
    rig.misreport(request.reference, 100)
    rig.approve(request.reference)
    assert rig.look(charge).amount_minor == 100
    request.external_id = uuid4().hex
    assert rig.look(charge).payment_id == UUID(hex=request.external_id)
    request.external_id = "4711"
    assert rig.look(charge).payment_id == UUID(int=0)
    request.external_id, request.amount = charge.payment_id.hex, "plenty"
    assert rig.look(charge).status == "unknown"


def test_there_is_no_holding_and_no_stopping(rig: MtnRig) -> None:
    charge = rig.charge(500)
    outcome, request = rig.begin(charge)
    known = rig.known(charge, request.reference)
    assert rig.provider.cancel(rig.account, known) == rig.provider.confirm(rig.account, known)
    assert rig.provider.cancel(rig.account, known).status == outcome.status
    with pytest.raises(CaptureRefused):
        rig.provider.capture(rig.account, known, 500, "key", is_final=True)


def test_the_sandboxs_numbers(rig: MtnRig) -> None:
    expected = {
        "46733123450": ["failed", "failed"],
        "46733123451": ["failed", "failed"],
        "46733123452": ["expired", "expired"],
        "46733123453": ["requires_action", "captured"],
        "46733123454": ["requires_action", "requires_action"],
    }
    for number, statuses in expected.items():
        charge = msgspec.structs.replace(rig.charge(500), payer_phone=f"+{number}")
        rig.begin(charge)
        assert [rig.look(charge).status for _ in range(2)] == statuses


def test_too_little_money_is_said_when_the_buyer_confirms(rig: MtnRig) -> None:
    charge = rig.charge(500)
    _, request = rig.begin(charge)
    rig.simulator.refusals[request.party] = "NOT_ENOUGH_FUNDS"
    rig.approve(request.reference)
    assert rig.look(charge).code == "insufficient_funds"


@pytest.mark.parametrize(
    ("status", "code"), [(400, ""), (500, "NOT_ALLOWED"), (404, "PAYER_NOT_FOUND"), (500, "INVALID_CURRENCY")]
)
def test_a_certain_refusal_ends_the_payment(status: int, code: str) -> None:
    answer = wire.Answer(status, {}, b"", {"code": code} if code else {})
    assert refusal_of(answer) == code


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (500, "INTERNAL_PROCESSING_ERROR"),
        (503, ""),
        (429, ""),
        (404, ""),
        (500, "SERVICE_UNAVAILABLE"),
        (302, ""),
    ],
)
def test_an_uncertain_answer_is_no_answer(status: int, code: str) -> None:
    with pytest.raises(ProviderUnreachable):
        refusal_of(wire.Answer(status, {}, b"", {"code": code} if code else {}))


def test_the_connection_is_tested_by_its_balance(rig: MtnRig) -> None:
    told = rig.provider.check(rig.account)
    assert told.is_ok
    assert "EUR only" in told.message
    assert "made by hand" in rig.provider.check(rig.without_disbursements()).message
    rig.simulator.tells_balance = True
    assert "15000 EUR" in rig.provider.check(rig.account).message
    with pytest.raises(AccountRefused):
        rig.provider.check(rig.wrong_credentials())
    live = msgspec.structs.replace(rig.account, mode="live")
    assert not rig.provider.check(live).is_ok


def test_the_conversation_keeps_no_secret(rig: MtnRig) -> None:
    with wire.listening() as heard:
        charge = rig.paid()
        rig.look(charge)
        rig.provider.refund(
            rig.account, rig.known(charge, ""), RefundCharge(refund_id=uuid4(), key="key", amount_minor=100)
        )
        rig.provider.check(rig.account)
    said = json.dumps([msgspec.to_builtins(one) for one in heard])
    assert len(heard) > 6
    for secret in (*rig.secrets, *rig.simulator.tokens):
        assert secret not in said
        assert secret not in repr(rig.account)


def test_what_a_provider_says_is_kept_plain(rig: MtnRig) -> None:
    charge = rig.charge(500)
    _, request = rig.begin(charge)
    rig.simulator.fail(request.reference, "NOT\x00<b>FOUND</b>\ud800")
    assert rig.look(charge).data == {"reason": "NOTbFOUNDb"}
