"""The words of a match: the round of a source in English is read in Dutch."""

from __future__ import annotations

import pytest

from aovconsole.domain.match_words import round_text


@pytest.mark.parametrize(
    ("kept", "read"),
    [
        ("Matchday 14", "speelronde 14"),
        ("matchday  3", "speelronde 3"),
        (
            "W-1 MVV – Roda JC (Eerste Divisie 2026/27, Matchday 14), vr",
            "W-1 MVV – Roda JC (Eerste Divisie 2026/27, speelronde 14), vr",
        ),
        ("Matchdays", "Matchdays"),
        ("halve finale", "halve finale"),
        ("", ""),
    ],
)
def test_a_round_is_read_in_dutch(kept: str, read: str) -> None:
    assert round_text(kept) == read
