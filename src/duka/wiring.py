"""Who listens to what, which jobs exist, which words permissions have: the one place that knows every module."""

from typing import Any

import msgspec

from duka.kernel.config import Config
from duka.kernel.work import Work


class Services(msgspec.Struct, frozen=True):
    """What a surface needs to serve: made once a process, reachable as `app.state.services`."""

    work: Work
    config: Config
    storage: Any = None
    landing: tuple[dict[str, str], ...] = ()
