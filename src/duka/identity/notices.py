"""Letters that tell somebody what happened to their account."""

from uuid import UUID

from duka.identity.people import row_of
from duka.kernel.context import Context
from duka.mail import service as mail


def tell(ctx: Context, staff_id: UUID, what: str, base_url: str, to: str = "") -> None:
    """`what` is one of those in the template `security_notice`; the letter goes to their address unless `to` is given."""
    person = row_of(ctx, staff_id)
    mail.send(
        ctx,
        to or person.email,
        "security_notice",
        person.locale,
        what=what,
        name=person.name,
        company=person.company,
        link=f"{base_url}/console/account/forgot",
    )
