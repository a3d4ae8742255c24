"""A CMT day on which everything happens that is hard to tell: the same journal, byte for byte, each time."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

from aovconsole.desk.desk import Desk
from aovconsole.domain.decision import Said
from aovconsole.journal.store import Journal
from tests.builders import KNOWN, OPERATOR
from tests.desk.measures import conditions
from tests.desk.plans import put
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

CMT, INCIDENT = "CMT-27-A001", "INC-27-A001"

SECRETS = (
    "GEHEIMLATER", "GEHEIMPOLITIE", "GEHEIMPRIVE", "GEHEIMBESLUIT", "GEHEIMACTIE", "GEHEIMMETING", "GEHEIMTITEL",
)  # fmt: skip
"""Words that stand only where a mark stands: none of them may be in any file."""

HARD = (
    "<b>vet</b> & <script>alert(1)</script> #panic() $x$ \\ *ster* _onder_ `code`",
    "=HYPERLINK(1) is geen formule",
    "-2+3 | ; \"aanhaling\" 'enkel' voor csv",
    "emoji 😀 en 漢字 en عربي en ﷽",
    "tab\there\tand\tthere",
    "twee\nregels",
    "Donaudampfschifffahrtsgesellschaftskapitän" * 5,
    "[bold]markup[/] [[rapport]] [[titel]] {{ 7*7 }} {% raw %}",
    "voor\u202egnp.exe a\x00b \x1b[31mrood\x1b[0m",
)
"""What a line can hold that a format could read as something else."""


def still_desk(home: Path) -> Desk:
    """A desk whose keys, ids and clock are the same each time."""
    chance = random.Random(7)
    journal = Journal(home, StillClock(), realm="test", code="A", entropy=chance.randbytes)
    return Desk(journal, OPERATOR, lambda: KNOWN)


def hard_day(home: Path) -> Desk:
    """A desk with one CMT day, its plan and an incident; now is 20:10."""
    put(home)
    desk = still_desk(home)
    clock = desk.journal.clock
    assert isinstance(clock, StillClock)
    plan = desk.plans.start("proef", "2027-02-07")
    assert desk.cmt.open("Zondag <&> =1", plan=plan.number).number == CMT
    keys = [line.key for line in desk.plans.lines(plan)]
    desk.plans.mark(plan.number, keys[0], "done", note="foto & bewijs", by="THOR")
    _log(desk, clock)
    _crowd(desk, clock)
    _decide(desk, clock)
    _agree(desk, clock)
    desk.incidents.open("Aanrijding", place="Markt")
    desk.incidents.grip(INCIDENT, 1, by="OvD-Bz", reason="meer dan een dienst")
    desk.incidents.open("GEHEIMTITEL !politie")
    measure = desk.measures.prepare(CMT, "urgent_search", conditions(desk, "urgent_search")).subject
    desk.measures.decide(measure, by="burgemeester", end=desk.seat.now + timedelta(hours=2), reason="dreiging <x>")
    desk.cmt.close(CMT, reason="klaar")
    clock.advance(hours=3)
    return desk


def _log(desk: Desk, clock: StillClock) -> None:
    for text in HARD:
        clock.advance(minutes=1)
        desk.log.line(text, dossier=CMT, raw=True)
    clock.advance(minutes=1)
    desk.log.line("politie GEHEIMPOLITIE aangehouden !politie", dossier=CMT)
    hidden = desk.log.line("een gewone regel", dossier=CMT).id
    desk.log.correct(hidden, "GEHEIMPRIVE staat hier nu !privé")
    desk.log.line("GEHEIMBESLUIT !besluit !politie", dossier=CMT)
    desk.log.line("GEHEIMACTIE !actie THOR !privé", dossier=CMT)
    later = desk.log.line("GEHEIMLATER !actie THOR", dossier=CMT).id
    desk.log.correct(later, "GEHEIMLATER !actie THOR !privé")
    wrong = desk.log.line("Vrijthof is leeg !feit", dossier=CMT).id
    desk.log.correct(wrong, "Vrijthof loopt leeg")
    gone = desk.log.line("verkeerd dossier", dossier=CMT).id
    desk.log.withdraw(gone, "hoort elders")
    desk.log.line("instroom staat stil !feit", dossier=CMT, at=desk.seat.now - timedelta(minutes=40))


def _crowd(desk: Desk, clock: StillClock) -> None:
    desk.crowd.set_capacity(CMT, "Vrijthof", "20000", owner="OOV")
    desk.crowd.set_threshold(CMT, "Vrijthof", "85%", label="vol <&>", owner="OOV")
    for value, method in (("9000", "camera"), ("~14000", ""), ("17500", "counted"), ("12000", "camera")):
        clock.advance(minutes=10)
        desk.crowd.read(CMT, "Vrijthof", value, method=method, by="politie")
    desk.crowd.read(CMT, "Markt", "2,5/m2", by="THOR", note="GEHEIMMETING !privé")


def _decide(desk: Desk, clock: StillClock) -> None:
    seen = desk.log.line("politie Platielstraat loopt vol !feit", dossier=CMT).id
    desk.agreements.decide(
        CMT, "optocht tien minuten later & dan weer", owner="Tempeleers", picture=(seen,), judgement="plein <vol>",
        options=("wachten", "omleiden"), decider="voorzitter", advice=(Said("politie", "niet langer dan tien"),),
        dissent=(Said("THOR", "te laat"),), check_at=desk.seat.now + timedelta(minutes=20),
    )  # fmt: skip
    clock.advance(minutes=25)
    number = desk.reading.in_dossier(desk.seat.find(CMT).subject, "decision")[-1].number
    desk.agreements.check(CMT, number, "partly", note="het liep langzaam leeg", by="politie")


def _agree(desk: Desk, clock: StillClock) -> None:
    in_time = desk.agreements.action(CMT, "hekken weg", owner="THOR", due=desk.seat.now + timedelta(minutes=30))
    late = desk.agreements.action(CMT, "tekstkar draaien", owner="politie", due=desk.seat.now + timedelta(minutes=5))
    desk.agreements.action(CMT, "open <actie>", owner="OOV", due=desk.seat.now + timedelta(minutes=10))
    clock.advance(minutes=15)
    for one in (in_time, late):
        desk.agreements.step(one.subject, "done", "gedaan")
    dropped = desk.agreements.action(CMT, "niet meer nodig", owner="OOV")
    desk.agreements.step(dropped.subject, "dropped", "vervalt", by="voorzitter")
    assert clock.now() > CARNIVAL_SUNDAY
