"""Looking back at the open dossier: the moment that is asked for, and stepping from one to the next."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from textual import on, work

from aovconsole.domain.record import Instant
from aovconsole.domain.times import clock_text, moment_from, read_stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import AovError
from aovconsole.journal.looking_back import Horizon, Past, moments_of
from aovconsole.screens.dossier_beside import DossierBeside
from aovconsole.screens.dossier_pane import DossierPane
from aovconsole.screens.form_dialog import Field, FormDialog


class PastForms(DossierBeside):
    """The part of the screen on which a dossier is open that shows it as it was."""

    def is_now(self) -> bool:
        """Whether the dossier is shown as it is now; if not, a sentence says the way back."""
        if self.pane.looking_back:
            self.tell("u kijkt terug; esc brengt u naar nu")
        return not self.pane.looking_back

    def writable(self, otherwise: str, type_: str = "") -> SubjectRow | None:
        """The open dossier (of this type) when it can be written to, else None and a sentence why not."""
        row = self.pane.row
        if not self.is_now():
            return None
        if row is None or not row.subject or type_ not in ("", row.type):
            self.tell(otherwise)
            return None
        return row

    @work
    async def action_past(self) -> None:
        """Ask for a moment and show the dossier as it was known then."""
        row = self.pane.row
        if row is None or not row.subject:
            self.tell("kies eerst een dossier")
            return
        subject, drafts = row.subject, self.bench.drafts

        async def look(values: dict[str, str]) -> bool:
            from aovconsole.desk.past import horizon  # folding again is only for looking back

            known, until = (
                moment_from(values[name], "tijd", now=self.desk.seat.now, zone=self.desk.zone)
                if values[name].strip()
                else None
                for name in ("known_at", "happened_until")
            )
            self.pane.horizon = horizon(known if known or until else self.desk.seat.now, until)
            await self._show_past(subject, self.pane.horizon)
            return True

        fields = [
            Field("known_at", "wat wisten we om", hint="15:10, of 07-02-2027 15:10; leeg is nu"),
            Field("happened_until", "gebeurd tot", hint="mag leeg; toont alleen wat tot dan gebeurde"),
        ]
        intro = "Zoals dit station het op dat moment had ontvangen; wat later bekend werd, staat er grijs bij."
        title = f"{row.number}  Wat wisten we om …"
        await self.app.push_screen_wait(
            FormDialog(title, fields, look, intro=intro, verb="tonen", drafts=drafts, key=("past", subject))
        )
        self.pane.lines.focus()

    def action_step_past(self, by: int) -> None:
        """While looking back, go to the previous or next moment at which something became known."""
        if self.pane.looking_back:
            self.pane.step_past(by)

    @on(DossierPane.PastWanted)
    @work
    async def _past_wanted(self, event: DossierPane.PastWanted) -> None:
        """Show the moment that was stepped to."""
        row = self.pane.row
        if event.horizon is None:
            self.tell("eerder was hier niets bekend" if event.by < 0 else "later werd hier niets meer bekend")
        elif row is not None:
            try:
                await self._show_past(row.subject, event.horizon)
            except AovError as error:
                self.tell(error.sentence, wrong=True)

    async def _show_past(self, subject: str, horizon: Horizon) -> None:
        """Fold the dossier again on the one writer thread, unless another moment is wanted by the time it is our turn.

        Raises:
            AovError: the journal cannot be read.
        """
        from aovconsole.desk.past import looked_back

        desk, pane = self.desk, self.pane

        def fold() -> tuple[Past, tuple[Instant, ...]] | None:
            if pane.horizon != horizon:
                return None
            return looked_back(desk.reading, subject, horizon), moments_of(desk.reading, subject)

        folded = await self.request(fold)
        if folded and pane.horizon == horizon:
            moment = horizon.known_at or horizon.happened_until
            pane.show_past(folded[0], self._then(horizon, folded[1]), read_stored(moment) if moment else desk.seat.now)

    def _then(self, horizon: Horizon, moments: Sequence[Instant]) -> str:
        """The banner: which moment, how many steps of how many were known, and how one gets on and back."""
        known, until = horizon.known_at, horizon.happened_until
        parts = [f"WAT WISTEN WE OM {self._clock(known)}"] if known else []
        parts += [f"GEBEURD TOT {self._clock(until)}"] if until else []
        before = bisect_right(moments, known) if known else len(moments)
        parts += [f"moment {before} van {len(moments)}", "← → stap"]
        return " · ".join([*parts, "zoals dit station het had ontvangen", "esc terug naar nu"])

    def _clock(self, moment: Instant) -> str:
        """The wall clock at a moment, with its seconds unless it is a whole minute."""
        then, zone = read_stored(moment), self.desk.zone
        local, told = then.astimezone(zone), clock_text(then, self.desk.seat.now, zone=zone)
        return told.replace(f"{local:%H:%M}", f"{local:%H:%M:%S}", 1) if local.second or local.microsecond else told
