"""The Dutch words for an exercise, for screens, commands and the page alike."""

from __future__ import annotations

from aovconsole.domain.exercise import Assessment

STATE_WORDS = {"coming": "komt", "played": "gespeeld", "skipped": "overgeslagen"}
HOW_WORDS = {"clock": "op tijd", "hand": "met de hand", "jump": "na een sprong"}
DECIDED_WORDS = {"yes": "besloten", "partly": "deels besloten", "no": "niet besloten"}


def judged_text(judged: Assessment) -> str:
    """A judgement of the controller in one line."""
    told = f"{'gezien' if judged.seen else 'niet gezien'}, {DECIDED_WORDS[judged.decided]}"
    return f"{told}: {judged.remark}" if judged.remark else told
