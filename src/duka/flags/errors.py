"""What flags refuse."""

from duka.kernel.errors import Forbidden, Invalid


class FeatureOff(Forbidden):
    """{feature} is switched off for this company. Ask who runs this installation."""


class UnknownFeature(Invalid):
    """There is no feature {feature}. There are {known}."""
