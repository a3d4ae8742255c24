"""The evaluation: one neutral report, a pure function of what was read from the journal."""

from __future__ import annotations

from collections.abc import Iterator

from aovconsole.domain.times import date_text, stored
from aovconsole.domain.words import BANNERS, counted
from aovconsole.exports.evaluation_city import city_chapter
from aovconsole.exports.evaluation_crowd import crowd_chapter
from aovconsole.exports.evaluation_findings import finding_chapter, recommendation_chapter
from aovconsole.exports.evaluation_log import log_chapter, timeline_chapter
from aovconsole.exports.evaluation_source import EvaluationSource
from aovconsole.exports.evaluation_summary import definition_chapter, summary_chapter
from aovconsole.exports.evaluation_work import action_chapter, decision_chapter, measure_chapter, plan_chapter
from aovconsole.exports.report import Block, Chapter, Column, Heading, Listing, Paragraph, Report, Table

BROKEN = (
    "HET JOURNAAL IS NIET GAAF: bij het nakijken zijn fouten gevonden (hoofdstuk Bewijs). Dit rapport toont wat er nu"
    " staat; of dat is wat er destijds is opgeschreven, staat niet vast."
)
_CHAPTERS = (
    ("summary", "Samenvatting in cijfers", summary_chapter),
    ("timeline", "Feitelijke tijdlijn", timeline_chapter),
    ("crowd", "Drukte en besluiten", crowd_chapter),
    ("incidents", "GRIP en incidenten", city_chapter),
    ("decisions", "Besluiten", decision_chapter),
    ("actions", "Acties", action_chapter),
    ("plan", "Plan en uitvoering", plan_chapter),
    ("measures", "Gebruikte bevoegdheden", measure_chapter),
    ("findings", "Bevindingen per thema", finding_chapter),
    ("recommendations", "Aanbevelingen", recommendation_chapter),
    ("definitions", "Definities en bronnen van de cijfers", definition_chapter),
    ("log", "Bijlage: het volledige log", log_chapter),
)
_FAULTS_SHOWN = 200


def evaluation_report(source: EvaluationSource) -> Report:
    """The report: cover, chapters in a fixed order, and the proof."""
    chapters = [Chapter(key, title, make(source)) for key, title, make in _CHAPTERS]
    chapters.append(Chapter("proof", "Bewijs", tuple(_proof(source))))
    made = source.moment(stored(source.now))
    assert made is not None, "now is a moment"
    return Report(
        name="Evaluatie",
        number=source.number,
        title=source.text(source.title),
        state="definitief" if source.facts.status == "final" else "concept",
        banner=BANNERS.get(source.realm, ""),
        municipality=source.municipality,
        made_at=made,
        frame=tuple(_frame(source)),
        chapters=tuple(chapters),
        warning=BROKEN if source.checked.faults else "",
        closing="Wat een merk draagt (politie, privé) staat in geen enkel rapport; de plaats ervan wel.",
        realm=source.realm,
    )


def _frame(source: EvaluationSource) -> Iterator[tuple[str, str]]:
    first, last = source.span
    yield "periode", date_text(first) if first == last else f"{date_text(first)} tot en met {date_text(last)}"
    if source.from_at or source.until_at:
        yield "let op", "alleen wat in deze periode gebeurde staat in dit rapport"
    yield "gaat over", "\n".join(f"{one.row.number} {source.text(one.row.title)}" for one in source.dossiers)
    if source.facts.number and source.facts.number != source.number:
        yield "bevindingen uit", f"{source.facts.number} {source.text(source.facts.title)}"
    yield "stand", "definitief" if source.facts.status == "final" else "concept"
    yield "gemaakt", source.when_made
    if source.made_by:
        yield "door", source.made_by
    empty = not any(line.type == "line" for line in source.lines)
    if empty:
        yield "inhoud", "in dit dossier is in deze periode niets in het log opgeschreven"


_HEADS = (Column("station", "station", 3), Column("records", "records", 3), Column("head", "kop van de keten", 12))
_FAULTS = (Column("fault", "wat er niet klopt"),)

_PROVES = (
    "Elk record draagt een hash over zijn inhoud en over het record ervoor, en een handtekening van het station.",
    "Wie een kop van hieronder bewaart, kan later laten nakijken dat alles tot en met die kop er nog ongewijzigd is:"
    " aovconsole journal verify --head KOP.",
    "Het nakijken toont een record dat is gewijzigd, verwijderd, verplaatst of met een andere sleutel is geschreven.",
)  # fmt: skip
_PROVES_NOT = (
    "Niet dat wat is opgeschreven waar is, of dat alles is opgeschreven.",
    "Niet dat de klok van het station gelijk liep: tijden zijn die van het station, of door een mens genoemd.",
    "Niet wie er achter het toetsenbord zat: alleen welk station schreef en welke functie toen was aangemeld.",
    "Niet dat er na de laatste kop niets is afgeknipt, zolang niemand buiten dit station die kop heeft.",
    "Niets over dit bestand zelf: dit is een afschrift. Het journaal blijft de bron.",
)


def _proof(source: EvaluationSource) -> Iterator[Block]:
    checked = source.checked
    count = counted(checked.records, "record", "records")
    if checked.faults:
        yield Paragraph(BROKEN, warning=True)
        faults = counted(len(checked.faults), "fout", "fouten")
        yield Paragraph(f"Nagekeken bij het maken van dit rapport: {count}, {faults}.")
        shown = checked.faults[:_FAULTS_SHOWN]
        yield Table("faults", "Fouten in het journaal", _FAULTS, tuple((source.text(one),) for one in shown))
        if len(checked.faults) > len(shown):
            yield Paragraph(f"De eerste {len(shown)}; alle: aovconsole journal verify.")
    else:
        yield Paragraph(f"Nagekeken bij het maken van dit rapport: {count}, geen fouten.")
    rows = tuple((source.text(one.station), one.records, one.head) for one in source.heads)
    yield Table("heads", "Koppen van het journaal", _HEADS, rows)
    yield Heading("Wat dit bewijst")
    yield Listing(_PROVES)
    yield Heading("Wat dit niet bewijst")
    yield Listing(_PROVES_NOT)
