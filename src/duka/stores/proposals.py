"""What a new store of a country usually needs: taxes to start from."""

import tomllib
from functools import cache
from pathlib import Path

from duka.stores.types import TaxProposal, TaxRate

_FILE = Path(__file__).parent / "taxes.toml"


@cache
def _taxes() -> dict[str, TaxProposal]:
    return {
        country: TaxProposal(
            country,
            included,
            [
                TaxRate(country, "", "", of, code, name, ppm, 0, is_compound=False)
                for of, code, name, ppm in rates
            ],
        )
        for country, (included, *rates) in tomllib.loads(_FILE.read_text(encoding="utf-8")).items()
    }


def taxes(country: str) -> TaxProposal:
    """The usual rates of a country, by class of goods; none where they differ by region or are not known to us."""
    return _taxes().get(country, TaxProposal(country, True, []))
