"""What plans refuse."""

from typing import ClassVar

from duka.kernel.errors import NotFound, Refusal


class PlanLimitReached(Refusal):
    """The plan {plan} has room for {most} {things}, and there are {used}. {way_out}"""

    status: ClassVar[int] = 403


class PlanNotFound(NotFound):
    """There is no such plan."""


class PlanHandleTaken(Refusal):
    """There is a plan {handle} already."""


class PlanArchived(Refusal):
    """This plan is archived: nobody can take it any more. Choose another one."""


class PlanRequestNotFound(NotFound):
    """There is no such request."""


class PlanRequestClosed(Refusal):
    """This request was answered or withdrawn already."""


class PlanAlreadyAsked(Refusal):
    """A request for the plan {plan} is waiting already. Withdraw it first."""


class PlanAlreadyHeld(Refusal):
    """This merchant has that plan already, in that version."""


class PlanNotSelfService(Refusal):
    """This plan cannot be taken without asking. Send a request for it."""
