"""What a person can do with the open dossier: GRIP, fields, correct, close, reopen, look back, step an action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual import on, work

from aovconsole.domain.times import clock_text, moment_from
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from aovconsole.reference.files import load_grip
from aovconsole.screens.dialogs import ChoiceDialog
from aovconsole.screens.dossier_lines import FIELDS, DossierView
from aovconsole.screens.dossier_pane import DossierPane
from aovconsole.screens.form_dialog import Field, FormDialog, Submit
from aovconsole.screens.frame import DeskScreen
from aovconsole.screens.grip_dialog import LEVEL, GripDialog
from aovconsole.screens.keys import Key
from aovconsole.screens.widgets.pick_list import PickList

FORM_KEYS = (
    Key(
        "grip",
        "g",
        "GRIP",
        "Een GRIP-stap vastleggen, omhoog of omlaag: door wie, via wie gehoord, waarom, wanneer.",
        asks=True,
    ),
    Key(
        "fill", "e", "gegevens", "Titel, plaats, aard, zaaknummer en LCMS-kenmerk van het incident invullen.", asks=True
    ),
    Key(
        "correct",
        "c",
        "verbeter",
        "De regel onder de cursor verbeteren; de oude tekst blijft doorgehaald staan.",
        asks=True,
    ),
    Key("past", "t", "wat wisten we om…", "Het dossier tonen zoals het op een moment bekend was.", asks=True),
    Key("finish", "x", "afsluiten", "Het incident afsluiten, met reden.", asks=True),
    Key("reopen", "h", "heropenen", "Een afgesloten incident weer openen.", shown=False, asks=True),
)

STATES = (("busy", "bezig"), ("done", "gereed, zegt de actiehouder"), ("closed", "akkoord"), ("dropped", "vervallen"))
_BREAK = " ⏎ "


class DossierForms(DeskScreen):
    """The forms of the screen on which a dossier is open."""

    @property
    def pane(self) -> DossierPane:
        """The open dossier."""
        raise NotImplementedError

    def _incident(self, status: str = "") -> SubjectRow | None:
        """The open dossier when it is an incident that can be written to, else None and a sentence why not."""
        row = self.pane.row
        if self.pane.looking_back:
            self.tell("u kijkt terug; esc brengt u naar nu")
        elif row is None or row.type != "incident":
            self.tell("kies eerst een incident")
        elif status and row.status != status:
            self.tell(f"{row.number} is {'al afgesloten' if row.status == 'closed' else 'nog open'}")
        else:
            return row
        return None

    def _typed_moment(self, text: str) -> datetime | None:
        return moment_from(text, "tijd", now=self.desk.seat.now, zone=self.desk.zone) if text.strip() else None

    @work
    async def action_grip(self) -> None:
        """Ask for a GRIP step."""
        row = self._incident()
        if row is None:
            return
        desk, subject = self.desk, row.subject

        async def file(values: dict[str, str]) -> bool:
            moment = self._typed_moment(values["at"])
            typed = {name: values[name] for name in ("by", "capacity", "via", "reason")}
            return bool(await self.request(desk.incidents.grip, subject, int(values[LEVEL]), **typed, at=moment))

        try:
            levels = load_grip(desk.journal.home)
        except CommandRefused as refused:  # a mistake in a file of one's own must not stop a GRIP step
            self.tell(refused.sentence, wrong=True)
            levels = load_grip()
        names = sorted(set(desk.seat.known().sources.values()))
        level = DossierView(row, (), desk.seat.now, desk.zone).body["grip_level"]
        title = f"▲ {row.number}  GRIP-stap"
        await self.app.push_screen_wait(
            GripDialog(title, levels, level, file, names=names, drafts=self.bench.drafts, dossier=subject)
        )

    @work
    async def action_fill(self) -> None:
        """Ask for the fields of the incident."""
        row = self._incident()
        if row is None:
            return
        desk, subject = self.desk, row.subject
        body = DossierView(row, (), desk.seat.now, desk.zone).body
        known = sorted(set(desk.seat.known().places.values()))
        fields = [
            Field(name, label, str(body.get(name) or ""), names=tuple(known) if name == "place" else ())
            for name, label in FIELDS.items()
        ]

        def fill(changed: dict[str, str]) -> bool:
            with desk.journal.batch():
                for name, text in changed.items():
                    desk.incidents.set_field(subject, name, text)
            return True

        async def file(values: dict[str, str]) -> bool:
            disputed = {str(other).partition(": ")[0] for other in body.get("other_values", ())}
            changed = {
                name: text
                for name, text in values.items()
                if name in FIELDS and (text.strip() != str(body.get(name) or "") or name in disputed)
            }
            return not changed or await self.request(fill, changed)

        intro = "\n".join(f"ook ingevuld: {other}" for other in body.get("other_values", ()))
        await self._form(f"▲ {row.number}  Gegevens", fields, file, ("fields", subject), intro=intro)

    @work
    async def action_correct(self) -> None:
        """Ask for the better text of the line under the cursor."""
        line, desk = self.pane.lines.selected, self.desk
        if self.pane.looking_back:
            self.tell("u kijkt terug; esc brengt u naar nu")
            return
        if line is None or line.type != "line":
            self.tell("zet de cursor in het log op een regel die iemand typte; een GRIP-stap verbetert u met g")
            return
        if line.more.get("withdrawn"):
            self.tell("deze regel is ingetrokken")
            return
        record_id = line.record_id
        stands = line.correction or line.text

        async def file(values: dict[str, str]) -> bool:
            text = values["text"].replace(_BREAK, "\n")
            return text == stands or bool(await self.request(desk.log.correct, record_id, text))

        fields = [Field("text", "wordt", stands.replace("\n", _BREAK))]
        intro = f"nu: {stands[:1000]}\nDe oude tekst blijft doorgehaald staan."
        await self._form("Regel verbeteren", fields, file, ("correct", record_id), intro=intro)

    @work
    async def action_finish(self) -> None:
        """Ask why the incident is over, and close it."""
        row = self._incident("open")
        if row is None:
            return
        desk, subject = self.desk, row.subject
        running = [one for one in desk.reading.in_dossier(subject, "action") if one.status in ("open", "busy", "done")]
        level = DossierView(row, (), desk.seat.now, desk.zone).body["grip_level"]
        warnings = [f"! GRIP {level} is nog niet afgeschaald"] if level else []
        if running:
            numbers = ", ".join(one.number for one in running[:8])
            counted = "1 actie" if len(running) == 1 else f"{len(running)} acties"
            warnings.append(f"! nog {counted} open: {numbers}{' …' if len(running) > 8 else ''}")

        async def file(values: dict[str, str]) -> bool:
            moment = self._typed_moment(values["at"])
            return bool(await self.request(desk.incidents.close, subject, reason=values["reason"], at=moment))

        fields = [Field("reason", "reden", hint="bijvoorbeeld sein brand meester, overgedragen aan nafase"), _at()]
        intro = "\n".join([row.title[:200], *warnings])
        title = f"▲ {row.number}  Afsluiten"
        await self._form(title, fields, file, ("close", subject), intro=intro, verb="afsluiten")

    @work
    async def action_reopen(self) -> None:
        """Ask why the incident goes on, and open it again."""
        row = self._incident("closed")
        if row is None:
            return
        desk, subject = self.desk, row.subject

        async def file(values: dict[str, str]) -> bool:
            return bool(await self.request(desk.incidents.reopen, subject, reason=values["reason"]))

        title = f"▲ {row.number}  Heropenen"
        fields = [Field("reason", "reden", hint="waarom gaat het verder")]
        await self._form(title, fields, file, ("reopen", subject), intro=row.title[:200], verb="heropenen")

    @work
    async def action_past(self) -> None:
        """Ask for a moment and show the dossier as it was known then."""
        row = self.pane.row
        if row is None or not row.subject:
            self.tell("kies eerst een dossier")
            return
        desk, subject = self.desk, row.subject

        async def look(values: dict[str, str]) -> bool:
            from aovconsole.desk.past import dossier_then  # folding again is only for looking back

            known = self._typed_moment(values["known_at"])
            until = self._typed_moment(values["happened_until"])
            past = await self.request(lambda: dossier_then(desk.reading, subject, known_at=known, happened_until=until))
            self.pane.show_past(past, self._then(known, until), known or until or desk.seat.now)
            return True

        fields = [
            Field("known_at", "wat wisten we om", hint="15:10, of 07-02-2027 15:10"),
            Field("happened_until", "gebeurd tot", hint="mag leeg; toont alleen wat tot dan gebeurde"),
        ]
        intro = "Zoals dit station het op dat moment had ontvangen; latere regels en verbeteringen blijven weg."
        title = f"{row.number}  Wat wisten we om …"
        await self._form(title, fields, look, ("past", subject), intro=intro, verb="tonen")
        self.pane.lines.focus()

    def _then(self, known: datetime | None, until: datetime | None) -> str:
        now, zone = self.desk.seat.now, self.desk.zone
        parts = [f"WAT WISTEN WE OM {clock_text(known, now, zone=zone)}"] if known else []
        parts += [f"GEBEURD TOT {clock_text(until, now, zone=zone)}"] if until else []
        return " · ".join([*parts, "zoals dit station het had ontvangen", "esc terug naar nu"])

    @on(PickList.Chosen, "#actions")
    @work
    async def _action_chosen(self, event: PickList.Chosen) -> None:
        """Let the action under the cursor change state."""
        action = self.desk.reading.subject(event.key)
        if action is None or self.pane.looking_back:
            return
        title = f"{action.number}  {action.title[:60]}"
        answer = await self.app.push_screen_wait(ChoiceDialog(title, [word for _, word in STATES]))
        if answer is not None:
            await self.ask(self.desk.agreements.step, action.subject, STATES[answer][0])

    async def _form(
        self,
        title: str,
        fields: Sequence[Field],
        file: Submit,
        key: tuple[str, str],
        *,
        intro: str,
        verb: str = "vastleggen",
    ) -> None:
        """Show a form that keeps a draft under its name and its dossier."""
        drafts = self.bench.drafts
        await self.app.push_screen_wait(FormDialog(title, fields, file, intro=intro, verb=verb, drafts=drafts, key=key))


def _at() -> Field:
    return Field("at", "tijd", hint="nu; of 14:36, of 07-02-2027 14:36")
