"""Everything that can happen at a desk, by number: what generated histories are made of."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st

from aovconsole.desk.desk import Desk
from aovconsole.domain.calendar import ItemCancelled, ItemRead, ItemVanished, item_subject
from aovconsole.domain.duty import DutyPlanned
from aovconsole.domain.evenement import EvenementCancelled
from aovconsole.domain.log import STATUSES
from aovconsole.domain.measure import owed_duties
from aovconsole.domain.record import Draft
from aovconsole.domain.station import AttachmentAdded, TableImported, table_subject
from aovconsole.domain.times import stored
from aovconsole.domain.view import SubjectRow
from aovconsole.errors import CommandRefused
from tests.builders import append
from tests.journal.act import Act, dossier_of, line_of, row, span, word
from tests.journal.acts_city import CITY_ACTS
from tests.journal.acts_crowd import CROWD_ACTS
from tests.journal.acts_duty import DUTY_ACTS
from tests.journal.acts_erase import ERASE_ACTS
from tests.journal.acts_evaluation import EVALUATION_ACTS
from tests.journal.acts_evenement import EVENEMENT_ACTS
from tests.journal.acts_exercise import EXERCISE_ACTS
from tests.journal.acts_paper import PAPER_ACTS
from tests.journal.acts_plan import PLAN_ACTS
from tests.journal.acts_roster import ROSTER_ACTS
from tests.journal.acts_signal import SIGNAL_ACTS
from tests.journal.acts_table import TABLE_ACTS
from tests.journal.acts_taken import TAKEN_ACTS
from tests.still_clock import StillClock


def _step(desk: Desk, act: Act) -> str:
    steps = [line.record_id for type_ in ("grip", "informed", "clock") for line in desk.reading.lines(type_=type_)]
    if not steps:
        raise CommandRefused("er is nog niets")
    return sorted(steps)[act.target % len(steps)]


def _grip(desk: Desk, act: Act) -> None:
    incident = row(desk, act, "incident")
    if incident.status == "closed":
        desk.incidents.reopen(incident.number)
    desk.incidents.grip(incident.number, act.word % 6, by="OvD-Bz", at=desk.seat.now - span(desk, act), move_begin=True)


def _tick(desk: Desk, act: Act) -> None:
    incident = row(desk, act, "incident")
    running = [clock for clock in desk.response.clocks(incident) if clock.start and not clock.over]
    if not running:
        desk.incidents.grip(incident.number, 2, by="OvD", alarm_at=desk.seat.now)
        running = [clock for clock in desk.response.clocks(desk.seat.find(incident.number)) if clock.start]
    clock = sorted(running)[act.target % len(running)]
    desk.response.stop_clock(incident.number, clock.key, outcome=("reached", "not_needed")[act.word % 2])


def _point(desk: Desk, act: Act) -> None:
    incident = row(desk, act, "incident")
    if incident.status == "closed":
        desk.incidents.reopen(incident.number)
    if incident.status != "aftercare":
        desk.incidents.aftercare(incident.number, owner=word(act))
    desk.response.mark_aftercare(
        incident.number, ("damage", "legal")[act.word % 2], ("open", "busy", "done")[act.word % 3]
    )


def _item(act: Act) -> tuple[str, str]:
    source = f"bron{act.target % 2}"
    return source, f"item{act.word % 3}"


def _calendar(desk: Desk, act: Act) -> None:
    source, identity = _item(act)
    begin = desk.seat.now + timedelta(minutes=act.minutes)
    read = ItemRead(
        source, f"import:{source}", identity, word(act), f"d{act.word}", uid=identity, all_day=act.target % 5 == 0,
        occurrences=(
            (begin.date().isoformat() + "/" + begin.date().isoformat(),) if act.target % 5 == 0
            else tuple(
                f"{stored(begin + timedelta(days=n))}/{stored(begin + timedelta(days=n, hours=1))}" for n in range(2)
            )
        ),
    )  # fmt: skip
    append(desk.journal, Draft(read, subject=item_subject(source, identity)))


def _calendar_gone(payload: ItemVanished | ItemCancelled) -> Callable[[Desk, Act], object]:
    return lambda desk, act: append(desk.journal, Draft(payload, subject=item_subject(*_item(act))))


def _cancel(desk: Desk, act: Act) -> None:
    evenement = row(desk, act, "evenement")
    append(desk.journal, Draft(EvenementCancelled(word(act)), subject=evenement.subject, dossier=evenement.subject))


def _table(desk: Desk, act: Act) -> None:
    imported = TableImported(word(act), "incidents", f"{act.word:064x}", act.target)
    append(desk.journal, Draft(imported, subject=table_subject("incidents", imported.sha256)))


def _duty(desk: Desk, act: Act) -> None:
    now = desk.seat.now
    append(desk.journal, DutyPlanned("AOV", word(act), stored(now), stored(now + timedelta(hours=8))))


_POWERS = ("emergency_ordinance", "closure_home", "urgent_search", "home_ban", "group_measures")
"""With a vote and a withdrawal, with an extension, with a maximum and an oral order, of a fixed length, with a term."""


def _prepare(desk: Desk, act: Act) -> SubjectRow:
    power = desk.measures.power(_POWERS[act.word % len(_POWERS)])
    said = {
        field.key: field.choices[0] if field.choices else "ja" if field.kind == "yes_no" else word(act)
        for field in power.fields
        if field.kind in ("text", "choice", "yes_no")
    }
    if power.key not in ("emergency_ordinance", "home_ban"):
        said["end"] = (desk.seat.now + timedelta(hours=9)).isoformat()
    return desk.measures.prepare(row(desk, act, ("evenement", "incident")[act.target % 2]).number, power.key, said)


def _measure_done(desk: Desk, act: Act) -> SubjectRow:
    found = row(desk, act, "measure")
    owed = sorted(duty["key"] for duty in owed_duties(json.loads(found.body), stored(desk.seat.now)))
    key = owed[act.minutes % len(owed)] if owed else "announcement"
    if "ratification" in owed and act.word % 2:
        key = "ratification"
    choices = ("ratified", "rejected") if key == "ratification" else ("done", "not_needed")
    outcome = choices[act.target % 3 > 0 if key == "ratification" else act.target % 3 == 0]
    return desk.measures.done(found.subject, key, outcome=outcome, note=word(act))


def _measure_due(desk: Desk, act: Act) -> SubjectRow:
    found = row(desk, act, "measure")
    owed = sorted(duty["key"] for duty in owed_duties(json.loads(found.body), stored(desk.seat.now)))
    key = owed[act.word % len(owed)] if owed else ""
    return desk.measures.due_date(found.subject, key, desk.seat.now + span(desk, act))


def _measure_step(desk: Desk, act: Act) -> object:
    found = row(desk, act, "measure")
    steps = [step["record_id"] for step in json.loads(found.body)["steps"] if not step["withdrawn"]]
    return desk.measures.undo(found.subject, steps[act.word % len(steps)] if steps else "", word(act))


ACTS: dict[str, Callable[[Desk, Act], object]] = {
    "line": lambda d, a: d.log.line(word(a), dossier=dossier_of(d, a), at=d.seat.now - span(d, a)),
    "action line": lambda d, a: d.log.line(f"{word(a)} !actie THOR 23:30", dossier=dossier_of(d, a)),
    "decision line": lambda d, a: d.log.line(f"14:00 politie {word(a)} !besluit", dossier=dossier_of(d, a)),
    "correct": lambda d, a: d.log.correct(line_of(d, a), word(a)),
    "status": lambda d, a: d.log.set_status(line_of(d, a), STATUSES[a.word % 3], source=word(a)),
    "withdraw": lambda d, a: d.log.withdraw(line_of(d, a), word(a)),
    "decision withdrawn": lambda d, a: d.log.withdraw(
        d.log.line(f"{word(a)} !besluit", dossier=dossier_of(d, a)).id, word(a)
    ),
    "incident": lambda d, a: d.incidents.open(word(a), place=word(a), at=d.seat.now - span(d, a)),
    "grip": _grip,
    "field": lambda d, a: d.incidents.set_field(
        row(d, a, "incident").number, ("title", "place", "nature", "case_number")[a.word % 4], word(a)
    ),
    "close": lambda d, a: d.incidents.close(row(d, a, "incident").number, at=d.seat.now - span(d, a)),
    "reopen": lambda d, a: d.incidents.reopen(row(d, a, "incident").number),
    "begin": lambda d, a: d.incidents.set_begin(row(d, a, "incident").number, d.seat.now - span(d, a)),
    "alarm": lambda d, a: d.response.start_clock(
        row(d, a, "incident").number,
        ("large_scale_alarm", "gbt_convened")[a.word % 2],
        at=d.seat.now - span(d, a),
    ),
    "tick": _tick,
    "inform": lambda d, a: d.response.inform(
        row(d, a, "incident").number,
        "burgemeester",
        answer=word(a),
        reached=bool(a.word % 2),
        at=d.seat.now - span(d, a),
    ),
    "lead": lambda d, a: d.response.pass_lead(
        row(d, a, "incident").number, ("CoPI", "GBT", "CMT")[a.word % 3], word(a), at=d.seat.now - span(d, a)
    ),
    "aftercare": lambda d, a: d.incidents.aftercare(row(d, a, "incident").number, owner=word(a)),
    "point": _point,
    "step withdrawn": lambda d, a: d.incidents.withdraw(row(d, a, "incident").number, _step(d, a), reason=word(a)),
    "evenement": lambda d, a: d.evenementen.add(
        word(a), begin=d.seat.now, end=d.seat.now + span(d, a), place="Markt", handling_class="ABC"[a.word % 3]
    ),
    "round": lambda d, a: d.evenementen.round(row(d, a, "evenement").number, at=d.seat.now - span(d, a)),
    "cancel": _cancel,
    "demonstration": lambda d, a: d.demonstrations.add(at=d.seat.now + span(d, a), place=word(a), scale="small"),
    "cmt": lambda d, a: d.cmt.open(word(a), at=d.seat.now - span(d, a)),
    "rise": lambda d, a: d.cmt.close(row(d, a, "cmt").number, at=d.seat.now - span(d, a)),
    "action": lambda d, a: d.agreements.action(row(d, a, "cmt", "incident").number, word(a), owner="THOR"),
    "decision": lambda d, a: d.agreements.decide(row(d, a, "cmt", "incident").number, word(a)),
    "step": lambda d, a: d.agreements.step(
        row(d, a, "action").subject, ("open", "busy", "done", "closed", "dropped")[a.word % 5], word(a)
    ),
    "sitrep": lambda d, a: d.sitreps.send(
        row(d, a, "incident").number, word(a), to="burgemeester", scope=("whole", "since")[a.word % 2]
    ),
    "sitrep withdrawn": lambda d, a: d.sitreps.withdraw(
        row(d, a, "sitrep").dossier, row(d, a, "sitrep").number, word(a)
    ),
    "measure": _prepare,
    "measure decide": lambda d, a: d.measures.decide(
        row(d, a, "measure").subject,
        by="burgemeester",
        taken=a.word % 7 > 0,
        oral=a.word % 5 == 0,
        at=d.seat.now - timedelta(minutes=a.target % 3),
    ),
    "measure done": _measure_done,
    "measure extend": lambda d, a: d.measures.extend(
        row(d, a, "measure").subject, d.seat.now + timedelta(days=10 + a.word), by="burgemeester"
    ),
    "measure extended due": _measure_due,
    "measure fill": lambda d, a: d.measures.fill(row(d, a, "measure").subject, {"area": f"{word(a)} {a.minutes}"}),
    "measure undo": _measure_step,
    "measure withdraw": lambda d, a: d.measures.withdraw(
        row(d, a, "measure").subject, by="burgemeester", reason=word(a)
    ),
    "snooze": lambda d, a: d.agreements.snooze(row(d, a, "action").subject, d.seat.now + span(d, a), word(a)),
    "hand over": lambda d, a: d.agreements.hand_over(
        row(d, a, "action").subject, ("politie", "brandweer", "AC-Bz")[a.word % 3], word(a)
    ),
    "calendar": _calendar,
    "vanished": _calendar_gone(ItemVanished()),
    "cancelled": _calendar_gone(ItemCancelled()),
    "duty": _duty,
    "attachment": lambda d, a: append(
        d.journal,
        Draft(AttachmentAdded(word(a), f"{a.word:064x}", a.target), dossier=d.seat.dossier(dossier_of(d, a))),
    ),
    "table": _table,
    **CITY_ACTS,
    **DUTY_ACTS,
    **CROWD_ACTS,
    **EVALUATION_ACTS,
    **ERASE_ACTS,
    **EVENEMENT_ACTS,
    **EXERCISE_ACTS,
    **PAPER_ACTS,
    **PLAN_ACTS,
    **SIGNAL_ACTS,
    **ROSTER_ACTS,
    **TABLE_ACTS,
    **TAKEN_ACTS,
}

acts = st.builds(
    Act, st.sampled_from(sorted(ACTS)), st.integers(0, 30), st.integers(0, 40), st.integers(-90, 90)
)  # fmt: skip


def perform(desk: Desk, act: Act) -> bool:
    """Let it happen after its minutes (before, when the clock is put back); whether it was not refused."""
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    clock.advance(minutes=act.minutes)
    try:
        ACTS[act.name](desk, act)
    except CommandRefused:
        return False
    return True
