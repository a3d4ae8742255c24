"""The Dutch words for what records and views name in English (glossary), for screens and commands alike."""

from __future__ import annotations

KINDS = {
    "fact": "feit",
    "assumption": "aanname",
    "judgement": "oordeel",
    "decision": "besluit",
    "action": "actie",
}
"""What a log line is; a plain note has no word."""

STEPS = {
    "opened": "geopend",
    "closed": "gesloten",
    "reopened": "heropend",
    "changed": "gewijzigd",
    "grip": "GRIP",
    "action": "actie",
    "decision": "besluit",
    "attachment": "bijlage",
    "evenement": "evenement",
    "round": "ronde",
    "demonstration": "melding",
    "calendar": "agenda",
    "unknown": "onbekend",
}
"""What made a timeline item, where that was not a log line."""

STATES = {
    "open": "open",
    "closed": "afgesloten",
    "planned": "gepland",
    "cancelled": "gaat niet door",
    "received": "kennisgeving ontvangen",
    "spontaneous": "zonder kennisgeving",
}
"""The state of a dossier."""

FIELDS = {
    "title": "titel",
    "place": "plaats",
    "nature": "aard",
    "case_number": "zaaknummer",
    "lcms_reference": "LCMS-kenmerk",
    "begin_at": "begin",
    "end_at": "einde",
    "deployed": "AOV-inzet",
    "grip_level": "GRIP",
    "grip_since": "GRIP sinds",
    "grip_highest": "hoogste GRIP",
    "handling_class": "klasse",
    "visitors_count": "bezoekers",
    "assessed_on": "beoordeeld op",
    "safety_rounds_count": "veiligheidsrondes",
    "cmt_days_count": "CMT-dagen",
    "received_at": "ontvangen",
    "expected_count": "verwacht",
    "actual_count": "werkelijk",
    "scale": "schaal",
}
"""The fields of a dossier; a field without a word is not shown to people."""


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun: `1 rij`, `2 rijen`."""
    return f"{count} {one if count == 1 else many}"
