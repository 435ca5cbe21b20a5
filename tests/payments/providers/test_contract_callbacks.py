"""What every adapter promises of callbacks, over all of them."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from tests.payments.providers.rigs import Rig, able
from tests.payments.providers.test_contract import paid, rig

from duka.payments.errors import CallbackRefused
from duka.payments.types import Known

__all__ = ["rig"]


def sent(rig: Rig, known: Known) -> tuple[dict[str, str], bytes]:
    """A true callback as our endpoint hands it on: names in lower case, and the query of the address that was called."""
    letter = rig.callback(known.reference)
    headers, body = rig.simulator.compose(letter)
    lower = {name.lower(): value for name, value in headers.items()}
    return {**lower, "x-duka-query": urlsplit(letter.url).query}, body


@able()
def test_callbacks_are_read(rig: Rig) -> None:
    charge, known = paid(rig)
    headers, body = sent(rig, known)
    heard = rig.provider.read_callback(rig.account, headers, body, datetime.now(UTC))
    assert heard.event_id
    assert heard.reference == known.reference or heard.payment_id == charge.payment_id
    assert rig.provider.read_callback(rig.account, headers, body, datetime.now(UTC)) == heard


@able()
def test_what_is_no_callback_is_refused(rig: Rig) -> None:
    _, known = paid(rig)
    headers, body = sent(rig, known)
    bodies = [b"", b"{}", b"[]", b"null", b"\xff\x00", b'"' + b"a" * 5000, body[:-2]]
    for garbage in bodies:
        with pytest.raises(CallbackRefused):
            rig.provider.read_callback(rig.account, headers, garbage, datetime.now(UTC))
    if rig.provider.about.polls:  # nothing is signed there: the truth is looked up instead
        return
    empty = dict.fromkeys(headers, "")
    for said, told in (({}, body), (empty, body), (headers, body + b" ")):
        with pytest.raises(CallbackRefused):
            rig.provider.read_callback(rig.account, said, told, datetime.now(UTC))
