"""`duka jobs`: what could not be done. Lists dead events and failed jobs; `--replay` makes them due again."""

import argparse
import os
from uuid import UUID

from duka.kernel import config as configuration
from duka.kernel import jobs, relay
from duka.kernel.postgres_urls import resolve
from duka.wiring import make_services


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka jobs", description=__doc__)
    parser.add_argument("--replay", action="store_true", help="replay all of them, or those named with --id")
    parser.add_argument("--id", action="append", default=[], help="an event's or a job's id; may be repeated")
    parser.add_argument("--topic", help="only the jobs of one topic, as payments")
    arguments = parser.parse_args(argv)
    config = configuration.load()
    work = make_services(config, resolve(config.data, os.environ)).work
    if not arguments.replay:
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
    replayed = relay.replay(work, None if everything else events) + jobs.replay(
        work, None if everything else numbers
    )
    print(f"{replayed} due again.")
    return 0
