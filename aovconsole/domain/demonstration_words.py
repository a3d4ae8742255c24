"""The Dutch words for a demonstration: its states, grounds, steps and fields; for screens and commands alike."""

from __future__ import annotations

STATES = {
    "received": "kennisgeving ontvangen",
    "spontaneous": "zonder kennisgeving",
    "in_review": "in behandeling",
    "noted": "ter kennisgeving",
    "with_conditions": "met voorschriften",
    "prohibited": "verboden",
    "over": "afgelopen",
    "cancelled": "gaat niet door",
}
"""The state of a demonstration (domain.md §4.2); `gaande` follows from the clock and is no state of the record."""

RUNNING = "gaande"

GROUNDS = {"health": "gezondheid", "traffic": "verkeer", "disorder": "wanordelijkheden"}
"""The three grounds of Wom art. 2."""

BAN_GROUNDS = {
    **GROUNDS,
    "late_notice": "kennisgeving niet tijdig",
    "late_data": "gegevens niet tijdig verstrekt",
}
END_GROUNDS = {
    **GROUNDS,
    "no_notice": "geen kennisgeving",
    "prohibited": "verboden",
    "rules_broken": "voorschrift of aanwijzing overtreden",
}
METHODS = {"counted": "geteld", "estimated": "geschat"}
SCALES = {"small": "kleinschalig", "large": "grootschalig"}
ROLES = {
    "counter": "tegendemonstratie van",
    "countered": "met tegendemonstratie",
    "target": "gericht tegen",
    "targeted": "doel van",
}
WAYS = ("mail", "telefoon", "aan de balie", "via politie", "brief", "webformulier")
"""How a notice comes in; offered while typing, another way is as good."""

NOTICE = {
    "spontaneous": "zonder kennisgeving",
    "unknown": "termijn te bevestigen",
    "within": "binnen de termijn",
    "after": "na de termijn",
    "after_begin": "na het begin ontvangen",
}
"""When the notice came, against the term; what came late is as received as the rest."""

STEPS = {
    "receipt": "bewijs",
    "talked": "gesprek",
    "review": "behandeling",
    "condition": "voorschrift",
    "decided": "besluit",
    "served": "bekend",
    "instruction": "aanwijzing",
    "end_order": "bevel",
    "counted": "telling",
    "linked": "koppeling",
    "contact": "contact",
    "over": "afgelopen",
    "not_held": "vervallen",
}
"""What made a timeline item of a demonstration."""

FIELDS = {
    "place": "plaats of begin",
    "begin_at": "begin",
    "end_at": "einde",
    "moving": "lopend",
    "route": "route",
    "end_place": "eindpunt",
    "expected_count": "verwacht",
    "scale": "schaal",
    "received_at": "ontvangen",
    "received_via": "ontvangen via",
    "separation": "scheiding",
}
"""The fields that can be filled in, in the order of the form."""

SHOWN = {
    "served_at": "bekendgemaakt",
    "ended_at": "afgelopen om",
}
"""More of the view that has a word of its own when it is shown."""

CONTACT = "contact vastgelegd"
"""All that is ever shown of a contact, but for who asks for it."""

CONTACT_GROUND = "niet meer nodig om te bereiken (AVG art. 5 lid 1 onder e)"
"""On what ground a contact is erased when nobody says another."""


def key_of(words: dict[str, str], typed: str) -> str:
    """The key of what a person typed: the word, its beginning when only one word begins so, or the key itself."""
    asked = typed.strip().casefold()
    if asked in words or not asked:
        return asked
    found = [key for key, word in words.items() if word.casefold().startswith(asked)]
    return found[0] if len(found) == 1 else next((key for key in found if words[key].casefold() == asked), asked)
