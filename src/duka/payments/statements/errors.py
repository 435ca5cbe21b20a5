"""What is refused of a statement."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class StatementKnown(Refusal):
    """This file was imported before, on {when} as {file_name}. What it says is in the books."""


class StatementUnreadable(Invalid):
    """This file cannot be read as a statement of {provider}: {why}"""


class StatementRowWrong(Invalid):
    """Row {row}, column {column}: {why} Nothing of the file was imported."""


class StatementFormatUnknown(Invalid):
    """There is no statement of {provider} to read. Statements can be read of: {known}."""


class StatementTooLarge(Invalid):
    """This file is larger than 20 MB or longer than 200,000 rows. Ask the provider for a shorter period."""


class StatementNotFound(NotFound):
    """There is no such statement here."""


class StatementLineNotFound(NotFound):
    """This statement has no such line."""


class NothingToResolve(Refusal):
    """This line agrees with what we hold; only a difference is explained."""
