from uuid import UUID

import pytest

from duka.kernel.errors import TenantRequired
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work


@pytest.mark.parametrize("nobody", [None, "", 0, UUID(int=0), "acorn"])
def test_without_a_tenant_there_is_no_transaction(work: Work, nobody: object) -> None:
    with pytest.raises(TenantRequired):
        work.perform(Caller(tenant=nobody), lambda ctx: None)  # type: ignore[arg-type]


def test_an_unknown_tenant_sees_nothing(work: Work) -> None:
    assert work.perform(Caller(tenant=new_id()), lambda ctx: ctx.db.value("select count(*) from stores")) == 0
