"""Signed addresses of a CDN that checks them as CloudFront does, before a real S3 server."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import parse_qs
from urllib.request import urlopen

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.conftest import Clock
from tests.media.cdn_server import Cdn, serving
from tests.media.pictures import drawn, saved
from tests.people import Shop

from duka.kernel.config import Config
from duka.kernel.work import Work
from duka.media import cdn as signing
from duka.media import queries, service
from duka.media.errors import MediaNotFound
from duka.media.providers.s3 import BucketStorage

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PAIR = "K2JCJMDEHXQW5F"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()


def seen(url: str) -> tuple[int, bytes]:
    try:
        with urlopen(url, timeout=10) as answer:
            return answer.status, answer.read()
    except HTTPError as refused:
        return refused.code, refused.read()


@pytest.fixture
def edge(bucket: BucketStorage, clock: Clock) -> Iterator[Cdn]:
    clock.now = NOON
    cdn = Cdn(bucket.get, {PAIR: KEY.public_key()}, lambda: clock().timestamp())
    with serving(cdn):
        yield cdn


@pytest.fixture
def config(edge: Cdn, tmp_path: Path) -> Config:
    return Config(
        data=tmp_path,
        secret="s",
        cdn_url=edge.url,
        cdn_key_pair_id=PAIR,
        cdn_private_key=PEM,
        media_url_ttl=60,
    )


def uploaded(work: Work, shop: Shop, bucket: BucketStorage) -> str:
    media = service.upload(work, shop.caller, bucket, saved(drawn(400, 200)), "a.png")
    return f"{shop.tenant.id.hex}/{media.hex}"


def test_an_address_opens_one_file_until_its_end(
    work: Work, shop: Shop, other_shop: Shop, bucket: BucketStorage, config: Config, clock: Clock
) -> None:
    folder = uploaded(work, shop, bucket)
    found = queries.signed_url(work, shop.shopper, bucket, config, f"{folder}/320.webp")
    assert found.url.startswith(f"{config.cdn_url}/{folder}/320.webp?Expires=1780315260&Signature=")
    assert found.url.endswith(f"&Key-Pair-Id={PAIR}")
    assert seen(found.url) == (200, bucket.get(f"{folder}/320.webp"))
    for wrong, why in (
        (found.url.replace("/320.webp", "/160.webp"), b"AccessDenied"),
        (found.url.replace("Expires=1780315260", "Expires=1780399999"), b"AccessDenied"),
        (found.url.replace("Signature=", "Signature=A"), b"AccessDenied"),
        (found.url.replace(PAIR, "KSOMEBODYELSE"), b"MissingKey"),
        (found.url.replace(shop.tenant.id.hex, other_shop.tenant.id.hex), b"AccessDenied"),
        (found.url + "&more=1", b"AccessDenied"),
        (found.url.partition("?")[0], b"MissingKey"),
    ):
        assert seen(wrong) == (403, why), wrong
    clock.now = NOON + timedelta(seconds=59)
    assert seen(found.url)[0] == 200
    clock.now = NOON + timedelta(seconds=60)
    assert seen(found.url) == (403, b"Expired")
    with pytest.raises(MediaNotFound):
        queries.signed_url(work, other_shop.shopper, bucket, config, f"{folder}/320.webp")


def test_one_address_opens_every_width_of_a_picture(
    work: Work, shop: Shop, bucket: BucketStorage, config: Config, clock: Clock
) -> None:
    folder, other = uploaded(work, shop, bucket), f"{shop.tenant.id.hex}/{'b' * 32}"
    url = queries.signed_url(work, shop.shopper, bucket, config, f"{folder}/*.webp").url
    for width in (160, 320, 400):
        assert seen(url.replace("*", str(width), 1)) == (200, bucket.get(f"{folder}/{width}.webp"))
    assert seen(url.replace("*", "640", 1))[0] == 404
    assert seen(url.replace(folder, other).replace("*", "160", 1)) == (403, b"OtherResource")
    query = parse_qs(url.partition("?")[2])
    policy = json.loads(base64.b64decode(query["Policy"][0].translate(str.maketrans("-_~", "+=/"))))
    longer = {**policy["Statement"][0], "Condition": {"DateLessThan": {"AWS:EpochTime": 2_000_000_000}}}
    forged = base64.b64encode(json.dumps({"Statement": [longer]}).encode()).decode()
    forged = forged.translate(str.maketrans("+=/", "-_~"))
    assert seen(url.replace(query["Policy"][0], forged).replace("*", "160", 1)) == (403, b"AccessDenied")
    clock.now = NOON + timedelta(seconds=60)
    assert seen(url.replace("*", "160", 1)) == (403, b"Expired")


def test_a_beginning_and_a_network(
    work: Work, shop: Shop, bucket: BucketStorage, config: Config, clock: Clock
) -> None:
    folder = uploaded(work, shop, bucket)
    until, since = NOON + timedelta(hours=2), NOON + timedelta(hours=1)
    here = signing.signed_pattern(config, f"{folder}/*.webp", until, since=since, network="127.0.0.0/8")
    there = signing.signed_pattern(config, f"{folder}/*.webp", until, network="192.0.2.7/32")
    assert seen(here.replace("*", "160", 1)) == (403, b"NotYet")
    assert seen(there.replace("*", "160", 1)) == (403, b"Elsewhere")
    clock.now = since
    assert seen(here.replace("*", "160", 1))[0] == 200


def test_the_policy_is_written_as_cloudfront_writes_it() -> None:
    """Byte for byte, as the developer guide shows it; and what base64 has and addresses have not is replaced."""
    config = Config(
        data=Path(), cdn_url="https://d111.cloudfront.net", cdn_key_pair_id=PAIR, cdn_private_key=PEM
    )
    url = signing.signed_pattern(config, "a/*", NOON)
    policy = base64.b64decode(
        parse_qs(url.partition("?")[2])["Policy"][0].translate(str.maketrans("-_~", "+=/"))
    )
    assert policy == (
        b'{"Statement":[{"Resource":"https://d111.cloudfront.net/a/*",'
        b'"Condition":{"DateLessThan":{"AWS:EpochTime":1780315200}}}]}'
    )
    for seconds in range(40):
        signature = signing.signed_file(config, "a", NOON + timedelta(seconds=seconds)).partition(
            "Signature="
        )[2]
        assert not set("+=/") & set(signature.partition("&")[0])


def test_a_key_comes_from_the_environment_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_text(PEM)
    whole = Config(data=tmp_path, cdn_url="https://cdn.example", cdn_key_pair_id=PAIR, cdn_private_key=PEM)
    written = msgspec.structs.replace(whole, cdn_private_key=PEM.replace("\n", "\\n"))
    in_file = msgspec.structs.replace(whole, cdn_private_key=str(file))
    urls = {signing.signed_file(each, "a", NOON) for each in (whole, written, in_file)}
    assert len(urls) == 1
    for each in (whole, Config(data=tmp_path)):
        signing.check(each)
    for broken in (
        {"cdn_private_key": ""},
        {"cdn_key_pair_id": "", "cdn_private_key": ""},
        {"cdn_private_key": "no key"},
        {"cdn_private_key": "-----BEGIN RSA PRIVATE KEY-----\nx\n-----END RSA PRIVATE KEY-----"},
        {"cdn_url": "ftp://cdn.example"},
    ):
        with pytest.raises(SystemExit, match="CDN_"):
            queries.make_storage(msgspec.structs.replace(whole, **broken))
