"""`duka serve`: the web processes, under granian."""

import argparse
import gc

from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.log import LogLevels

from duka import main as application
from duka.kernel import config as configuration


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=configuration.load().web_processes)
    arguments = parser.parse_args(argv)
    application.prepared()
    gc.collect()
    gc.freeze()  # what is loaded stays shared: the collector of a process would write into each page of it
    Granian(
        "duka.main:create_app",
        factory=True,
        address=arguments.host,
        port=arguments.port,
        interface=Interfaces.ASGI,
        workers=arguments.processes,
        loop=Loops.uvloop,
        http=HTTPModes.auto,
        log_level=LogLevels.warning,
        backlog=2048,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=15,  # whoever reads slowly does not keep a process from ending
        websockets=False,
    ).serve()
    return 0
