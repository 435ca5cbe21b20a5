"""MTN MoMo: request to pay (the product *Collections*), and refunds by the product *Disbursements*.

The buyer confirms with a PIN on their telephone, outside our pages. One asking is named by an `X-Reference-Id`, which is
both its identity and what makes asking twice harmless: it is derived from the charge's key, and MTN answers 409 to the
second. A status that is not found is no proof that the asking never arrived, so it stays *unknown* until it is asked for
again. Callbacks are unsigned and sent once: they are hints, and the truth is looked up. There is no holding of money.

Refunds need credentials of their own; without them people give the money back by hand.

Source: MTN MoMo API reference (momodeveloper.mtn.com), and its list of common errors.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from duka.payments.errors import CallbackRefused, CaptureRefused, ProviderUnreachable
from duka.payments.providers.decimals import amount, minor_of
from duka.payments.providers.mtn_line import HOSTS, PRODUCTS, SANDBOX, Product
from duka.payments.providers.mtn_reasons import NOT_HERE, REASONS, REFUSED, SURE
from duka.payments.providers.plain import note, word
from duka.payments.types import (
    About,
    Account,
    Callback,
    Charge,
    Checked,
    Field,
    Known,
    Outcome,
    RefundCharge,
    RefundOutcome,
)
from duka.payments.wire import Answer

MARKETS: dict[str, tuple[str, frozenset[str]]] = {
    SANDBOX: ("", frozenset({"EUR"})),
    "mtnbenin": ("BJ", frozenset({"XOF"})),
    "mtncameroon": ("CM", frozenset({"XAF"})),
    "mtncongo": ("CG", frozenset({"XAF"})),
    "mtnghana": ("GH", frozenset({"GHS"})),
    "mtnguineaconakry": ("GN", frozenset({"GNF"})),
    "mtnivorycoast": ("CI", frozenset({"XOF"})),
    "mtnliberia": ("LR", frozenset({"LRD", "USD"})),
    "mtnsouthafrica": ("ZA", frozenset({"ZAR"})),
    "mtnswaziland": ("SZ", frozenset({"SZL"})),
    "mtnuganda": ("UG", frozenset({"UGX"})),
    "mtnzambia": ("ZM", frozenset({"ZMW"})),
}
"""Target environments: the country whose numbers may be written without their country code, and the currencies."""


_USER = "On momoapi.momo.africa: the user ID of the System Credentials."
_KEY = "On momoapi.momo.africa: the credential token of the System Credentials."
NOTE = 160
"""Letters of a message to the buyer, and of one to the merchant."""
_STATUSES = frozenset({"PENDING", "SUCCESSFUL", "FAILED"})


class MtnMomo:
    """Settings: see `about.fields`. `capture` always refuses."""

    about = About(
        code="mtn_momo",
        name="MTN MoMo",
        rail="mobile_money",
        fields=(
            Field(
                name="target_environment",
                label="Country",
                help="MTN's name of the target environment. The sandbox takes EUR only.",
                choices=tuple(MARKETS),
            ),
            Field(
                name="host",
                label="Platform",
                help="Where MTN opened the account; a payment can only be asked for where it was made. Not used in the sandbox.",
                is_required=False,
                choices=tuple(HOSTS),
            ),
            Field(name="api_user", label="API user", help=_USER),
            Field(name="api_key", label="API key", help=_KEY, is_secret=True),
            Field(name="subscription_key", label="Subscription key of Collections", is_secret=True),
            Field(
                name="disbursement_api_user",
                label="API user of Disbursements",
                help="Needed, with its keys, to give money back from here. Without them refunds are made by hand.",
                is_required=False,
            ),
            Field(
                name="disbursement_api_key",
                label="API key of Disbursements",
                is_secret=True,
                is_required=False,
            ),
            Field(
                name="disbursement_subscription_key",
                label="Subscription key of Disbursements",
                is_secret=True,
                is_required=False,
            ),
        ),
        currencies=frozenset().union(*(currencies for _, currencies in MARKETS.values())),
        can=frozenset({"refund", "partial_refund"}),
        needs_phone=True,
        polls=True,
    )

    def create(self, account: Account, charge: Charge) -> Outcome:
        """Prompts the buyer's telephone. A number that is none, or a currency that the account does not take, fails
        without asking."""
        region, currencies = _market(account)
        if charge.currency not in currencies:
            return Outcome("failed", code="unavailable", reason=NOT_HERE)
        payer = msisdn(charge.payer_phone, region)
        if payer is None:
            return Outcome(
                "failed",
                code="unknown_payer",
                reason="This is not a telephone number. Write it with its country code.",
            )
        reference = reference_of(account.tenant, charge.key)
        body = {
            "amount": amount(charge.amount_minor, charge.currency),
            "currency": charge.currency,
            "externalId": charge.payment_id.hex,
            "payer": {"partyIdType": "MSISDN", "partyId": payer},
            "payerMessage": note(charge.description, NOTE),
            "payeeNote": note(charge.description, NOTE),
        }
        answer = self._request(account, reference, body, _callback_header(account, charge.callback_url))
        if answer.status == 409:
            found = self._status(account, reference)
            return found if found.status != "unknown" else Outcome("requires_action", reference=reference)
        if 200 <= answer.status < 300:
            return Outcome("requires_action", reference=reference)
        return _failed(refusal_of(answer))

    def _request(
        self, account: Account, reference: str, body: dict[str, Any], callback: dict[str, str]
    ) -> Answer:
        """A callback host that is not registered with MTN must not stop the payment: callbacks are only hints."""
        line = Product.of(account, "collection")
        headers = {"x-reference-id": reference}
        answer = line.ask("create", "POST", "/v1_0/requesttopay", headers=headers | callback, json_body=body)
        if callback and answer.status >= 400 and _code(answer) == "INVALID_CALLBACK_URL_HOST":
            return line.ask("create", "POST", "/v1_0/requesttopay", headers=headers, json_body=body)
        return answer

    def confirm(self, account: Account, known: Known) -> Outcome:
        return self.look_up(account, known)

    def look_up(self, account: Account, known: Known) -> Outcome:
        """Works without a reference too, since that follows from the key."""
        reference = known.reference or reference_of(account.tenant, known.key)
        return self._status(account, reference)

    def _status(self, account: Account, reference: str) -> Outcome:
        answer = Product.of(account, "collection").ask("look_up", "GET", f"/v1_0/requesttopay/{reference}")
        if answer.status == 404:
            return Outcome("unknown")
        if answer.status != 200:
            raise ProviderUnreachable()
        return _outcome(answer.json, reference)

    def capture(
        self, account: Account, known: Known, amount_minor: int, key: str, *, is_final: bool
    ) -> Outcome:
        raise CaptureRefused(why="MTN MoMo takes the money at once.")

    def cancel(self, account: Account, known: Known) -> Outcome:
        """MTN cannot be told. What it does not find by now is given up; should it come yet, later looks see it."""
        found = self.look_up(account, known)
        return found if found.status != "unknown" else Outcome("cancelled", code="cancelled")

    def refund(self, account: Account, known: Known, refund: RefundCharge) -> RefundOutcome:
        line = Product.of(account, "disbursement")
        if not line.is_set:
            return RefundOutcome("by_hand", reason="No Disbursements credentials are set for this account.")
        reference = refund.reference or reference_of(account.tenant, f"refund|{refund.key}")
        if not refund.reference:
            answer = line.ask(
                "refund",
                "POST",
                "/v1_0/refund",
                headers={"x-reference-id": reference},
                json_body={
                    "amount": amount(refund.amount_minor, known.currency),
                    "currency": known.currency,
                    "externalId": refund.refund_id.hex,
                    "payerMessage": note(refund.reason, NOTE),
                    "payeeNote": note(refund.reason, NOTE),
                    "referenceIdToRefund": known.reference or reference_of(account.tenant, known.key),
                },
            )
            if answer.status != 409 and not 200 <= answer.status < 300:
                return RefundOutcome(
                    "refused", reason=f"MTN refused the refund: {refusal_of(answer) or answer.status}"
                )
        found = line.ask("look_up_refund", "GET", f"/v1_0/refund/{reference}")
        body = found.json if isinstance(found.json, dict) and found.status == 200 else {}
        if body.get("status") == "SUCCESSFUL":
            return RefundOutcome("done", reference=reference)
        if body.get("status") == "FAILED":
            return RefundOutcome(
                "refused", reference, f"MTN did not make the refund: {_reason(body) or 'no reason told'}"
            )
        return RefundOutcome("pending", reference=reference)

    def read_callback(
        self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Callback:
        """Unsigned: anybody who knows the account's secret address can say this, and gains a look-up of the truth by it.
        It is about the payment that `externalId` names."""
        try:
            said = msgspec.json.decode(body, type=_Said)
            payment_id = UUID(hex=said.external_id)
        except (ValueError, msgspec.MsgspecError, RecursionError):
            raise CallbackRefused() from None
        kind = said.status if said.status in _STATUSES else "other"
        return Callback(hashlib.sha256(body).hexdigest(), payment_id=payment_id, kind=kind)

    def check(self, account: Account) -> Checked:
        environment = account.settings.get("target_environment", "")
        if (account.mode == "live") == (environment == SANDBOX):
            return Checked(False, "Live money needs a country, and test money the sandbox.")
        collection, disbursement = (Product.of(account, name) for name in PRODUCTS)
        is_ok, said = _balance(collection)
        if not is_ok:
            return Checked(False, said)
        said += f" It takes {' and '.join(sorted(_market(account)[1]))} only."
        if not disbursement.is_set:
            return Checked(True, f"{said} Refunds are made by hand.")
        is_ok, told = _balance(disbursement)
        return Checked(is_ok, f"{said} Disbursements: {told}")


class _Said(msgspec.Struct, rename="camel"):
    external_id: str
    status: str


def reference_of(tenant: UUID, key: str) -> str:
    """The `X-Reference-Id` of a key, in the form of a UUIDv4 as MTN demands: the same for the same key of a tenant."""
    return str(UUID(bytes=hashlib.sha256(f"{tenant.hex}|mtn_momo|{key}".encode()).digest()[:16], version=4))


def msisdn(text: str, region: str) -> str | None:
    """A telephone number as MTN wants it, digits with the country code; None for what is none. Without a plus it may be a
    national number of `region`."""
    import phonenumbers  # heavy: its tables are loaded when the first number is looked at

    written = re.sub(r"^00", "+", text.strip())
    if not region and not written.startswith("+"):
        written = f"+{written}"
    try:
        number = phonenumbers.parse(written, region or None)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")


def _market(account: Account) -> tuple[str, frozenset[str]]:
    return MARKETS[account.settings.get("target_environment", SANDBOX)]


def _outcome(body: Any, reference: str) -> Outcome:
    said = body if isinstance(body, dict) else {}
    status = said.get("status")
    if status == "FAILED":
        return _failed(_reason(said), reference)
    if status not in _STATUSES:
        return Outcome("unknown")
    told = str(said.get("currency", ""))
    held = minor_of(said.get("amount"), told) if told else None
    if held is None and status == "SUCCESSFUL":
        return Outcome("unknown", reference=reference)
    return Outcome(
        "captured" if status == "SUCCESSFUL" else "requires_action",
        reference=reference,
        amount_minor=held,
        currency=told or None,
        payment_id=_named(said.get("externalId")),
        data={"financial_id": word(said.get("financialTransactionId"))} if status == "SUCCESSFUL" else {},
    )


def _failed(reason: str, reference: str | None = None) -> Outcome:
    status, code, sentence = REASONS.get(reason, REFUSED)
    return Outcome(status, reference=reference, code=code, reason=sentence, data={"reason": reason})


def refusal_of(answer: Answer) -> str:
    """Why MTN refused, in its word. Raises `ProviderUnreachable` for an answer that says nothing for sure."""
    code = _code(answer)
    is_sure = (
        400 <= answer.status < 500 and answer.status not in (408, 429) and (answer.status != 404 or code)
    )
    if code in SURE or is_sure:
        return code
    raise ProviderUnreachable()


def _code(answer: Answer) -> str:
    return word(answer.json.get("code"), 100) if isinstance(answer.json, dict) else ""


def _reason(body: dict[str, Any]) -> str:
    """`reason` is a word, or an object with one."""
    reason = body.get("reason")
    return word(reason.get("code") if isinstance(reason, dict) else reason, 100)


def _named(external: object) -> UUID | None:
    """Whose payment MTN says it is; a name that is not of our making is nobody's."""
    if external is None:
        return None
    try:
        return UUID(hex=str(external))
    except ValueError:
        return UUID(int=0)


def _callback_header(account: Account, url: str) -> dict[str, str]:
    """MTN calls plain http in its sandbox and https elsewhere, and only hosts with a public name. It refuses the whole
    payment for another address, so such a one is left out: then it is asked."""
    address = urlsplit(url)
    wanted = "http" if account.settings.get("target_environment") == SANDBOX else "https"
    is_local = _is_local(address.hostname or "") and not account.base_url
    return {"x-callback-url": url} if address.scheme == wanted and not is_local else {}


def _is_local(host: str) -> bool:
    try:
        return bool(ip_address(host))
    except ValueError:
        return "." not in host


def _balance(line: Product) -> tuple[bool, str]:
    answer = line.ask("balance", "GET", "/v1_0/account/balance")
    if answer.status == 200 and isinstance(answer.json, dict):
        return (
            True,
            f"Connected; the balance is {answer.json.get('availableBalance')} {answer.json.get('currency')}.",
        )
    if line.environment == SANDBOX and _code(answer) == "NOT_ALLOWED_TARGET_ENVIRONMENT":
        return True, "Connected to the sandbox, which tells no balance."
    return (
        False,
        f"The credentials are good, but MTN tells no balance ({answer.status} {_code(answer)}).",
    )
