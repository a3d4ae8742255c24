"""What the head of an evenement says beside its time and its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from aovconsole.domain.evenement_words import FIELD_WORDS, KIND_WORDS, METHOD_WORDS, field_text

__all__ = ["FIELD_WORDS", "field_text", "frame_parts"]

_CMT = {"yes": "CMT-dag", "no": "geen CMT-dag"}


def frame_parts(body: Mapping[str, Any], moment: Callable[[str], str]) -> list[str]:
    """The build-up, the break-down, whether a CMT sits, the last count; `moment` shows a stored one."""
    counts = body.get("counts") or ()
    said = [KIND_WORDS.get(str(body.get("kind")), "aanvraag of melding onbekend")]
    said += [f"opbouw vanaf {moment(body['build_up_at'])}" if body.get("build_up_at") else ""]
    said += [f"afbouw tot {moment(body['break_down_until'])}" if body.get("break_down_until") else ""]
    said += [_CMT.get(str(body.get("cmt_day")), "CMT-dag onbekend")]
    if counts:
        latest = counts[-1]
        said.append(f"{latest['count']} {METHOD_WORDS[latest['method']]} door {latest['by']}")
    return said
