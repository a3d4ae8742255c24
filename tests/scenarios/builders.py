"""A small template as text, of which a test changes a part."""

from __future__ import annotations

from aovconsole.domain.scenario_template import Template
from aovconsole.scenarios.reading import Fault, check_text

SMALL = """\
name = "proef"
title = "Proef"
subject = "evenement"
anchor = "day"
summary = "Een klein sjabloon"
sources = ["verzonnen"]

[[anchors]]
id = "day"
label = "de dag"
kind = "easter"
days = -49
source = "verzonnen"

[[anchors]]
id = "shot"
label = "het schot"
kind = "relative"
of = "day"
when = "P0D"
at = "12:11"
source = "verzonnen"

[[anchors]]
id = "finish"
label = "het einde"
kind = "asked"
of = "day"
asks = "moment"
question = "Hoe laat is het voorbij?"
source = "verzonnen"

[[questions]]
id = "capacity"
kind = "number"
text = "Hoeveel mensen?"
ask = "OOV"
source = "verzonnen"

[[questions]]
id = "days"
kind = "days"
text = "Welke dagen?"
ask = "OOV"
source = "verzonnen"

[[phases]]
id = "morning"
name = "ochtend"
begin = { anchor = "day", at = "09:00" }
end = { anchor = "shot" }
source = "verzonnen"

[[roles]]
function = "voorzitter"
task = "leidt"
chair = true
source = "verzonnen"

[[places]]
name = "Vrijthof"
why = "het hart"
capacity_question = "capacity"
source = "verzonnen"

[[places.thresholds]]
kind = "share"
label = "vol"
owner = "OOV"
value = 0.85
as_of = 2027-01-10
decision = "close"
source = "verzonnen"

[[measures]]
id = "posters"
what = "posters hangen"
owner = "OOV"
anchor = "day"
when = "-P14D"
mandatory = true
source = "verzonnen"

[[measures]]
id = "look"
what = "kijken"
owner = "THOR"
anchor = "shot"
when = "-90m"
where = ["Markt"]
mandatory = false
source = "verzonnen"

[[measures]]
id = "clear"
what = "opruimen"
owner = "THOR"
anchor = "finish"
when = "+1h30m"
mandatory = false
source = "verzonnen"

[[meetings]]
id = "cmt"
name = "CMT"
begin = { anchor = "day", at = "22:00" }
end = { anchor = "day", when = "P1D", at = "02:00" }
every = "2h"
source = "verzonnen"

[[decisions]]
id = "close"
title = "Plein dicht"
see = ["vol"]
weigh = ["waarheen"]
options = ["ruimte maken", "dicht"]
text = "Het plein gaat dicht."
decider = "burgemeester"
power = "light_order"
tell = ["politie"]
source = "verzonnen"

[[rounds]]
id = "schouw"
name = "schouw"
anchor = "day"
at = "10:00"
attend = ["OOV"]
look_at = ["noodroute"]
source = "verzonnen"

[[log_protocol]]
text = "drukte: plaats en waarde"
phase = "morning"
source = "verzonnen"

[[injects]]
id = "fill"
anchor = "shot"
when = "-45m"
sender = "camera"
text = "het loopt vol"
expected = "vastgelegd"
note = "rustig"
source = "verzonnen"
"""
"""A template with one of everything, in which nothing is wrong."""


def changed(old: str, new: str, text: str = SMALL) -> str:
    """The text with its first `old` replaced."""
    assert old in text, old
    return text.replace(old, new, 1)


def template(text: str = SMALL) -> Template:
    """The template of a text that is in order."""
    found = check_text(text, "proef")
    assert found.template is not None, found.faults
    return found.template


def faults(text: str) -> tuple[Fault, ...]:
    """What is wrong with a text."""
    return check_text(text, "proef").faults
