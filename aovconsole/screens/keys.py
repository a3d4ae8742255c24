"""The keys and the places of the console, each declared once: bindings, footer and key sheet come from here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from textual.binding import Binding, BindingType

_SHOWN = {
    "slash": "/", "question_mark": "?", "enter": "⏎", "escape": "esc", "space": "spatie",
    "left": "←", "right": "→", "up": "↑", "down": "↓",
    "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn",
}  # fmt: skip


class Key(NamedTuple):
    """One key: its id, the key as Textual names it, a word for the footer, a sentence for the key sheet.

    The action is the id unless another is named. A key that is not `shown` stands only in the key sheet.
    One that `asks` leads to a field: what is typed right behind it waits until the cursor stands there.
    """

    id: str
    key: str
    label: str
    help: str
    action: str = ""
    shown: bool = True
    asks: bool = False

    @property
    def sign(self) -> str:
        """The key as a person reads it, such as `^p`."""
        return sign_of(self.key.partition(",")[0])

    @property
    def binding(self) -> Binding:
        """The binding that Textual wants."""
        return Binding(self.key, self.action or self.id, self.label, show=self.shown, id=self.id)


def sign_of(key: str) -> str:
    """A key as a person reads it."""
    if key.startswith("ctrl+"):
        return f"^{key.removeprefix('ctrl+')}"
    return _SHOWN.get(key, key.upper() if key[1:].isdigit() else key)


def bindings(keys: Iterable[Key]) -> list[BindingType]:
    """The bindings of some keys."""
    return [key.binding for key in keys]


class Place(NamedTuple):
    """A main screen: the digit that goes there, its id (also the mode's), its name, and where its class stands.

    `short` is the name where a line has no room for all of them.
    """

    key: str
    id: str
    name: str
    module: str
    screen: str
    short: str = ""


PLACES = (
    Place("1", "now", "Nu", "aovconsole.screens.now", "NowScreen"),
    Place("2", "agenda", "Agenda", "aovconsole.screens.agenda", "AgendaScreen"),
    Place("3", "demonstrations", "Demonstraties", "aovconsole.screens.demonstrations", "DemonstrationsScreen", "Demo"),
    Place("4", "incidents", "Incidenten", "aovconsole.screens.incidents", "IncidentsScreen", "Inc"),
    Place("5", "cmt", "CMT", "aovconsole.screens.cmt", "CmtScreen"),
    Place("6", "handover", "Overdracht", "aovconsole.screens.handover", "HandoverScreen", "Over"),
    Place("7", "evaluation", "Evaluatie", "aovconsole.screens.evaluation", "EvaluationScreen", "Eval"),
    Place("8", "search", "Zoeken", "aovconsole.screens.searching", "SearchScreen", "Zoek"),
)

GO_KEYS = tuple(
    Key(f"go_{place.id}", place.key, place.name, f"Naar scherm {place.name}.", f"app.go('{place.id}')", shown=False)
    for place in PLACES
)

GLOBAL_KEYS = (
    Key("line", "l", "regel", "Naar de regel onderaan: typ en sluit af met Enter.", "app.line", asks=True),
    Key("line_anywhere", "ctrl+l", "regel", "Naar de regel onderaan, ook tijdens het typen.", "app.line", shown=False),
    Key("incident", "i", "incident", "Een nieuw incident openen.", "app.incident", asks=True),
    Key("find", "slash", "zoek", "Zoeken over alle jaren.", "app.find", asks=True),
    Key(
        "page",
        "p",
        "plakken",
        "Meer regels tegelijk, uit een boekje of een chat.",
        "app.paste_lines",
        shown=False,
        asks=True,
    ),
    Key("undo", "u", "terug", "Mijn laatste regel van deze sessie doorhalen, na bevestiging.", "app.undo", shown=False),
    Key(
        "seen",
        "ctrl+g",
        "gezien",
        "Kennis nemen van wat gemeld is; wat te doen is blijft op Nu staan.",
        "app.seen",
        shown=False,
    ),
    Key("help", "question_mark", "toetsen", "Dit overzicht van de toetsen.", "app.keys", asks=True),
    Key("palette", "ctrl+p", "opdrachten", "Alle opdrachten op naam.", "app.command_palette"),
    Key("quit", "q", "stoppen", "Stoppen; half getypte tekst blijft bewaard.", "app.quit", shown=False),
    Key("quit_anywhere", "ctrl+q", "stoppen", "Stoppen, ook tijdens het typen.", "app.quit", shown=False),
)

EXERCISE_KEYS = (
    Key("exercise_pause", "f5", "pauze", "De tijd van de oefening stilzetten, of weer laten lopen.", shown=False),
    Key("exercise_speed", "f6", "tempo", "Hoe snel de oefening loopt.", shown=False),
    Key("exercise_jump", "f7", "spring", "Vooruit springen: naar een tijd, of naar de volgende inject.", shown=False),
    Key("exercise_lead", "f8", "leiding", "Oefenleiding, na een waarschuwing: wat komt, met notities.", shown=False),
)
"""The keys that exist only in an exercise; they stand in the head of every screen."""

FIELD_KEYS = (
    Key("file", "enter", "vastleggen", "De regel vastleggen in het dossier dat ervoor staat.", shown=False),
    Key("leave", "escape", "terug, tekst blijft", "Het veld verlaten; de tekst blijft staan en bewaard.", shown=False),
)
"""What the footer shows while the cursor stands in a text field."""
