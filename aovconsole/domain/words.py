"""The Dutch words for what records and views name in English (glossary), for screens and commands alike."""

from __future__ import annotations

from aovconsole.domain import demonstration_words

BANNERS = {"demo": "VOORBEELDDATA", "exercise": "OEFENING", "test": "TEST"}
"""What must stand on every screen, text and page that is not about the real world."""

KINDS = {
    "fact": "feit",
    "assumption": "aanname",
    "judgement": "oordeel",
    "decision": "besluit",
    "action": "actie",
    "message": "bericht",
}
"""What a log line is; a plain note has no word."""

LINE_STATUSES = {
    "verified": "geverifieerd",
    "unverified": "ongeverifieerd",
    "contradicted": "weersproken",
}
"""Whether what a log line says was found to be so; a line of which nobody said it has no word."""

STEPS = {
    "opened": "geopend",
    "closed": "gesloten",
    "reopened": "heropend",
    "changed": "gewijzigd",
    "grip": "GRIP",
    "clock": "klok",
    "informed": "ingelicht",
    "lead": "leiding",
    "aftercare": "nafase",
    "measure": "maatregel",
    "sitrep": "sitrap",
    "action": "actie",
    "decision": "besluit",
    "presence": "aanwezig",
    "role": "rol",
    "meeting": "vergadering",
    "attachment": "bijlage",
    "evenement": "evenement",
    "round": "ronde",
    "demonstration": "melding",
    "match": "wedstrijd",
    "moved": "verplaatst",
    "category": "categorie",
    "travel": "vervoer",
    "talk": "overleg",
    "plan": "draaiboek",
    "plan_linked": "plan",
    "conduct": "gedrag",
    "consequence": "gevolg",
    "calendar": "agenda",
    "unknown": "onbekend",
    "erased": "gewist",
    "destroyed": "vernietigd",
    "counted": "telling",
    "permit": "besluit",
    "advice": "advies",
    "assessed": "klasse",
    "clash": "samenloop",
    "crowd": "drukte",
    "paper": "papier",
    "figure": "cijfer",
    "answer": "antwoord",
    "line_mark": "planregel",
    "handover": "overdracht",
    "ifthen": "als-dan",
    "signal": "signaal",
    "exercise": "oefening",
    "duty": "dienst",
    "evaluation": "evaluatie",
    "recommendation": "aanbeveling",
    **demonstration_words.STEPS,
}
"""What made a timeline item, where that was not a log line."""

STATES = {
    "open": "open",
    "closed": "afgesloten",
    "aftercare": "nafase",
    "planned": "gepland",
    "cancelled": "gaat niet door",
    "unscheduled": "aftrap te bevestigen",
    "played": "gespeeld",
    "abandoned": "gestaakt",
    "postponed": "uitgesteld",
    "running": "loopt",
    "ended": "beëindigd",
    "withdrawn": "ingetrokken",
    "draft": "concept",
    "final": "definitief",
    **demonstration_words.STATES,
}
"""The state of a dossier."""

CLOCK_STATES = {
    "waiting": "wacht op begin",
    "running": "loopt",
    "missed": "niet gehaald",
    "unrecorded": "niet vastgelegd",
    "reached": "gehaald",
    "late_reached": "te laat gehaald",
    "not_needed": "niet nodig",
}
"""The state of a statutory clock."""

AFTERCARE_STATES = {"open": "open", "busy": "bezig", "done": "gereed", "not_needed": "niet nodig"}
"""The state of a point of the nafase list."""

ACTION_STATES = {"busy": "bezig", "done": "gereed gemeld", "closed": "gereed", "dropped": "vervallen"}
"""The state of an action; an open one has no word. `done` says its owner, `closed` the team."""

FIELDS = {
    "title": "titel",
    "place": "plaats",
    "nature": "aard",
    "reporter": "melder",
    "reported_via": "gemeld via",
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
    "season": "seizoen",
    "competition": "competitie",
    "round": "ronde",
    "kickoff_at": "aftrap",
    "when": "dag en aftrap",
    "doors_at": "deuren open",
    "depart_until": "vertrek tot",
    "score": "uitslag",
    "category": "categorie",
    "category_by": "categorie door",
    "travel_label": "vervoersregeling",
    "travel_reason": "reden van de regeling",
    "away_expected": "uitsupporters verwacht",
    "spectators": "toeschouwers",
    "received_at": "ontvangen",
    "expected_count": "verwacht",
    "actual_count": "werkelijk",
    "scale": "schaal",
    "kind": "soort",
    "received_on": "ontvangen op",
    "cmt_day": "CMT-dag",
}
"""The fields of a dossier; a field without a word is not shown to people."""


def counted(count: int, one: str, many: str) -> str:
    """A number with its noun: `1 rij`, `2 rijen`."""
    return f"{count} {one if count == 1 else many}"
