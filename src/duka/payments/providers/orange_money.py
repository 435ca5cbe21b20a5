"""Orange Money, by its Web Payment: the buyer pays on a page of Orange's, with a one-time code from their telephone.

What asking for a payment gives (`pay_token`, the page's address, `notif_token`) is told once. Asking again with the same
`order_id` is refused (1204), and the status cannot be asked without the token: when the answer to the asking is lost, that
attempt has failed. No money can move by it, since nobody was told the page's address; a further attempt has an order id of
its own.

A notification carries `notif_token`, which only Orange and we know, and says nothing else of whose it is: our payment is in
the address that Orange calls. `read_callback` does not know the payment's token, so a forged notification passes it; all it
gains is one look-up of the truth. `is_notification_of` compares the tokens where the payment is at hand.

Nothing can be held, and there is no way to give money back by program: refunds are made by hand. This is the Web Payment of
countries whose currency has no decimals; Orange Cameroon's own API (a prompt on the telephone) is another one and is not
built.

Source: Orange Developer, "Orange Money Web Payment", and public clients of it.
"""

import hashlib
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import msgspec

from duka.payments import wire
from duka.payments.errors import AccountRefused, CallbackRefused, CaptureRefused, ProviderUnreachable
from duka.payments.providers.bearer import Bearers
from duka.payments.providers.decimals import amount
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

URL = "https://api.orange.com"
MOST_LETTERS = 120
"""Of each address that Orange is given."""
QUERY_HEADER = "x-duka-query"
"""Where the callbacks' endpoint puts the query of the address that was called."""
DEV = "dev"
MARKETS: dict[str, frozenset[str]] = {
    DEV: frozenset({"XAF", "XOF", "GNF"}),
    "bf": frozenset({"XOF"}),
    "ci": frozenset({"XOF"}),
    "cm": frozenset({"XAF"}),
    "gn": frozenset({"GNF"}),
    "ml": frozenset({"XOF"}),
    "sn": frozenset({"XOF"}),
}
_PLAY_MONEY = "OUV"
"""What the development country counts in; there our amounts are asked for as so many units of it."""
_USED = "1204"
_NOT_HERE = "Orange Money cannot be used in this shop at the moment. Pay another way."
_LOST = "Orange Money did not answer in time, and nothing was paid. Try again, or pay another way."
_ENDS = {
    "EXPIRED": (
        "expired",
        "expired",
        "The payment at Orange Money has expired. Try again, or pay another way.",
    ),
    "FAILED": ("failed", "declined", "Orange Money refused the payment. Try again, or pay another way."),
}
_bearers = Bearers()


