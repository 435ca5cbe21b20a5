"""What strangers send to the callback addresses: refused, whatever it is, and no secret is told of it."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.conftest import Clock
from tests.payments.faults.market import Market, Mortal
from tests.payments.front import Front
from tests.payments.providers.rigs import RIGS, Rig

from duka.kernel.db import Database
from duka.kernel.work import Work
from duka.payments import gateways
from duka.payments.errors import CallbackRefused

BODIES = 25_000
"""A provider: a hundred thousand of them all."""
SIGNED = ("stripe", "paypal")
NASTY = (
    b"", b"\x00", b"null", b"[]", b"{}", b'"', b"\xff\xfe\x00", b"[" * 5000, b'{"a":' * 500, b"NaN", b"1e999",
    b"<xml/>", b"a=b&c=d", b'{"id":null}', b'{"id":{}}', b'{"data":{"object":[]}}', b'{"status":7}', b"\xed\xa0\x80",
    b"{\"externalId\":\"' or 1=1\"}", b'{"referenceId":"../../etc"}', b"{" + b'"k":1,' * 3000 + b'"k":1}',
)  # fmt: skip


def forged(chance: random.Random, true: bytes) -> bytes:
    """Something that was never sent: nonsense, or a true body that was changed."""
    kind = chance.random()
    if kind < 0.2:
        return chance.choice(NASTY)
    if kind < 0.3:
        return chance.randbytes(chance.randrange(400))
    body = bytearray(true)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(body))
        act = chance.random()
        if act < 0.4:
            body[at] = chance.randrange(256)
        elif act < 0.7:
            body[at:at] = chance.randbytes(chance.randint(1, 5))
        else:
            del body[at : at + chance.randint(1, 20)]
        if not body:
            break
    return bytes(body)


@pytest.fixture(params=list(RIGS))
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    with RIGS[request.param]() as rig:
        yield rig


@pytest.mark.timeout(300)
def test_no_forged_body_is_taken_for_true(rig: Rig) -> None:
    chance = random.Random(7)
    charge = rig.charge(1250)
    outcome = rig.provider.create(rig.account, charge)
    reference = outcome.reference or next(iter(rig.simulator.books.entries))
    rig.approve(reference)
    letter = rig.callback(reference)
    sent, body = rig.simulator.compose(letter)
    headers = {name.lower(): value for name, value in sent.items()}
    headers["x-duka-query"] = urlsplit(letter.url).query
    now = datetime.now(UTC)
    assert rig.provider.read_callback(rig.account, headers, body, now).event_id
    taken = 0
    for _ in range(BODIES):
        wrong = forged(chance, body)
        try:
            callback = rig.provider.read_callback(rig.account, headers, wrong, now)
        except CallbackRefused as refused:
            assert not any(secret in repr(refused) for secret in rig.secrets)
        else:
            taken += wrong != body
            assert callback.dispute is None
    if rig.provider.about.code in SIGNED:
        assert taken == 0
    else:
        assert taken < BODIES, "an unsigned message is a hint to look, and what is no message is refused"


@pytest.fixture
def market(database: Database, work: Work, clock: Clock, tmp_path: Path) -> Iterator[Market]:
    with RIGS["stripe"]() as rig:
        mortal = Mortal(rig.provider, random.Random(1))
        front = Front(database, tmp_path, lambda made: made.replaced("stripe", mortal))
        yield Market(rig, front, mortal, work, clock, 1)
        front.close()


def test_the_door_answers_4xx_and_keeps_nothing(market: Market, capfd: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(11)
    true = json.dumps({"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": {"id": "pi_1"}}})
    key = market.bazaar.value("select callback_key from payment_accounts where tenant_id = %(tenant)s")
    address = "/callbacks/" + gateways.token(market.bazaar.tenant, key)
    client = market.front.client
    for n in range(400):
        path = (
            address if n % 4 else "/callbacks/" + chance.choice(("x", "é", "A" * 300, address[11:-1] + "!"))
        )
        headers = {
            "stripe-signature": chance.choice(("", "t=1,v1=00", f"t={n}", "v1=,t=,", "t=1700000000,V1=00"))
        }
        method = chance.choice(("POST", "PUT"))
        answer = client.request(method, path, raw=forged(chance, true.encode()), headers=headers)
        assert 400 <= answer.status < 500, (answer.status, path, headers, answer.body)
    assert client.request("POST", address, raw=b"x" * 300_000, headers={}).status == 413
    assert client.request("GET", address, headers={}).status in (404, 405)
    assert market.till.count("payment_callbacks") == 0
    told = "".join(capfd.readouterr())
    assert not any(secret in told for secret in market.rig.secrets)
    assert key not in told
