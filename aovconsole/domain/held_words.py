"""What a record is called where it is told that it holds something about somebody."""

from __future__ import annotations

WHERE = {
    "line": "regel", "incident": "incident", "evenement": "evenement", "demonstration": "demonstratie",
    "cmt": "CMT-dag", "plan": "plan", "action": "actie", "decision": "besluit", "presence": "aanwezigheid",
    "meeting": "vergadering", "rhythm": "vergaderritme", "match": "wedstrijd", "conduct": "gedrag",
    "clash": "samenloop", "figure": "notitie bij een cijfer", "measure": "maatregel", "round": "ronde",
    "crowd": "drukte", "sitrep": "sitrap", "paper": "papieren logblad", "calendar": "agenda-item",
    "station": "station", "operator": "wie hier werkt", "attachment": "naam van een bijlage",
    "table": "naam van een csv", "duty": "rooster", "holding": "overgenomen dienst", "erasure": "wissing",
    "handover": "overdracht", "ifthen": "als-danafspraak", "retention": "vernietiging", "exercise": "oefening",
    "signal": "signaal",
}  # fmt: skip
"""The Dutch word for each type of subject."""

_CONTACT = "demonstration.contact_set"


_LEFT = "erasure.left"


def where_of(kind: str) -> str:
    """What a kind of record is called."""
    if kind == _LEFT:
        return "rest van een gewist record"
    return "contact van een kennisgever" if kind == _CONTACT else WHERE.get(kind.partition(".")[0], "onbekend")
