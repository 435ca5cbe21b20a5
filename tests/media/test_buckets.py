import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.media.pictures import drawn, saved
from tests.people import Shop

from duka.kernel.config import Config
from duka.kernel.work import Work
from duka.media import queries, service
from duka.media.providers.s3 import BucketStorage, open_bucket

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def bucket(tmp_path: Path, address: str = "memory:///") -> BucketStorage:
    made = queries.make_storage(Config(data=tmp_path, secret="secret", media_store=address))
    assert isinstance(made, BucketStorage)
    return made


def test_a_bucket_keeps_pictures_as_a_folder_does(work: Work, shop: Shop, tmp_path: Path) -> None:
    storage = bucket(tmp_path)
    media = service.upload(work, shop.caller, storage, saved(drawn(320, 200)), "a.png")
    path = f"{shop.tenant.id.hex}/{media.hex}/320.webp"
    data = storage.get(path)
    assert data is not None and data[8:12] == b"WEBP"
    assert "/media/" in storage.url(path, NOON, 60)
    for _ in range(2):
        storage.delete(path.rpartition("/")[0])
        assert storage.get(path) is None
    assert storage.get("../x") is None


def test_a_real_bucket_signs_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("ACCESS_KEY_ID", "id"), ("SECRET_ACCESS_KEY", "key"), ("REGION", "eu-west-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    url = bucket(tmp_path, "s3://pictures/shop").url(f"{'a' * 32}/{'b' * 32}/160.webp", NOON, 60)
    assert "X-Amz-Expires=60" in url and "pictures" in url and "/160.webp?" in url


def test_what_is_wrong_is_said_at_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Config(data=tmp_path)
    with pytest.raises(SystemExit, match="no address of a bucket"):
        open_bucket("carrier-pigeon://home", config)
    monkeypatch.setitem(sys.modules, "obstore.store", None)
    with pytest.raises(SystemExit, match=r"duka\[s3\]"):
        open_bucket("s3://pictures", config)
