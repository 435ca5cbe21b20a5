"""A clock that is set back: what the demo's shops lived through before they were made."""

from datetime import datetime

from duka.kernel.work import Work


def work_at(work: Work, moment: datetime) -> Work:
    """The same database at another time."""
    return Work(work.database, work.cache, lambda: moment)
