"""The figures of the whole platform."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import Parameter

from duka.api.control.call import ControlCall
from duka.control import insights
from duka.control.insights import Insights


@get("/insights", permission=insights.READ, sync_to_thread=True)
def control_get_insights(
    call: NamedDependency[ControlCall],
    months: Annotated[
        int, Parameter(ge=1, le=insights.MONTHS, required=False, description="this one included")
    ] = 12,
) -> Insights:
    """How merchants got going, who stays, what is sold in which currency and how well, what is used."""
    return insights.insights(call.services.work, call.caller, months)


HANDLERS = [control_get_insights]
