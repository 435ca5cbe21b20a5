"""Why an experiment is not changed."""

from duka.kernel.errors import NotFound, Refusal


class ExperimentNotFound(NotFound):
    """There is no such experiment here."""


class ExperimentUnderWay(Refusal):
    """This experiment has begun: its name, hypothesis, end and guards can still be changed, and nothing that its figures rest
    on. Stop it and plan another one."""


class ExperimentStatusWrong(Refusal):
    """An experiment that is {status} cannot be {wanted}."""


class AnotherRunning(Refusal):
    """{name} already runs in this store and changes the same thing. Stop it first: two at once would be measured through each
    other."""


class NothingToCompare(Refusal):
    """{name} shows what everybody sees. Give it something else to show."""


class PriceListNotForThis(Refusal):
    """This price list is of another store, or of another experiment."""


class WinnerUnknown(NotFound):
    """The winner must be one of the variants of this experiment."""
