"""The GRIP step: which level, by which function, in what capacity, heard through whom, why and when."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events, on
from textual.widget import Widget

from aovconsole.drafts import Drafts
from aovconsole.reference.shapes import Grip, GripLevel
from aovconsole.screens.form_dialog import Field, FieldInput, FormDialog, Submit
from aovconsole.screens.widgets.painted import Line, Part, justified, wrapped
from aovconsole.screens.widgets.pick_list import Pick, PickList
from aovconsole.screens.widgets.sheet import Sheet

LEVEL, ALARM = "level", "alarm"
SAME_TIME = "zelfde tijd"


def grip_fields(names: Sequence[str], alarmed: bool) -> tuple[Field, ...]:
    """The lines of the form; `names` are offered while typing, `alarmed` says that the clocks began already."""
    return (
        Field("by", "door (functie)", hint="verplicht: OvD, leider CoPI, burgemeester …", names=tuple(names)),
        Field("capacity", "hoedanigheid", hint="bijvoorbeeld voorzitter veiligheidsregio"),
        Field("via", "gehoord via", hint="bijvoorbeeld meldkamer, telefoon 14:36", names=tuple(names)),
        Field("reason", "reden", hint="waarom omhoog of omlaag"),
        Field("at", "tijd", hint="nu; of 14:36, of 07-02-2027 14:36"),
        Field(
            ALARM,
            "alarmering",
            "" if alarmed else SAME_TIME,
            "klokken lopen al; een tijd begint ze opnieuw" if alarmed else "leeg: de wettelijke klokken wachten",
            offered=True,
        ),
    )


class GripDialog(FormDialog):
    """Asks for a step of the GRIP level, up or down."""

    ENTER_LEADS_TO_FIELD = True
    DEFAULT_CSS = """
    GripDialog > #box { width: 110; }
    GripDialog PickList { height: 6; background: $panel; margin: 0 0 1 0; scrollbar-size-vertical: 0; }
    GripDialog Sheet { background: $panel; }
    GripDialog.-low > #box { max-height: 100%; padding: 0 2; }
    GripDialog.-low #heading, GripDialog.-low PickList, GripDialog.-low .fields { margin: 0; }
    GripDialog.-low Sheet { max-height: 4; }
    """

    def __init__(
        self,
        title: str,
        grip: Grip,
        level: int,
        submit: Submit,
        *,
        names: Sequence[str],
        drafts: Drafts,
        dossier: str,
        alarmed: bool = False,
    ) -> None:
        super().__init__(title, grip_fields(names, alarmed), submit, drafts=drafts, key=("grip", dossier))
        self._grip, self._now = grip, level
        self._level = self._kept().get(LEVEL, str(min(level + 1, 5)))
        self._values[LEVEL] = self._level

    def compose_above(self) -> Sequence[Widget]:
        """The levels with what they mean."""
        return (PickList([self._pick(level) for level in self._grip.levels], id="levels"), Sheet(self._duties))

    def _duties(self, width: int) -> Sequence[Line]:
        """What the chosen level means, and what the municipality then does."""
        level = self._grip.level(int(self._values[LEVEL]))
        meaning = wrapped([("betekent  ", "head"), (level.meaning, "")], width, 2)
        duties = wrapped([("gemeente  ", "head"), (" · ".join(level.duties) or "niets bijzonders", "")], width, 2)
        return [*meaning, *duties, *((),) * (5 - len(meaning) - len(duties))]

    def _pick(self, level: GripLevel) -> Pick:
        number, here = level.level, level.level == self._now

        def draw(width: int) -> Sequence[Line]:
            sign = "●" if str(number) == self._values[LEVEL] else "○"
            left: tuple[Part, ...] = (
                (f"{sign} GRIP {number}  ", "accent" if str(number) == self._values[LEVEL] else "strong"),
                (level.meaning, "" if str(number) == self._values[LEVEL] else "muted"),
            )
            right = "nu" if here else " · ".join(level.teams)
            return (justified(left, ((right, "warning" if here else "muted"),), width),)

        return Pick(str(number), draw)

    def begin(self) -> None:
        """Begin at the levels."""
        levels = self.query_one(PickList)
        levels.select(self._level)
        levels.focus()

    @on(PickList.Moved)
    def _level_chosen(self, event: PickList.Moved) -> None:
        event.stop()
        self.keep(LEVEL, event.key)
        event.picks.show(event.picks.picks)
        self.query_one(Sheet).show(self._duties)

    @on(PickList.Chosen)
    def _on_to_fields(self, event: PickList.Chosen) -> None:
        event.stop()
        self.query(FieldInput).first().focus()

    def on_key(self, event: events.Key) -> None:
        """Choose a level by its digit; a letter goes to the first field, where it belongs."""
        levels = self.query_one(PickList)
        if not levels.has_focus or not event.is_printable or not event.character:
            return
        event.stop()
        if event.key in "012345":
            levels.select(event.key)
        else:
            first = self.query(FieldInput).first()
            self.set_focus(first)
            first.insert_text_at_cursor(event.character)
