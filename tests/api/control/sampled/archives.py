"""Archives of whole companies, and their deletion."""

from tests.api.control.world import ControlWorld, Samples
from tests.api.sample import Sample

from duka.control import deleting
from duka.kernel.context import SYSTEM
from duka.kernel.ids import parse
from duka.kernel.work import Caller
from duka.tenants import queries as tenants
from duka.tenants import service
from duka.tenants.types import PLATFORM


def _closed(w: ControlWorld) -> tuple[str, str]:
    """A closed merchant: its id and its short name."""
    tenant = w.tenant()
    service.set_status(w.services.work, parse("ten", tenant), "closed")
    return tenant, tenants.get(w.services.work, tenant).slug


def _asked(w: ControlWorld) -> tuple[str, str]:
    tenant, slug = _closed(w)
    answer = w.call("POST", f"/tenants/{tenant}/deletion", {"slug": slug, "reason": "They asked for it"})
    assert answer.status == 201, answer.body
    return tenant, slug


def _ask(w: ControlWorld) -> Sample:
    tenant, slug = _closed(w)
    return Sample({"tenant": tenant}, {"slug": slug, "reason": "They asked for it"}, status=201)


def _begin(w: ControlWorld) -> Sample:
    tenant, slug = _asked(w)
    return Sample({"tenant": tenant}, {"slug": slug, "skip_because": "Confirmed by telephone"}, status=202)


def _gone(w: ControlWorld) -> Sample:
    tenant, slug = _asked(w)
    services = w.services
    begun = deleting.begin(services.work, Caller(PLATFORM, SYSTEM), parse("ten", tenant), slug, "At once")
    folder = services.config.data / "archives"
    deleting.carry_on(services.work, services.storage, None, folder, parse("del", begun.id))
    return Sample({"tenant": tenant})


def samples() -> Samples:
    return {
        "control_start_tenant_export": lambda w: Sample({"tenant": w.tenant()}, status=202),
        "control_list_tenant_exports": lambda w: Sample({"tenant": w.tenant()}),
        "control_list_deletions": lambda w: Sample(),
        "control_get_tenant_deletion": lambda w: Sample({"tenant": _asked(w)[0]}),
        "control_ask_tenant_deletion": _ask,
        "control_begin_tenant_deletion": _begin,
        "control_cancel_tenant_deletion": lambda w: Sample({"tenant": _asked(w)[0]}),
        "control_get_deletion_certificate": _gone,
        "control_get_deletion_certificate_pdf": _gone,
    }
