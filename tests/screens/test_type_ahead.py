"""What is typed while a form is on its way."""

from __future__ import annotations

from textual import events

from aovconsole.screens.type_ahead import TypeAhead


async def test_a_loop_that_stood_still_while_a_screen_was_built_ends_no_wait() -> None:
    """Opening the first dossier may take longer than the whole wait: what was typed meanwhile is not handed out yet."""
    now, here = [0.0], [False]
    delivered: list[events.Event] = []

    async def deliver(event: events.Event) -> None:
        delivered.append(event)

    ahead = TypeAhead(deliver, lambda: now[0])
    ahead.wait_for(lambda: here[0])
    ahead.hold(events.Key("r", "r"))
    now[0] = 5.0
    await ahead.look()
    assert delivered == []
    here[0] = True
    await ahead.look()
    assert len(delivered) == 1


async def test_a_form_that_never_comes_ends_the_wait() -> None:
    now = [0.0]
    delivered: list[events.Event] = []

    async def deliver(event: events.Event) -> None:
        delivered.append(event)

    ahead = TypeAhead(deliver, lambda: now[0])
    ahead.wait_for(lambda: False)
    ahead.hold(events.Key("r", "r"))
    for _ in range(60):
        now[0] += 0.02
        await ahead.look()
    assert len(delivered) == 1
    assert not ahead.holds
