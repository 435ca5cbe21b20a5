"""`duka jobs`: what could not be done. Lists dead events and failed jobs; `--replay` makes them due again, `--discard` gives
those that `--id` names up for good. Operators do the same in Center Control."""

import argparse
import os
from uuid import UUID

from duka.control import dead_letters
from duka.kernel import config as configuration
from duka.kernel import jobs, relay
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Caller
from duka.tenants.types import PLATFORM
from duka.wiring import make_services


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka jobs", description=__doc__)
    parser.add_argument("--replay", action="store_true", help="replay all of them, or those named with --id")
    parser.add_argument("--discard", action="store_true", help="give up those named with --id for good")
    parser.add_argument(
        "--reason", default="discarded on the command line", help="why; it stands in the audit log"
    )
    parser.add_argument("--id", action="append", default=[], help="an event's or a job's id; may be repeated")
    parser.add_argument("--topic", help="only the jobs of one topic, as payments")
    arguments = parser.parse_args(argv)
    config = configuration.load()
    work = make_services(config, resolve(config.data, os.environ)).work
    if not (arguments.replay or arguments.discard):
        for letter in relay.dead(work) if arguments.topic is None else []:
            print(
                f"event {letter.id} {letter.type} {letter.occurred_at} tried {letter.attempts} times: {letter.last_error}"
            )
        for job in jobs.failed(work, topic=arguments.topic):
            print(f"job {job.id} [{job.topic}] {job.name} tried {job.attempts} times {job.arguments}")
        return 0
    events = [UUID(i) for i in arguments.id if not i.isdigit()]
    numbers = [int(i) for i in arguments.id if i.isdigit()]
    everything = not arguments.id
    if arguments.discard:
        if everything:
            parser.error("name what to give up with --id")
        given: list[tuple[dead_letters.LetterKind, list[str]]] = [
            ("event", [str(i) for i in events]),
            ("job", [str(i) for i in numbers]),
        ]
        count = sum(
            dead_letters.discard(work, Caller(PLATFORM), kind, letters, arguments.reason).count
            for kind, letters in given
            if letters
        )
        print(f"{count} given up.")
        return 0
    replayed = relay.replay(work, None if everything else events) + jobs.replay(
        work, None if everything else numbers
    )
    print(f"{replayed} due again.")
    return 0
