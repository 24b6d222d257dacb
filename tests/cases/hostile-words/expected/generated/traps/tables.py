# Generated from specs/. Do not edit: change the spec, then generate again.
"""Where the read models of the traps service are found."""

from __future__ import annotations

from specfold import Found, RowPage, RowTable

from generated.traps.read_models import RowModel


class RowModelTable(RowTable[RowModel]):
    """Rows of Row, by `class`."""

    view = "Row"
    row = RowModel

    def get(self, class_: str) -> Found[RowModel] | None:
        """The row of this key."""
        return self._find(class_)

    def get_x299(
        self, class_: str, *, limit: int = 20, after: str | None = None, newest_first: bool = False
    ) -> RowPage[RowModel]:
        """The rows of one `class`, by `type`."""
        return self._page("get", class_, limit=limit, after=after, newest_first=newest_first)
