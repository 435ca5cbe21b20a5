"""Pictures in a bucket of a real S3 server, which checks signatures."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from obstore.exceptions import PermissionDeniedError
from tests.conftest import Clock
from tests.media.pictures import drawn, saved
from tests.people import Shop

from duka.control import rollouts
from duka.kernel.config import Config
from duka.kernel.work import Caller, Work
from duka.media import queries, service
from duka.media.errors import MediaNotFound, NoWholePicture
from duka.media.providers.s3 import BucketStorage, open_bucket
from duka.tenants.types import PLATFORM


def status(url: str) -> int:
    try:
        with urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path, secret="secret", media_url_ttl=60)


def test_files_of_each_company_lie_below_its_own_name(
    work: Work, shop: Shop, other_shop: Shop, bucket: BucketStorage
) -> None:
    own = service.upload(work, shop.caller, bucket, saved(drawn(400, 200)), "a.png")
    service.upload(work, other_shop.caller, bucket, saved(drawn(320, 200)), "b.png")
    folder = f"{shop.tenant.id.hex}/{own.hex}"
    assert sorted(bucket.paths(shop.tenant.id)) == [f"{folder}/{width}.webp" for width in (160, 320, 400)]
    data = bucket.get(f"{folder}/160.webp")
    assert data is not None and data[8:12] == b"WEBP"
    service.delete(work, shop.caller, bucket, own)
    assert list(bucket.paths(shop.tenant.id)) == []
    assert bucket.get(f"{folder}/160.webp") is None
    assert len(list(bucket.paths(other_shop.tenant.id))) == 2
    for _ in range(2):
        bucket.delete_all(other_shop.tenant.id)
    assert list(bucket.paths(other_shop.tenant.id)) == []


def test_a_bucket_shows_only_what_was_signed(
    work: Work, shop: Shop, other_shop: Shop, bucket: BucketStorage, config: Config
) -> None:
    media = service.upload(work, shop.caller, bucket, saved(drawn(400, 200)), "a.png")
    path = f"{shop.tenant.id.hex}/{media.hex}/320.webp"
    url = queries.signed_url(work, shop.shopper, bucket, config, path).url
    with urlopen(url, timeout=10) as answer:
        assert answer.read() == bucket.get(path)
        assert answer.headers["content-type"] == "image/webp"
    assert "X-Amz-Expires=60" in url and "X-Amz-SignedHeaders=host" in url
    plain, _, query = url.partition("?")
    for wrong in (
        plain,
        url.replace("/320.webp", "/160.webp"),
        url.replace("X-Amz-Expires=60", "X-Amz-Expires=600"),
        url[:-4] + ("0000" if not url.endswith("0000") else "1111"),
        url.replace(shop.tenant.id.hex, other_shop.tenant.id.hex),
        f"{plain}?{query.replace('eu-west-1', 'us-east-1')}",
        f"{plain.rpartition('/')[0]}/?{query}",
    ):
        assert status(wrong) == 403, wrong
    for stranger in (other_shop.shopper, other_shop.caller):
        with pytest.raises(MediaNotFound):
            queries.signed_url(work, stranger, bucket, config, path)
    with pytest.raises(NoWholePicture):
        queries.signed_url(work, shop.shopper, bucket, config, path.replace("320", "*"))


def test_what_was_signed_is_over_after_its_time(
    work: Work, shop: Shop, bucket: BucketStorage, config: Config, clock: Clock
) -> None:
    """For one second, as is set for this merchant."""
    media = service.upload(work, shop.caller, bucket, saved(drawn(170, 200)), "a.png")
    rollouts.set_value(work, Caller(PLATFORM), shop.tenant.id, "cdn_signed_url_ttl", 1)
    path = f"{shop.tenant.id.hex}/{media.hex}/160.webp"
    url = queries.signed_url(work, shop.shopper, bucket, config, path).url
    assert "X-Amz-Expires=1&" in url
    signed = datetime.strptime(url.partition("X-Amz-Date=")[2][:16], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    while (datetime.now(UTC) - signed).total_seconds() < 2.2:
        pass
    assert status(url) == 403


def test_only_whoever_has_the_keys_writes(bucket: BucketStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    stranger = open_bucket("s3://pictures/media", Config(data=Path(), secret="secret"))
    path = f"{'a' * 32}/{'b' * 32}/160.webp"
    with pytest.raises(PermissionDeniedError):
        stranger.put(path, b"x", "image/webp")
    assert bucket.get(path) is None
