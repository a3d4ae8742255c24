"""The palette's commands, in Dutch."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from typing import NamedTuple

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.keys import PLACES
from aovconsole.screens.themes import CONTRAST, DARK, LIGHT


class Command(NamedTuple):
    """One command: its name, what it does, and the action that does it, of the app or of a screen."""

    name: str
    help: str
    action: str
    on_screen: bool = False


def commands(screen: object = None) -> Iterable[Command]:
    """Every command of the palette; then those of the screen below it."""
    for place in PLACES:
        yield Command(f"Scherm {place.name}", f"Toets {place.key}.", f"app.go('{place.id}')")
    yield Command("Nieuw incident", "Titel typen en Enter: het incident is geopend.", "app.incident")
    yield Command("Regel vastleggen", "Naar de regel onderaan.", "app.line")
    yield Command("Regels plakken", "Meer regels tegelijk, uit een notitieboek of een chat.", "app.paste_lines")
    yield Command("Laatste regel terugnemen", "Mijn laatste regel van deze sessie doorhalen.", "app.undo")
    yield Command("Zoeken", "Over alle jaren.", "app.find")
    yield Command("Kalender inlezen", "Een bestand of een adres (.ics), op scherm Agenda.", "app.import_calendar")
    yield Command("Journaal controleren", "Gaat na of er in het journaal iets is gewijzigd.", "app.verify")
    yield Command("Kopie maken", "Een gecontroleerde kopie van het journaal.", "app.backup")
    yield Command("Thema donker", "Donkere achtergrond.", f"app.look('{DARK}')")
    yield Command("Thema licht", "Lichte achtergrond, voor overdag.", f"app.look('{LIGHT}')")
    yield Command("Thema hoog contrast", "Zwart, wit en felle kleuren.", f"app.look('{CONTRAST}')")
    yield Command("Toetsen", "Alle toetsen van dit scherm.", "app.keys")
    yield Command("Stoppen", "Half getypte tekst blijft bewaard.", "app.quit")
    yield from _of_exercise(screen)
    if hasattr(screen, "action_paper"):
        yield Command("Papieren logblad intypen", "Regel na regel, met de eigen tijd.", "paper", on_screen=True)
    for key in screen.shown_keys if isinstance(screen, DeskScreen) else ():
        yield Command(key.label.capitalize(), key.help, key.action or key.id, on_screen=True)


def _of_exercise(screen: object) -> Iterable[Command]:
    """What can be done with the exercise that runs; where none does, how one is begun."""
    if not isinstance(screen, DeskScreen) or not screen.desk.journal.clock.mode:
        yield Command("Oefening beginnen", "In een eigen venster, met een eigen journaal.", "app.exercise_how")
        return
    yield Command("Oefening: stilzetten of verder", "Toets F5.", "app.exercise_pause")
    yield Command("Oefening: tempo", "Toets F6: hoe snel de tijd loopt.", "app.exercise_speed")
    yield Command("Oefening: springen", "Toets F7: naar een tijd of de volgende inject.", "app.exercise_jump")
    yield Command("Oefenleiding …", "Toets F8: met notities, niet voor spelers.", "app.exercise_lead")
    yield Command("Oefening beëindigen", "Er wordt niets meer gespeeld.", "app.exercise_end")


class ConsoleCommands(Provider):
    """Offers the commands of the console to the palette."""

    async def discover(self) -> Hits:
        """Every command, before anything is typed."""
        for command in commands(self.screen):
            yield DiscoveryHit(command.name, self._run(command), help=command.help)

    async def search(self, query: str) -> Hits:
        """The commands whose name looks like what was typed."""
        matcher = self.matcher(query)
        found = False
        for command in commands(self.screen):
            score = matcher.match(command.name)
            if score > 0:
                found = True
                yield Hit(score, matcher.highlight(command.name), self._run(command), help=command.help)
        if not found:  # else Textual says so in English
            yield Hit(0.01, Content("Geen opdracht met deze naam"), lambda: None)

    def _run(self, command: Command) -> Callable[[], Awaitable[object]]:
        return partial(self.screen.run_action if command.on_screen else self.app.run_action, command.action)
