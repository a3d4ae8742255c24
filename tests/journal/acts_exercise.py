"""Acts of an exercise: begun, its injects played, skipped and judged, ended; for the generated histories."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from aovconsole.desk.desk import Desk
from aovconsole.domain.exercise import Cue, ExerciseStarted
from aovconsole.domain.record import Draft
from aovconsole.domain.times import stored
from aovconsole.journal.store import Writing
from tests.builders import OPERATOR
from tests.journal.act import Act, word

_KEYS = ("fill", "bikes", "rumour")


def _start(desk: Desk, act: Act) -> None:
    """An exercise of three cues on a CMT day of its own, begun as a desk would but without reading a template."""
    if desk.exercise.row:
        return
    now, cmt = desk.seat.now, desk.cmt.open(word(act))
    cues = tuple(
        Cue(
            key, stored(now + timedelta(minutes=10 * place)), "camera", word(act), "besluit", "notitie", "proef"
        ).as_text
        for place, key in enumerate(_KEYS)
    )

    def build(writing: Writing) -> list[Draft]:
        subject = writing.new_id()
        number = writing.next_number("OEF", 2027)
        started = ExerciseStarted(number, word(act), "proef", f"{act.word:064x}", "2027-02-07", cmt.subject, "", cues)
        return [Draft(started, dossier=subject, id=subject)]

    desk.journal.write(build, OPERATOR)


def _key(desk: Desk, act: Act, *statuses: str) -> str:
    """A cue of the exercise, which is begun where there is none; one of these statuses where there is such."""
    _start(desk, act)
    injects = desk.exercise.view().injects
    fitting = [one for one in injects if one.status in statuses] or list(injects)
    return fitting[act.target % len(fitting)].cue.key


def _assess(desk: Desk, act: Act) -> None:
    key = _key(desk, act, "played")
    inject = desk.exercise.view().inject(key)
    if inject and inject.status != "played":
        desk.exercise.play(key)
    desk.exercise.assess(key, seen=True, decided=("yes", "no")[act.word % 2], remark=word(act))


def _due(desk: Desk, act: Act) -> None:
    _start(desk, act)
    desk.exercise.play_due()


def _stop(desk: Desk, act: Act) -> None:
    _start(desk, act)
    if act.word % 8 == 1:  # seldom: after it nothing is played
        desk.exercise.end(reason=word(act))


EXERCISE_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "exercise": _start,
    "exercise assess": _assess,
    "exercise due": _due,
    "exercise play": lambda d, a: d.exercise.play(_key(d, a, "coming", "skipped")),
    "exercise skip": lambda d, a: d.exercise.skip(_key(d, a, "coming"), reason=word(a)),
    "exercise stop": _stop,
}
