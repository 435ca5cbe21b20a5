"""The texts that are shown to be recognised: `prefix_<tenant, 32 hex digits>_<secret>`. The prefix is the audience."""

from uuid import UUID

from duka.kernel import ids

PREFIXES = {
    "staff": "st",
    "operator": "op",
    "customer": "ct",
    "publishable": "pk",
    "secret": "sk",
    "web": "ws",  # the cookie of a browser
    "refresh": "rt",
    "letter": "lt",  # a link in a letter
    "step": "lc",  # the second step of a log-in
    "customer_web": "cw",  # the cookie of a browser in a store
    "customer_letter": "cl",
    "customer_code": "cc",  # what a code from a letter is shown with
}
LONGEST = 200


def tenant_of(text: str, kind: str) -> UUID | None:
    """The tenant inside a bearer of this kind; None for anything else."""
    prefix, _, rest = text.partition("_")
    tenant, _, secret = rest.partition("_")
    if (
        prefix != PREFIXES[kind]
        or len(tenant) != 32
        or not secret
        or len(text) > LONGEST
        or not text.isascii()
    ):
        return None
    try:
        found = UUID(hex=tenant)
    except ValueError:
        return None
    return found if found.int and found.hex == tenant else None


def new_bearer(kind: str, tenant: UUID) -> str:
    return f"{PREFIXES[kind]}_{tenant.hex}_{ids.secret_token()}"
