"""The yardstick of every call: the least that the same framework and server can be asked for."""

import argparse

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels
from litestar import Litestar, Response, get

BODY = b'{"hello":"world"}'


@get("/", sync_to_thread=False, include_in_schema=False)
def hello() -> Response[bytes]:
    return Response(BODY, media_type="application/json")


def create_app() -> Litestar:
    return Litestar([hello], openapi_config=None, logging_config=None)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--processes", type=int, required=True)
    arguments = parser.parse_args()
    Granian(
        "bench.hello:create_app",
        factory=True,
        address="127.0.0.1",
        port=arguments.port,
        interface=Interfaces.ASGI,
        workers=arguments.processes,
        loop=Loops.uvloop,
        http=HTTPModes.auto,
        log_level=LogLevels.warning,
        backlog=2048,
        websockets=False,
    ).serve()


if __name__ == "__main__":
    main()
