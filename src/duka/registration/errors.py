"""Refusals about signing up."""

from duka.kernel.errors import Invalid


class CountryUnknown(Invalid):
    """Choose the country of the company from the list."""


class CompanyNameInvalid(Invalid):
    """A company's name has 1 to 200 characters on one line."""
