# Generated from specs/. Do not edit: change the spec, then generate again.
"""Where the read models of the library service are found."""

from __future__ import annotations

from specfold import Found, RowPage, RowTable

from generated.library.read_models import Loan


class LoanTable(RowTable[Loan]):
    """Rows of Loan, by `bookId`."""

    view = "Loan"
    row = Loan

    def get(self, book_id: str) -> Found[Loan] | None:
        """The row of this key."""
        return self._find(book_id)

    def by_shelf(
        self, shelf: int, *, limit: int = 20, after: str | None = None, newest_first: bool = False
    ) -> RowPage[Loan]:
        """The rows of one `shelf`, by `at`."""
        return self._page("byShelf", shelf, limit=limit, after=after, newest_first=newest_first)
