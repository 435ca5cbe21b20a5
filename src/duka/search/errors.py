"""Refusals about searches."""

from duka.kernel.errors import Invalid, NotFound, Refusal


class SynonymsNotFound(NotFound):
    """These synonyms are gone."""


class PinsNotFound(NotFound):
    """Nothing is pinned there any more."""


class TooManySearchRules(Refusal):
    """There are {most} of them already. Delete what nobody needs."""


class SynonymsNeedWords(Invalid):
    """Give two different words or more, with a letter or digit in each."""


class SearchTextNeeded(Invalid):
    """Write the search that these products are for."""


class PinnedAlready(Refusal):
    """There are pinned products for this search already. Change those."""


class PinnedProductNotFound(Invalid):
    """One of these products is not there."""
