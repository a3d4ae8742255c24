"""Care for the journal from the palette: prove it, copy it."""

from __future__ import annotations

import asyncio

from aovconsole.errors import AovError
from aovconsole.screens.frame import DeskScreen


async def verify_journal(screen: DeskScreen) -> None:
    """Verify the journal beside the work, and say what was found."""
    from aovconsole.journal.verify import verify

    screen.tell("het journaal wordt gecontroleerd")
    try:
        found = await asyncio.to_thread(verify, screen.desk.journal)
    except AovError as error:
        screen.tell(error.sentence, wrong=True)
        return
    if found.ok:
        screen.tell(f"het journaal klopt: {found.records} records, niets gewijzigd")
    else:
        first = found.faults[0]
        told = f"het journaal klopt niet: {len(found.faults)} fouten; record {first.seq}: {first.fault}"
        screen.tell(told, wrong=True)


async def backup_journal(screen: DeskScreen) -> None:
    """Copy the journal beside the work, and say where the copy stands."""
    from aovconsole.journal.backup import backup

    screen.tell("er wordt een kopie gemaakt")
    try:
        path = await asyncio.to_thread(backup, screen.desk.journal)
    except AovError as error:
        screen.tell(error.sentence, wrong=True)
        return
    screen.tell(f"de kopie is gecontroleerd en staat in {path}")
    screen.look()
