"""The form that asks what the log of a dossier is filtered by."""

from __future__ import annotations

from typing import Any

from textual.app import App

from aovconsole.domain.typed_names import name_key
from aovconsole.domain.words import LINE_STATUSES
from aovconsole.errors import CommandRefused
from aovconsole.journal.log_filter import KIND_WORDS, LogFilter, kind_named, status_named, tag_key
from aovconsole.journal.reading import Reading
from aovconsole.screens.form_dialog import Field, FormDialog

_ONLY = {"doorgehaald": "struck", "laat": "late"}


async def ask_log_filter(
    app: App[Any], reading: Reading, dossier: str, standing: LogFilter | None = None
) -> LogFilter | None:
    """Ask for the filter of the log of a dossier, beginning with the one that stands.

    An empty form gives the empty filter, which keeps everything. None when the person went back. Call it in a worker.
    """
    answer: list[LogFilter] = []

    async def take(values: dict[str, str]) -> bool:
        answer.append(filter_typed(values))
        return True

    fields = filter_fields(reading, dossier, standing or LogFilter())
    intro = "Wat leeg blijft, telt niet mee; een leeg formulier toont alles."
    dialog = FormDialog("Log filteren", fields, take, intro=intro, verb="tonen")
    return answer[-1] if await app.push_screen_wait(dialog) else None


def filter_typed(values: dict[str, str]) -> LogFilter:
    """The filter that was typed in the form.

    Raises:
        CommandRefused: a kind, a status or what should be the only ones does not exist.
    """
    only = name_key(values["only"]).replace(",", " ").replace(" en ", " ").split()
    unknown = [word for word in only if word not in _ONLY]
    if unknown:
        raise CommandRefused(f"alleen '{unknown[0][:40]}' bestaat niet (kies uit {', '.join(_ONLY)})")
    wanted = {_ONLY[word] for word in only}
    return LogFilter(
        kind_named(values["kind"]),
        status_named(values["status"]),
        values["source"].strip(),
        values["place"].strip(),
        tag_key(values["tag"]),
        values["words"].strip(),
        struck="struck" in wanted,
        late="late" in wanted,
    )


def filter_fields(reading: Reading, dossier: str, standing: LogFilter) -> list[Field]:
    """The lines of the form, with what occurs in this dossier as suggestions."""
    kinds = [*reading.said_in("kind", dossier), *reading.said_in("type", dossier)]
    words = tuple(dict.fromkeys(KIND_WORDS[kind] for kind in kinds if kind in KIND_WORDS))
    only = " ".join(word for word, field in _ONLY.items() if getattr(standing, field))
    return [
        Field("kind", "soort", KIND_WORDS.get(standing.kind, ""), "feit, besluit, bericht …", words),
        Field("status", "status", LINE_STATUSES.get(standing.status, ""), "geverifieerd, ongeverifieerd, weersproken",
              tuple(LINE_STATUSES.values())),
        Field("source", "bron", standing.source, "politie, THOR …", reading.said_in("source", dossier)),
        Field("place", "plaats", standing.place, "", reading.said_in("place", dossier)),
        Field("tag", "kernwoord", standing.tag, "crowd", reading.tags_in(dossier)),
        Field("words", "woorden", standing.words, "elk woord of het begin ervan"),
        Field("only", "alleen", only, "doorgehaald, laat", tuple(_ONLY)),
    ]  # fmt: skip