class OrangeMoney:
    """Settings: see `about.fields`."""

    about = About(
        code="orange_money",
        name="Orange Money",
        rail="mobile_money",
        fields=(
            Field(
                name="country",
                label="Country",
                help="Where the merchant account is. “dev” is Orange's development country, without real money.",
                choices=tuple(MARKETS),
            ),
            Field(name="client_id", label="Client ID"),
            Field(name="client_secret", label="Client secret", is_secret=True),
            Field(name="merchant_key", label="Merchant key", is_secret=True),
        ),
        currencies=frozenset().union(*MARKETS.values()),
        polls=True,
    )

    def create(self, account: Account, charge: Charge) -> Outcome:
        country = account.settings.get("country", DEV)
        addresses = {
            "return_url": charge.return_url,
            "cancel_url": charge.cancel_url or charge.return_url,
            "notif_url": notification_url(charge.callback_url, charge.payment_id),
        }
        if charge.currency not in MARKETS[country]:
            return Outcome("failed", code="unavailable", reason=_NOT_HERE)
        too_long = [name for name, url in addresses.items() if len(url) > MOST_LETTERS]
        if too_long:
            why = f"longer than {MOST_LETTERS} letters: {', '.join(too_long)}"
            return Outcome("failed", code="unavailable", reason=_NOT_HERE, data={"refused": why})
        order = order_id_of(account.tenant, charge.key)
        answer = _ask(
            account,
            "create",
            f"{_path(account)}/webpayment",
            {
                "merchant_key": account.secrets.get("merchant_key", ""),
                "currency": _PLAY_MONEY if country == DEV else charge.currency,
                "order_id": order,
                "amount": int(amount(charge.amount_minor, charge.currency)),
                **addresses,
                "lang": "fr" if charge.locale.startswith("fr") else "en",
                "reference": note(charge.description, 30),
            },
        )
        if answer.status in (200, 201):
            return _opened(answer, order)
        if _code(answer) == _USED:
            return Outcome("failed", code="unavailable", reason=_LOST, data={"refused": _USED})
        return Outcome("failed", code="unavailable", reason=_NOT_HERE, data={"refused": _code(answer)})

    def confirm(self, account: Account, known: Known) -> Outcome:
        return self.look_up(account, known)

    def look_up(self, account: Account, known: Known) -> Outcome:
        """Nothing can be known without the token that came with the payment's page. Orange tells no amount: it answers only
        the one who names the amount of the order."""
        token = known.data.get("pay_token", "")
        if not token:
            return Outcome("unknown")
        order = known.reference or order_id_of(account.tenant, known.key)
        answer = _ask(
            account,
            "look_up",
            f"{_path(account)}/transactionstatus",
            {
                "order_id": order,
                "amount": int(amount(known.amount_minor, known.currency)),
                "pay_token": token,
            },
        )
        said = answer.json if answer.status in (200, 201) and isinstance(answer.json, dict) else {}
        status = str(said.get("status", ""))
        if status in ("INITIATED", "PENDING"):
            return Outcome("requires_action", reference=order, action_url=known.data.get("page", ""))
        if status in _ENDS:
            ended, code, sentence = _ENDS[status]
            return Outcome(ended, reference=order, code=code, reason=sentence)
        if status != "SUCCESS" or said.get("order_id", order) != order:
            return Outcome("unknown")
        return Outcome("captured", reference=order, data={"txnid": word(said.get("txnid"))})

    def capture(
        self, account: Account, known: Known, amount_minor: int, key: str, *, is_final: bool
    ) -> Outcome:
        raise CaptureRefused(why="Orange Money takes the money at once.")

    def cancel(self, account: Account, known: Known) -> Outcome:
        """Orange cannot be told; its page stays open until it expires, about ten minutes after it was made. What it does not
        know is given up."""
        found = self.look_up(account, known)
        return found if found.status != "unknown" else Outcome("cancelled", code="cancelled")

    def refund(self, account: Account, known: Known, refund: RefundCharge) -> RefundOutcome:
        return RefundOutcome("by_hand", reason="Orange Money gives nothing back by program.")

    def read_callback(
        self, account: Account, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> Callback:
        """A hint, see above. Refuses what has not the form of a notification to one of our addresses."""
        query = headers.get(QUERY_HEADER, "")
        try:
            msgspec.json.decode(body, type=_Notification)
            (named,) = parse_qs(query).get("p", [])
            payment_id = UUID(bytes=urlsafe_b64decode(named + "=="))
        except (ValueError, msgspec.MsgspecError, RecursionError):
            raise CallbackRefused() from None
        event = hashlib.sha256(payment_id.bytes + body).hexdigest()
        return Callback(event, payment_id=payment_id, kind="notification")

    def check(self, account: Account) -> Checked:
        country = account.settings.get("country", DEV)
        if (account.mode == "live") == (country == DEV):
            return Checked(False, "Live money needs a country, and test money the country “dev”.")
        length = len(notification_url(account.callback_url, UUID(int=0)))
        if length > MOST_LETTERS:
            return Checked(
                False,
                f"The address for notifications has {length} letters; Orange takes at most {MOST_LETTERS}.",
            )
        _token_of(account)
        takes = " and ".join(sorted(MARKETS[country]))
        said = f"Connected. It takes {takes} only. Orange checks the merchant key with the first payment."
        return Checked(True, f"{said} Refunds are made by hand.")


class _Token(msgspec.Struct):
    access_token: str
    expires_in: int = 0


class _Opened(msgspec.Struct):
    pay_token: str
    payment_url: str
    notif_token: str


class _Notification(msgspec.Struct):
    status: str
    notif_token: str


def order_id_of(tenant: UUID, key: str) -> str:
    """The order id of a key at Orange, of 30 letters: the same for the same key of a tenant."""
    return hashlib.sha256(f"{tenant.hex}|orange_money|{key}".encode()).hexdigest()[:30]


def notification_url(callback_url: str, payment_id: UUID) -> str:
    """The account's callback address with the payment in it."""
    return f"{callback_url}?p={urlsafe_b64encode(payment_id.bytes).decode().rstrip('=')}"


def is_notification_of(known: Known, body: bytes) -> bool:
    """Does this notification carry the token that Orange gave us with the payment? False for anything else."""
    try:
        given = msgspec.json.decode(body, type=_Notification).notif_token
    except (ValueError, msgspec.MsgspecError, RecursionError):
        return False
    ours = known.data.get("notif_token", "")
    return bool(ours) and hmac.compare_digest(given.encode(), ours.encode())


def _opened(answer: Answer, order: str) -> Outcome:
    try:
        opened = msgspec.convert(answer.json, _Opened)
    except msgspec.ValidationError:
        raise ProviderUnreachable() from None
    return Outcome(
        "requires_action",
        reference=order,
        action_url=opened.payment_url,
        data={"pay_token": opened.pay_token, "notif_token": opened.notif_token, "page": opened.payment_url},
    )


def _path(account: Account) -> str:
    return f"/orange-money-webpay/{account.settings.get('country', DEV)}/v1"


def _ask(account: Account, what: str, path: str, body: dict[str, Any]) -> Answer:
    """One question, with a fresh token when Orange does not know the one we had; 401 means that nothing was done. Raises
    `ProviderUnreachable` for an answer that says nothing for sure."""
    for _ in range(2):
        token = _token_of(account)
        answer = wire.ask(
            what, "POST", _base(account) + path, headers={"authorization": f"Bearer {token}"}, json_body=body
        )
        if answer.status != 401:
            break
        _bearers.forget(_credentials(account), token)
    if answer.status in (401, 403):
        raise AccountRefused()
    if _code(answer) != _USED and (answer.status >= 500 or answer.status in (302, 408, 429)):
        raise ProviderUnreachable()
    return answer


def _token_of(account: Account) -> str:
    return _bearers.get(_credentials(account), lambda: _fetch(account))


def _fetch(account: Account) -> tuple[str, int]:
    answer = wire.ask(
        "token",
        "POST",
        f"{_base(account)}/oauth/v3/token",
        form={"grant_type": "client_credentials"},
        auth=(account.settings.get("client_id", ""), account.secrets.get("client_secret", "")),
    )
    if 400 <= answer.status < 500 and answer.status != 429:
        raise AccountRefused()
    try:
        given = msgspec.convert(answer.json, _Token, strict=False)
    except msgspec.ValidationError:
        raise ProviderUnreachable() from None
    return given.access_token, given.expires_in


def _credentials(account: Account) -> tuple[str, ...]:
    return _base(account), account.settings.get("client_id", ""), account.secrets.get("client_secret", "")


def _base(account: Account) -> str:
    return account.base_url or URL


def _code(answer: Answer) -> str:
    return word(answer.json.get("code")) if isinstance(answer.json, dict) else ""
