"""Why something with webhooks is refused."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class EndpointNotFound(NotFound):
    """There is no such webhook endpoint."""


class DeliveryNotFound(NotFound):
    """There is no such delivery. They are kept for 30 days."""


class TooManyEndpoints(Refusal):
    """A company has at most {most} webhook endpoints. Delete one that is no longer used."""


class EndpointNotActive(Refusal):
    """This endpoint is paused or switched off, so nothing would be sent. Switch it on first."""


class DeliveryUnderWay(Refusal):
    """This is being sent, or waits for its next attempt; look again in a moment."""


class NothingToEnd(Refusal):
    """There is only one secret: no former one that still signs."""


class PeriodTooLong(Invalid):
    """Choose a period that begins at most {days} days ago and ends after it begins."""
