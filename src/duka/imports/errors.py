"""What a whole file, or a whole run, is refused for. What is wrong with one product is a `types.Problem`."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class UnreadableFile(Invalid):
    """This file cannot be read as text: {why}. Save it again as CSV in UTF-8."""


class UnknownColumns(Invalid):
    """This is no product file that we know: its first row names {found}. A Shopify export has a column
    Handle, ours has slug or sku."""


class WrongColumns(Invalid):
    """{why}"""


class StoreUnknown(NotFound):
    """There is no store {name} here. {hint}"""


class StoreNeeded(Invalid):
    """Say which store, as in {example}: this file does not name any."""


class LocationNeeded(Invalid):
    """The store {store} has no location, so the stock in this file has no place. Add a location first."""


class OtherCurrency(Invalid):
    """The store {store} sells in {currency}, not in {wanted}. Prices are taken as they stand and never
    converted."""


class RunTakenOver(Refusal):
    """Another import of the same file went on in the meantime. Wait until it is through, then repeat this
    one."""


class FileTooLarge(Invalid):
    """This file is larger than 20 MB. Cut it into several, each with the row of names on top."""


class ImportNotFound(NotFound):
    """There is no such import here."""


class ImportStatus(Refusal):
    """This import cannot be started now: it is {status}. Upload the file again."""
