# Generated from specs/. Do not edit: change the spec, then generate again.
"""Where the read models of the support service are found."""

from __future__ import annotations

from specfold import Found, RowTable

from generated.support.read_models import Month


class MonthTable(RowTable[Month]):
    """Rows of Month, by `region` and `month`."""

    view = "Month"
    row = Month

    def get(self, region: str, month: int) -> Found[Month] | None:
        """The row of this key."""
        return self._find(region, month)
