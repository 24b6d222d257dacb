# Generated from specs/. Do not edit: change the spec, then generate again.
"""The HTTP API of the support service, operation by operation."""

from __future__ import annotations

from specfold import (
    CommandRoute,
    Found,
    HttpRoute,
    Parameter,
    QueryRoute,
    RowStore,
)

from generated.support.decisions import CLOSE_TICKET
from generated.support.queries import GetMonth
from generated.support.read_models import Month
from generated.support.tables import MonthTable


def get_month(request: GetMonth, rows: RowStore) -> Found[Month] | None:
    """Answers getMonth."""
    return MonthTable(rows).get(request.region, request.month)


ROUTES: tuple[HttpRoute, ...] = (
    CommandRoute(
        name="closeTicket",
        method="DELETE",
        path="/tickets/{ticketId}",
        decision=CLOSE_TICKET,
        success=204,
        parameters=(Parameter("ticketId", "path", "ticketId"),),
    ),
    QueryRoute(
        name="getMonth",
        method="GET",
        path="/regions/{region}/months/{month}",
        request=GetMonth,
        answer=get_month,
        view="Month",
        parameters=(Parameter("region", "path", "region"), Parameter("month", "path", "month")),
    ),
)
