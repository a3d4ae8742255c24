"""The handovers of the last weeks of the made-up year: made on Friday, gone through, accepted by who comes on duty."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta

from aovconsole.demo_stage import WEEK, Script, Stage, first_friday
from aovconsole.domain.handover import unread

WEEKS = 4
"""So many of the last changes of duty are there; each passes on what was open then."""

MADE_BEFORE, READ_AFTER = timedelta(minutes=25), timedelta(minutes=2)


def handovers(stage: Stage, chance: random.Random) -> Script:
    """Each of the last changes of duty, at eight o'clock on Friday."""
    words = stage.texts["handover"]
    changes: list[datetime] = []
    change = first_friday(stage.now)
    while change > stage.start + WEEK and len(changes) < WEEKS:
        changes.append(change)
        change = first_friday(change - timedelta(hours=2))
    for change in reversed(changes):
        begin = change - MADE_BEFORE
        yield begin
        giver, receiver = stage.on_duty(begin), stage.on_duty(change + timedelta(hours=1))
        to = receiver.operator.name
        row = giver.handovers.make(receiver=to, giver=giver.operator.name)
        matters = json.loads(row.body)["matters"]
        for matter in chance.sample(matters, min(2, len(matters))):
            giver.handovers.note(row.subject, matter["key"], line=chance.choice(words["lines"]), aloud=True)
        giver.ifthens.agree(None, **chance.choice(words["agreements"]))
        yield change - timedelta(minutes=6)
        for matter in unread(json.loads(giver.seat.find(row.number).body)):
            receiver.handovers.read(row.subject, matter["key"], said=chance.choice(words["read"]), by=to)
        yield change + READ_AFTER
        receiver.handovers.accept(row.subject, by=to)
