"""Acts of the city's calendar: matches and conduct, evenementen and demonstrations, clashes, notes at the figures."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from aovconsole.desk.desk import Desk
from aovconsole.desk.figures import FigureDesk
from aovconsole.domain.clash import ClashAccepted, ClashReopened, clash_subject
from aovconsole.domain.record import Draft
from tests.builders import append
from tests.journal.act import Act, row, span, word


def _season(desk: Desk, act: Act) -> None:
    day = (desk.seat.now + timedelta(days=act.minutes)).strftime("%a %b %d %Y")
    tail = ("", " 2-1", " [postponed]", " [abandoned]")[act.word % 4]
    text = (
        f"= Eerste Divisie 2026/27\n{day}\n20:00 MVV v Club {act.target % 3}{tail}\n14:30 Club {act.word % 2} v MVV\n"
    )
    desk.matches.read(text.encode(), word(act))


def _match_step(desk: Desk, act: Act) -> object:
    found = row(desk, act, "match")
    types = ("category", "travel", "talk", "decision", "plan", "closed")
    steps = [line.record_id for line in desk.reading.lines(dossier=found.subject) if line.type in types]
    return desk.matches.withdraw(found.number, sorted(steps)[act.word % len(steps)] if steps else "", reason=word(act))


def _spontaneous(desk: Desk, act: Act) -> str:
    return desk.demonstrations.add(place=word(act)).subject


def _notified(desk: Desk, act: Act) -> str:
    found = row(desk, act, "demonstration")
    if not json.loads(found.body)["received_at"]:
        desk.demonstrations.set_field(found.subject, "received_at", desk.seat.now.isoformat())
    return found.subject


def _contact_erased(desk: Desk, act: Act) -> None:
    subject = row(desk, act, "demonstration").subject
    desk.demonstrations.set_contact(subject, word(act))
    desk.demonstrations.erase_contact(subject, ground=word(act))


def _served(desk: Desk, act: Act) -> None:
    subject = desk.demonstrations.decide(row(desk, act, "demonstration").subject, "noted", by=word(act)).subject
    desk.demonstrations.served(subject, via=word(act))


def _miscounted(desk: Desk, act: Act) -> None:
    found = desk.demonstrations.count(
        row(desk, act, "demonstration").subject,
        act.word,
        method="counted",
        by="THOR",
        at=desk.seat.now - span(desk, act),
    )
    step = json.loads(found.body)["counts"][-1]["record_id"]
    desk.demonstrations.withdraw(found.subject, step, reason=word(act))


def _clash(desk: Desk, act: Act) -> None:
    key = f"nearby-{act.target % 3}"
    accepted = ClashAccepted(key, f"f{act.word % 2}", word(act), "AOV", word(act), (key,))
    append(desk.journal, Draft(accepted, subject=clash_subject(key)))


def _consequence_dropped(desk: Desk, act: Act) -> None:
    found = row(desk, act, "conduct")
    desk.matches.conducts.consequence(found.subject, by="KNVB", what=word(act), due=desk.seat.now)
    desk.matches.conducts.drop(found.subject, reason=word(act))


CITY_ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "match": lambda d, a: d.matches.add(
        f"Club {a.target % 3} {len(d.reading.of_type('match'))}",
        on=(d.seat.now + span(d, a)).date(),
        at=d.seat.now + span(d, a) if a.word % 3 else None,
    ),
    "season": _season,
    "match move": lambda d, a: d.matches.move(
        row(d, a, "match").number,
        on=(d.seat.now + span(d, a)).date(),
        at=d.seat.now + span(d, a),
        reason=word(a),
    ),
    "match cancel": lambda d, a: d.matches.cancel(row(d, a, "match").number, reason=word(a)),
    "match end": lambda d, a: d.matches.end(
        row(d, a, "match").number, ("played", "abandoned", "postponed")[a.word % 3], score="2-1"
    ),
    "match field": lambda d, a: d.matches.set_field(
        row(d, a, "match").number, ("away_expected", "doors_minutes", "spectators")[a.word % 3], str(a.word)
    ),
    "category": lambda d, a: d.matches.category(row(d, a, "match").number, "ABC"[a.word % 3], [word(a)], by="driehoek"),
    "travel": lambda d, a: d.matches.travel(
        row(d, a, "match").number, ("free", "bus_combi")[a.word % 2], reason=word(a)
    ),
    "talk": lambda d, a: d.matches.talk(row(d, a, "match").number, at=d.seat.now + span(d, a), agreements=word(a)),
    "safety decision": lambda d, a: d.matches.decide(
        row(d, a, "match").number, word(a), by="burgemeester", ground="APV", reason=word(a)
    ),
    "plan": lambda d, a: d.matches.mark(
        row(d, a, "match").number,
        ("doors", "debrief")[a.target % 2],
        ("done", "dropped", "todo")[a.word % 3],
        note=word(a),
        at=d.seat.now - span(d, a),
    ),
    "match withdrawn": _match_step,
    "conduct": lambda d, a: d.matches.conducts.note(
        row(d, a, "match").number,
        word(a),
        nature=("fireworks", "other")[a.word % 2],
        at=d.seat.now - span(d, a),
    ),
    "conduct field": lambda d, a: d.matches.conducts.set_field(
        row(d, a, "conduct").subject, ("text", "place", "group_size")[a.word % 3], str(a.word)
    ),
    "conduct consequence": lambda d, a: d.matches.conducts.consequence(
        row(d, a, "conduct").subject, by="KNVB", what=word(a), due=d.seat.now + span(d, a)
    ),
    "conduct done": lambda d, a: d.matches.conducts.done(row(d, a, "conduct").subject, at=d.seat.now - span(d, a)),
    "conduct dropped": _consequence_dropped,
    "conduct withdrawn": lambda d, a: d.matches.conducts.withdraw(row(d, a, "conduct").subject, word(a)),
    "demonstration cancel": lambda d, a: d.demonstrations.cancel(_spontaneous(d, a), reason=word(a)),
    "demonstration condition": lambda d, a: d.demonstrations.condition(
        _notified(d, a), word(a), ground=("health", "traffic", "disorder")[a.word % 3], reason=word(a)
    ),
    "demonstration contact": lambda d, a: d.demonstrations.set_contact(row(d, a, "demonstration").subject, word(a)),
    "demonstration contact gone": _contact_erased,
    "demonstration decide": lambda d, a: d.demonstrations.decide(
        _notified(d, a), "prohibited", by="burgemeester", ground="disorder", reason=word(a), at=d.seat.now - span(d, a)
    ),
    "demonstration end": lambda d, a: d.demonstrations.end(_spontaneous(d, a), note=word(a)),
    "demonstration field": lambda d, a: d.demonstrations.set_field(
        row(d, a, "demonstration").subject, ("place", "route", "separation")[a.word % 3], word(a)
    ),
    "demonstration instruct": lambda d, a: d.demonstrations.instruct(
        row(d, a, "demonstration").subject, word(a), reason=word(a)
    ),
    "demonstration link": lambda d, a: d.demonstrations.link(_spontaneous(d, a), row(d, a, "demonstration").subject),
    "demonstration miscounted": _miscounted,
    "demonstration order": lambda d, a: d.demonstrations.order_end(
        row(d, a, "demonstration").subject, ground="rules_broken", reason=word(a), by="burgemeester"
    ),
    "demonstration receipt": lambda d, a: d.demonstrations.receipt(_notified(d, a), via=word(a)),
    "demonstration review": lambda d, a: d.demonstrations.review(_spontaneous(d, a), by=word(a)),
    "demonstration served": _served,
    "demonstration talk": lambda d, a: d.demonstrations.talk(
        row(d, a, "demonstration").subject, word(a), with_whom="kennisgever", at=d.seat.now - span(d, a)
    ),
    "clash": _clash,
    "clash again": lambda d, a: append(
        d.journal, Draft(ClashReopened("AOV", word(a)), subject=clash_subject(f"nearby-{a.target % 3}"))
    ),
    "figure note": lambda d, a: FigureDesk(d.seat).note(
        2020 + a.word % 3, ("cmt_days", "aov_incidents")[a.target % 2], word(a)
    ),
}
