"""The head of a match in one line of words: when, where, category, away supporters, travel."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aovconsole.domain.match_words import FIELD_WORDS as _FIELD_WORDS
from aovconsole.domain.match_words import kickoff_text, round_text

FIELD_WORDS = {**_FIELD_WORDS, "when": "dag en aftrap", "category": "categorie", "travel_scheme": "vervoersregeling"}
"""The fields of a match that two stations can have filled differently."""

_PARTS = {
    "place": "{}",
    "competition": "{}",
    "round": "{}",
    "category": "categorie {}",
    "away_expected": "{} uitsupporters",
    "travel_label": "vervoer {}",
    "score": "uitslag {}",
    "cancel_reason": "{}",
}


def match_frame(body: dict[str, Any], moment: Callable[[str], str]) -> str:
    """The frame of a match; `moment` shows a stored moment beside now."""
    if body["kickoff_at"]:
        doors = f"deuren {moment(body['doors_at'])}, vertrek tot {moment(body['depart_until'])}"
        parts = [f"aftrap {moment(body['kickoff_at'])}", doors]
    else:
        parts = [kickoff_text(body["begin_at"], body["on"], body["kickoff_known"])]
    told = {**body, "round": round_text(body["round"])}
    parts += [form.format(told[name]) for name, form in _PARTS.items() if told[name] not in (None, "")]
    parts += [f"ook bekend als {number}" for number in body["other_numbers"]]
    return " · ".join(parts)
