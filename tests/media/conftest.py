"""A bucket on a real S3 server."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.media.s3_server import S3Server, an_s3_server

from duka.kernel.config import Config
from duka.media.providers.s3 import BucketStorage, open_bucket


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3Server]:
    with ExitStack() as held:
        for attempt in range(3):
            try:  # somebody may have taken a port that was free a moment ago
                server = held.enter_context(an_s3_server(tmp_path_factory.mktemp("s3")))
                break
            except RuntimeError:
                if attempt == 2:
                    raise
        yield server


@pytest.fixture
def bucket(s3: S3Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BucketStorage:
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    return open_bucket("s3://pictures/media", Config(data=tmp_path, secret="secret"))
