"""The poller in a played time: rhythm, backoff, marks, hosts, what is kept when a source fails."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from aovconsole.errors import CannotStore
from aovconsole.feeds.background import Background, Lease
from aovconsole.feeds.pace import http_moment, retry_after_seconds, seconds_until, wait_seconds
from aovconsole.feeds.web import Answer, Question, WebRefused
from aovconsole.journal import feed_cache
from tests.feeds.polling import BEGIN, Source, World, said


def test_it_asks_in_its_rhythm_and_keeps_what_was_said(tmp_path: Path) -> None:
    world = World(tmp_path).play(1900)
    assert world.times == [0, 630, 1260, 1890]
    assert world.values == {"borgharen": "41,20"}
    assert world.feed().fault == ""
    assert world.feed().good_at == "2027-02-07T14:31:30.000000+00:00"


def test_a_source_that_is_off_is_never_asked_and_forgets(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.play(10, lambda: world.cache.switch("peil", False, "x"), 7200)
    assert world.times == [0]
    assert world.values == {}
    assert world.feed().good_at == ""


def test_switched_on_it_is_asked_within_a_nap(tmp_path: Path) -> None:
    world = World(tmp_path, [Source(enabled=False)])
    world.play(100, lambda: world.cache.switch("peil", True, "x"), 20)
    assert len(world.asked) == 1


def test_switched_off_while_it_is_asked_nothing_is_kept(tmp_path: Path) -> None:
    def answer(_: Question) -> Answer:
        world.cache.switch("peil", False, "x")
        return said(borgharen="1")

    world = World(tmp_path, answer=answer)
    world.play(5)
    assert (len(world.asked), world.poller.fault) == (1, "")
    assert world.values == {}
    assert world.feed().good_at == ""


def test_after_failures_it_waits_ever_longer_and_keeps_what_it_had(tmp_path: Path) -> None:
    answers = iter([said(borgharen="41,20")])

    def answer(_: Question) -> Answer:
        try:
            return next(answers)
        except StopIteration:
            raise WebRefused("bron.example heeft een storing (500)") from None

    world = World(tmp_path, answer=answer).play(12_000)
    assert world.times == [0, 630, 1260, 2520, 5040, 8820]
    assert world.values == {"borgharen": "41,20"}
    feed = world.feed()
    assert feed.fault == "bron.example heeft een storing (500)"
    assert (feed.failures, feed.failing_since[11:19], feed.good_at[11:19]) == (5, "14:10:30", "14:00:00")


def test_it_recovers(tmp_path: Path) -> None:
    broken = True

    def answer(_: Question) -> Answer:
        if broken:
            raise WebRefused("stil")
        return said(borgharen="1")

    def mend() -> None:
        nonlocal broken
        broken = False

    world = World(tmp_path, answer=answer).play(10, mend, 700)
    assert (world.feed().fault, world.feed().failures, world.feed().failing_since) == ("", 0, "")


@pytest.mark.parametrize("asked_for", ["1800", "Sun, 07 Feb 2027 14:30:00 GMT"])
def test_it_comes_back_when_it_is_asked_to(tmp_path: Path, asked_for: str) -> None:
    def answer(_: Question) -> Answer:
        raise WebRefused("te druk", asked_for)

    assert World(tmp_path, answer=answer).play(1950).times == [0, 1890]


def test_a_source_that_must_be_left_alone_is_not_asked_the_rest(tmp_path: Path) -> None:
    def answer(_: Question) -> Answer:
        raise WebRefused("te druk", "60")

    world = World(tmp_path, [Source(urls=("https://a.example/1", "https://a.example/2"))], answer).play(1)
    assert [question.url for _, question in world.asked] == ["https://a.example/1"]


def test_marks_are_asked_with_and_nothing_new_keeps_what_was(tmp_path: Path) -> None:
    def answer(question: Question) -> Answer:
        if question.etag == '"v1"':
            return Answer(304, etag='"v1"')
        return Answer(200, b'{"signals": {"borgharen": "41"}, "complete": true}', '"v1"', "gisteren")

    world = World(tmp_path, answer=answer).play(700)
    assert [question.etag for _, question in world.asked] == ["", '"v1"']
    assert [question.last_modified for _, question in world.asked] == ["", "gisteren"]
    assert world.values == {"borgharen": "41"}
    assert world.feed().good_at[11:16] == "14:10"


def test_what_is_over_is_not_remembered_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_cache, "GONE_KEPT", timedelta(hours=3))
    hours = iter(range(40))

    def answer(_: Question) -> Answer:
        return Answer(200, json.dumps({"signals": {f"melding {next(hours)}": 1}, "complete": True}).encode())

    world = World(tmp_path, [Source(rhythm=3600)], answer).play(9 * 3600)
    assert 2 <= len(world.cache.gone()) <= 4


@pytest.mark.parametrize(
    ("second", "values", "gone"),
    [
        ({"signals": {"b": 2}}, {"a": "1", "b": "2"}, {}),
        ({"signals": {"b": 2}, "complete": True}, {"b": "2"}, {"a": "niet meer in bron"}),
        ({"signals": {}, "complete": True}, {}, {"a": "niet meer in bron", "b": "niet meer in bron"}),
        ({"signals": {}, "ended": ["b"]}, {"a": "1"}, {"b": "ingetrokken door de bron"}),
    ],
)
def test_what_is_over(tmp_path: Path, second: object, values: object, gone: dict[str, str]) -> None:
    answers = iter([said(a=1, b=1), Answer(200, json.dumps(second).encode())])
    world = World(tmp_path, answer=lambda _: next(answers)).play(700)
    assert world.values == values
    assert {key: reason for (_, key), (_, reason) in world.cache.gone().items()} == gone


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (Answer(204), "Peilen gaf een leeg antwoord (204); wat er al was blijft staan"),
        (Answer(200, b" \n"), "Peilen gaf een leeg antwoord (200); wat er al was blijft staan"),
        (Answer(200, b"<html>aanmelden</html>", content_type="text/html"), "Peilen gaf geen JSON"),
        (Answer(200, b"[1]"), "het antwoord kon niet worden gelezen (AttributeError)"),
    ],
)
def test_what_is_no_answer_changes_nothing(tmp_path: Path, answer: Answer, fault: str) -> None:
    answers = iter([said(borgharen="41,20"), answer])
    world = World(tmp_path, answer=lambda _: next(answers)).play(700)
    assert world.feed().fault == fault
    assert world.values == {"borgharen": "41,20"}


def test_one_gauge_that_fails_does_not_silence_the_others(tmp_path: Path) -> None:
    def answer(question: Question) -> Answer:
        if question.url.endswith("1"):
            raise WebRefused("geen waarde")
        return said(eijsden="44")

    world = World(tmp_path, [Source(urls=("https://a.example/1", "https://a.example/2"))], answer).play(1)
    assert (world.values, world.feed().fault, world.feed().remarks) == ({"eijsden": "44"}, "", '["geen waarde"]')


def test_nothing_new_confirms_what_was_read(tmp_path: Path) -> None:
    def answer(question: Question) -> Answer:
        if question.etag:
            return Answer(304, etag=question.etag)
        follow = b"" if question.url.endswith("x") else b', "follow": ["https://b.example/x"]'
        return Answer(200, b'{"signals": {"%d": 1}%s}' % (len(world.asked), follow), '"v1"')

    world = World(tmp_path)
    world.answer = answer
    world.play(700)
    assert {one.key: (one.request, one.read_at[11:19]) for one in world.cache.signals()} == {
        "1": ("0", "14:10:30"),
        "2": ("0.0", "14:10:30"),
    }


def test_a_list_that_led_nowhere_is_asked_again_in_full(tmp_path: Path) -> None:
    def answer(question: Question) -> Answer:
        if question.url.endswith("x"):
            raise WebRefused("stuk")
        return Answer(304) if question.etag else Answer(200, b'{"follow": ["https://b.example/x"]}', '"v1"')

    world = World(tmp_path, answer=answer).play(700)
    assert [question.etag for _, question in world.asked] == ["", "", "", ""]
    assert world.feed().fault == "stuk"


def test_a_list_names_what_is_fetched_next_but_not_for_ever(tmp_path: Path) -> None:
    def answer(_: Question) -> Answer:
        return Answer(200, b'{"follow": ["https://b.example/x"]}')

    assert len(World(tmp_path, answer=answer).play(300).asked) == 64


def test_one_at_a_time_of_a_host_and_two_hosts_at_once(tmp_path: Path) -> None:
    running: list[str] = []
    seen: list[tuple[str, ...]] = []

    async def slow(question: Question) -> Answer:
        running.append(question.url[8])
        seen.append(tuple(sorted(running)))
        await world.time.sleep(10)
        running.remove(question.url[8])
        return said(x=1)

    sources = [Source("a", urls=("https://A.example/1",)), Source("b", urls=("https://a.example/2",)), Source("c")]
    world = World(tmp_path, sources, slow)
    world.play(60)
    assert len(world.asked) == 3
    assert seen[1] in [("A", "b"), ("a", "b")]
    assert not any("a" in both and "A" in both for both in seen)


def test_a_source_that_hangs_holds_up_no_other(tmp_path: Path) -> None:
    async def hangs(question: Question) -> Answer:
        if "hangt" in question.url:
            await asyncio.Event().wait()
        return said(x=1)

    world = World(tmp_path, [Source("a", urls=("https://hangt.example/",)), Source("b", rhythm=60)], hangs).play(600)
    assert sum("bron" in question.url for _, question in world.asked) >= 9


def test_who_has_not_the_lease_reads_only(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.leads = False
    world.play(2000, lambda: setattr(world, "leads", True), 20)
    assert len(world.asked) == 1


def test_a_clock_that_is_put_back_does_not_silence_a_source(tmp_path: Path) -> None:
    world = World(tmp_path).play(5)
    world.time.moment = BEGIN - timedelta(days=40)
    world.play(5)
    assert len(world.asked) == 2


def test_a_sleeping_laptop_asks_when_it_wakes(tmp_path: Path) -> None:
    world = World(tmp_path)

    def sleep_long() -> None:
        world.time.moment += timedelta(hours=9)

    world.play(5, sleep_long, 20)
    assert len(world.asked) == 2


def test_a_full_disk_does_not_end_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(tmp_path)

    def full(*_: object) -> None:
        raise CannotStore("de schijf is vol")

    with monkeypatch.context() as patched:
        patched.setattr(type(world.cache), "keep", full)
        world.play(30)
    assert world.poller.fault == "de schijf is vol"
    world.play(30)
    assert world.values == {"borgharen": "41,20"}


def test_our_clock_is_held_against_that_of_the_source(tmp_path: Path) -> None:
    late = Answer(200, b"{}", date="Sun, 07 Feb 2027 13:58:00 GMT")
    assert World(tmp_path, answer=lambda _: late).play(1).feed().skew == 120.0


@pytest.mark.parametrize(
    ("rhythm", "failures", "retry_after", "chance", "wait"),
    [
        (600, 0, None, 0.0, 600), (600, 0, None, 1.0, 660), (600, 1, None, 0.0, 600), (600, 2, None, 0.0, 1200),
        (600, 9, None, 0.0, 3600), (60, 99, None, 0.0, 3600), (7200, 3, None, 0.0, 7200), (60, 1, 900.0, 0.0, 900),
        (600, 1, 5.0, 0.0, 600), (60, 1, 1e9, 0.0, 86_400), (60, 0, 120.0, 1.0, 132),
    ],
)  # fmt: skip
def test_how_long_it_waits(rhythm: int, failures: int, retry_after: float | None, chance: float, wait: float) -> None:
    assert wait_seconds(rhythm, failures, retry_after, chance) == pytest.approx(wait)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120.0), (" 0 ", 0.0), ("Sun, 07 Feb 2027 14:10:00 GMT", 600.0), ("Sun, 07 Feb 2027 13:00:00 GMT", 0.0),
        ("", None), ("morgen", None), ("-5", None), ("9" * 40, None), ("²", None), ("Sun, 99 Feb 2027 14:10:00", None),
    ],
)  # fmt: skip
def test_what_retry_after_says(text: str, seconds: float | None) -> None:
    assert retry_after_seconds(text, BEGIN) == seconds


def test_moments_of_http() -> None:
    assert http_moment("Sun, 07 Feb 2027 14:00:00 GMT") == BEGIN
    assert http_moment("Sun, 07 Feb 2027 14:00:00 -0000") == BEGIN
    assert seconds_until(None, BEGIN, 60) == 0


@contextmanager
def background(home: Path, source: Source, fetch: object = None) -> Iterator[Background]:
    World(home, [source]).cache.close()
    thread = Background(home, lambda: [source], lambda: datetime.now(UTC), fetch=fetch)  # type: ignore[arg-type]
    thread.start()
    try:
        yield thread
    finally:
        thread.stop()
        assert not thread.alive


def test_the_thread_stops_at_once_while_a_server_hangs(tmp_path: Path) -> None:
    asked = asyncio.Event()

    async def hangs(*_: object) -> Answer:
        asked.set()
        await asyncio.Event().wait()
        return said()

    begun = datetime.now(UTC)
    with background(tmp_path, Source(), hangs):
        while not asked.is_set() and datetime.now(UTC) - begun < timedelta(seconds=5):
            pass
    assert asked.is_set()
    assert datetime.now(UTC) - begun < timedelta(seconds=4)


def test_of_two_consoles_on_one_home_one_polls(tmp_path: Path) -> None:
    first, second = Lease(tmp_path), Lease(tmp_path)
    assert (first.held(), second.held(), first.held()) == (True, False, True)
    first.release()
    assert second.held()
    second.release()
