"""Refusals of figures."""

from duka.kernel.errors import Invalid


class UnknownFigure(Invalid):
    """There is no figure {figure}. The list of definitions names them all."""


class PeriodInvalid(Invalid):
    """This period cannot be shown: {why}."""


class FigureNotForProducts(Invalid):
    """{figure} is not known of single products and categories. Ask for: {known}."""


class WarehouseMissing(Invalid):
    """Parquet files need the package pyarrow. Install duka with the extra `warehouse`."""
