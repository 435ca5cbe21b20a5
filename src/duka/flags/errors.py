"""What flags refuse."""

from duka.kernel.errors import Forbidden, Invalid, NotFound


class FeatureOff(Forbidden):
    """{feature}: this is not on for this company. {because}"""


class UnknownFeature(Invalid):
    """There is no feature {feature}. There are {known}."""


class NoSuchFlag(NotFound):
    """There is no flag {name}. There are {known}."""


class PercentageMissing(Invalid):
    """A rollout to a percentage of companies needs the percentage, 0 to 100."""


class ScheduleReversed(Invalid):
    """A schedule ends after it starts."""


class UnknownVariable(NotFound):
    """There is no variable {name}. There are {known}."""


class ValueOutOfRange(Invalid):
    """{name} must be {allowed}."""
