"""Operations that are answered wholly by hand."""

from __future__ import annotations

from specfold import Answer

from generated.courier.commands import Track, Watch


def track(request: Track, /) -> Answer:
    """Documented answers: 201."""
    raise NotImplementedError("answer track")


def watch(request: Watch, /) -> Answer:
    """Documented answers: 200."""
    raise NotImplementedError("answer watch")
