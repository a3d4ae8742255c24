"""The Dutch words of an evaluation and its recommendations, and how the origin of a template's row is written."""

from __future__ import annotations

import re

STATE_WORDS = {"draft": "concept", "final": "definitief"}
OUTCOME_WORDS = {"well": "ging goed", "better": "kan beter"}
TEXT_WORDS = {"impression": "eerste beeld", "full": "volledige tekst"}
FOLLOW_UP_WORDS = {
    "worked": "gedaan, werkte",
    "done": "gedaan, werking onbekend",
    "failed": "gedaan, werkte niet",
    "not_done": "niet gedaan",
}
THEME_WORDS = {
    "crowd": "drukte",
    "carts_noise": "karren en geluid",
    "traffic": "verkeer",
    "hospitality": "horeca",
    "prevention": "preventie",
    "enforcement": "handhaving",
    "medical": "geneeskundig",
    "communication": "communicatie",
    "cooperation": "samenwerking en CMT",
    "residents": "bewoners en ondernemers",
    "football": "voetbal",
}
"""The themes of domain.md §8.1, as the templates name them."""

END_WORDS = {"open": "geen einde", "taken": "overgenomen", "refused": "afgewezen", "withdrawn": "ingetrokken"}
"""How a recommendation ended."""

TAKEN_AS = {
    "measure": "maatregel",
    "threshold": "drempel",
    "round": "veiligheidsronde",
    "decision": "voorbereid besluit",
}
"""As what a recommendation is taken into a template."""

_ORIGIN = re.compile(r"evaluatie (\S+), aanbeveling (\S+)")


def origin_text(evaluation: str, recommendation: str) -> str:
    """The `source` of a row that comes from a recommendation."""
    return f"evaluatie {evaluation}, aanbeveling {recommendation}"


def origin_of(source: str) -> str:
    """The evaluation and the recommendation that a row comes from, as `EVL-27-A001 AANB-A3`; empty for another row."""
    found = _ORIGIN.fullmatch(source)
    return f"{found[1]} {found[2]}" if found else ""


def origin_note(source: str) -> str:
    """How a line of a plan says that it comes from a recommendation; empty for another line."""
    origin = origin_of(source)
    return f"  [uit {origin}]" if origin else ""
