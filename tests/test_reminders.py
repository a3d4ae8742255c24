"""Reminders: once, taken note of by a key, passed on only where set, never with a text of people."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from aovconsole.desk.desk import Desk
from aovconsole.domain.times import stored
from aovconsole.journal.local import LocalStore
from aovconsole.reminders import Reminders, send_by_apprise
from tests.builders import desk_at
from tests.still_clock import CARNIVAL_SUNDAY, StillClock

NOW = CARNIVAL_SUNDAY


class Told:
    """Stands for the addresses: what they were told."""

    def __init__(self, answer: bool = True) -> None:
        self.said: list[tuple[Sequence[str], str, str]] = []
        self._answer = answer

    def __call__(self, urls: Sequence[str], title: str, text: str) -> bool:
        self.said.append((urls, title, text))
        return self._answer


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def desk(tmp_path: Path, clock: StillClock) -> Iterator[Desk]:
    """A CMT day with an action that is due at 15:30."""
    made = desk_at(tmp_path, clock)
    made.cmt.open("Carnaval")
    made.agreements.action("CMT-27-A001", "verkeersplan mevrouw Jansen", owner="THOR", due=NOW + timedelta(minutes=20))
    yield made
    made.journal.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LocalStore]:
    made = LocalStore(tmp_path)
    yield made
    made.close()


def rules(home: Path, **values: str) -> None:
    """Put a reminders.toml in the user's own folder."""
    shipped = (Path(__file__).parent.parent / "data" / "reminders.toml").read_text(encoding="utf-8")
    for name, value in values.items():
        old = next(line for line in shipped.splitlines() if line.startswith(name))
        shipped = shipped.replace(old, f"{name} = {value}")
    (home / "data").mkdir(exist_ok=True)
    (home / "data" / "reminders.toml").write_text(shipped, encoding="utf-8")


def settled() -> None:
    """Wait until what is told beside the work was told."""
    for thread in threading.enumerate():
        if thread.name == "reminders":
            thread.join(5)


def test_what_is_due_speaks_once_and_is_taken_note_of(desk: Desk, clock: StillClock, store: LocalStore) -> None:
    first, second = Reminders(desk, store), Reminders(desk, store)
    assert first.look().new == ()
    clock.advance(minutes=20)
    [one] = first.look().new
    assert one.text == "15:30 CMT-27-A001 A-A1 verkeersplan mevrouw Jansen – THOR"
    assert first.look().new == ()
    assert len(second.look().new) == 1, "another console on this home tells it too"
    assert first.look().unseen_count == 1
    first.seen()
    assert first.look().unseen_count == 0
    assert Reminders(desk, store).look().new == (), "not again after a restart"
    [action] = desk.reading.of_type("action")
    desk.agreements.snooze(action.subject, NOW + timedelta(hours=2), "later")
    clock.advance(hours=2)
    [again] = first.look().new
    assert again.late and again.text.startswith("17:10 ")


def test_outside_hears_type_number_and_time_and_only_once(desk: Desk, clock: StillClock, store: LocalStore) -> None:
    rules(desk.journal.home, send_urls='["ntfy://x"]')
    told = Told()
    one, two = Reminders(desk, store, told), Reminders(desk, store, told)
    clock.advance(minutes=25)
    for _ in range(2):
        one.look()
        two.look()
    settled()
    assert told.said == [(("ntfy://x",), "TEST aovconsole", "actie te laat 15:30 CMT-27-A001 A-A1")]


def test_the_achterwacht_hears_it_only_when_set_and_nobody_saw_it(
    desk: Desk, clock: StillClock, store: LocalStore
) -> None:
    rules(desk.journal.home, escalate_urls='["ntfy://y"]', escalate_after_minutes="10")
    told = Told()
    asked = Reminders(desk, store, told)
    clock.advance(minutes=20)
    asked.look()
    clock.advance(minutes=9)
    asked.look()
    settled()
    assert told.said == []
    clock.advance(minutes=1)
    asked.look()
    asked.look()
    settled()
    assert [urls for urls, _, _ in told.said] == [("ntfy://y",)]


@pytest.mark.parametrize("realm", ["demo", "exercise"])
def test_from_an_exercise_nothing_goes_outside(
    tmp_path: Path, realm: str, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, store, told = desk_at(tmp_path, clock), LocalStore(tmp_path), Told()
    desk.journal.realm = realm
    rules(tmp_path, send_urls='["ntfy://x"]')
    desk.agreements.action("", "iets", due=NOW + timedelta(minutes=1))
    clock.advance(minutes=2)
    assert len(Reminders(desk, store, told).look().new) == 1
    settled()
    assert told.said == []
    store.close()
    desk.journal.close()


def test_a_laptop_that_slept_says_since_when(desk: Desk, clock: StillClock, store: LocalStore) -> None:
    asked = Reminders(desk, store)
    assert asked.look().slept_since is None
    clock.advance(seconds=15)
    assert asked.look().slept_since is None
    began = clock.now()
    clock.advance(hours=4)
    heard = asked.look()
    assert (heard.slept_since, len(heard.new)) == (began, 1)
    clock.advance(hours=4)
    assert Reminders(desk, store).look().slept_since == began + timedelta(hours=4), "also where no console ran"


def test_an_unaccepted_handover_speaks_and_an_address_that_fails_is_told(
    desk: Desk, clock: StillClock, store: LocalStore
) -> None:
    rules(desk.journal.home, send_urls='["ntfy://x"]')
    desk.handovers.make(receiver="AOV-2", giver="AOV-1")
    asked = Reminders(desk, store, Told(answer=False))
    [one] = asked.look().new
    assert "niet aanvaard" in one.text and one.outside == "overdracht niet aanvaard OVR-27-A001"
    settled()
    assert asked.fault


def test_old_reminders_are_forgotten(desk: Desk, clock: StillClock, store: LocalStore) -> None:
    clock.advance(minutes=21)
    Reminders(desk, store).look()
    store.forget_reminders(stored(clock.now()))
    assert store.reminders() != ()
    store.forget_reminders(stored(clock.now() + timedelta(seconds=1)))
    assert store.reminders() == ()


def test_what_stays_late_for_months_is_told_once(desk: Desk, clock: StillClock, store: LocalStore) -> None:
    rules(desk.journal.home, send_urls='["ntfy://x"]')
    told = Told()
    clock.advance(minutes=25)
    Reminders(desk, store, told).look()
    store.see_reminders(stored(clock.now()))
    for _ in range(3):
        clock.advance(hours=24 * 31)
        assert Reminders(desk, store, told).look().unseen_count == 0
    settled()
    assert len(told.said) == 1


def test_an_address_that_is_none_is_not_told() -> None:
    assert not send_by_apprise(["dit is geen adres"], "titel", "tekst")
