"""Why something about feeds is refused."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class FeedNotFound(NotFound):
    """There is no such feed here."""


class TooManyFeeds(Refusal):
    """There are {most} feeds already. Delete one that nobody fetches any more."""


class FeedIsEmpty(Refusal):
    """This feed has no item yet that could be listed. Look at its problems first."""


class RevisionUnknown(Invalid):
    """This feed was never at revision {since}; it is at {revision}. Fetch it without since."""


class FeedHistoryGone(Refusal):
    """What changed since revision {since} is not known any more. Fetch the whole feed, and go on from its revision."""

    status = 410
