"""What the platform writes to the owners of a company about its life, in their language."""

from datetime import datetime
from typing import Any

from duka.access import words
from duka.kernel.context import Context
from duka.mail import service as mail

REASONS: dict[str, tuple[str, str]] = {
    "trial_ended": ("the trial ended", "l’essai est terminé"),
    "unpaid": ("a bill is unpaid", "une facture est impayée"),
    "terms": ("the terms of use were not kept", "les conditions d’utilisation n’ont pas été respectées"),
    "risk": ("there is a risk that has to be looked into", "un risque doit être examiné"),
    "asked": ("as you asked", "à votre demande"),
    "other": ("for a reason of the platform's", "pour une raison propre à la plateforme"),
}
"""Why, in English and in French."""


def to_owners(
    ctx: Context,
    kind: str,
    page: str,
    *,
    contact: str = "",
    reason: str = "",
    why: str = "",
    until: datetime | None = None,
    with_reason: bool = False,
) -> int:
    """The letter `kind` to each owner, those who are invited included; how many. `page` is of the console, after the
    company. Two statements a letter and one more."""
    owners = ctx.db.all(
        """select distinct s.id, s.email, s.locale, t.slug, t.name as company
           from staff s
           join grants g on g.tenant_id = s.tenant_id and g.staff_id = s.id
           join tenants t on t.id = s.tenant_id
           where s.tenant_id = %(tenant)s and g.tenant_id = %(tenant)s and g.role = 'owner' and s.dismissed_at is null
           order by s.id"""
    )
    for owner in owners:
        locale = owner.locale or "en"
        told: dict[str, Any] = {"company": owner.company, "contact": contact}
        if with_reason:
            told |= {"reason": REASONS[reason][words.language(locale) == "fr"], "why": why}
        if until is not None:
            told["until"] = words.day(until, locale)
        mail.send(ctx, owner.email, kind, locale, link=f"/console/{owner.slug}{page}", **told)
    return len(owners)
