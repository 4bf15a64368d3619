"""The blocks of a report that count: tables with their charts, the main numbers, how and how far people took part."""

from consult.domain.languages import LANGUAGES
from consult.domain.reports import Table
from consult.domain.variants import SIGNED
from consult.exports import report_charts, report_words
from consult.exports import report_matter_people as people
from consult.exports.cells import cell_words
from consult.exports.charts import Chart
from consult.exports.report_pieces import (
    INSET,
    SMALL,
    Bullets,
    Drawing,
    Figures,
    Numbers,
    Paragraph,
    Piece,
    Scribe,
    Span,
    Spans,
)

# How many themes stand on the page that sums up a report.
TOP = 5


def table(scribe: Scribe, table_id: str, *, is_folded: bool = False) -> list[Piece]:
    """Return a table with the notes that belong under it; nothing where the report has no such table."""
    found = scribe.tables.get(table_id)
    if found is None:
        return []
    notes = [report_words.unit_words(found.unit, scribe.translate),
             *(report_words.note_words(note, scribe.translate) for note in found.notes)]
    return [Numbers(found, target_of(found), is_folded), scribe.say(" ".join(notes), SMALL)]


def chart(scribe: Scribe, table_id: str) -> list[Piece]:
    """Return a table with its chart above, or the sentence that stands for one where too little may be shown."""
    found = scribe.tables.get(table_id)
    if found is None:
        return []
    drawn = charts_of(scribe, table_id)
    if drawn:
        return [*(Drawing(one, table_id, target_of(found)) for one in drawn), *table(scribe, table_id, is_folded=True)]
    short = _in_short(scribe, found)
    return [*short, *table(scribe, table_id, is_folded=bool(short))]


def charts_of(scribe: Scribe, table_id: str) -> list[Chart]:
    """Return the charts of a table; none where too little of it may be shown, or the report has no such table."""
    found = scribe.tables.get(table_id)
    if found is None:
        return []
    return report_charts.all_of(found, scribe.language, scribe.translate, people.benchmarks(scribe, table_id))


def chart_of(scribe: Scribe, chart_id: str) -> Chart | None:
    """Return the chart of that id: a table's, or `<table id>~<column>`; None for none."""
    return next((one for one in charts_of(scribe, chart_id.partition("~")[0]) if one.chart_id == chart_id), None)


def target_of(found: Table) -> str:
    """Return what the rows of a table lead to: themes, parts of the plan, or nothing."""
    if found.table_id == "themes-plan":
        return "node"
    return "theme" if found.table_id.startswith(("themes", "panels-themes", "campaigns-without")) else ""


def figures(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the numbers that open a report; they count different things and are never added."""
    counters, work, translate = scribe.report.counters, scribe.report.people_and_machines, scribe.translate
    items = [(counters.submissions, translate("responses received")),
             (counters.respondents, translate("people and organisations counted"))]
    if counters.organisations:
        items.append((counters.organisations, translate("organisations among them")))
    if counters.event_participants:
        items.append((counters.event_participants, translate("people at events")))
    items.append((work.read_by_people, translate(
        "answers in own words read by a person, out of %(answers)s", answers=work.answers)))
    return [Figures(tuple((str(count), scribe.fixed(words)) for count, words in items)),
            scribe.say(translate("These numbers count different things. Do not add them up."))]


def top_themes(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the themes that most people spoke of, each with its numbers."""
    found = scribe.tables.get("themes")
    if found is None:
        return []
    lines: list[Spans] = []
    for row in found.rows[:TOP]:
        words = cell_words(found.cells[row.key, found.columns[0].key], scribe.translate)
        lines.append((scribe.authored(row.label, target=f"theme:{row.key}"), scribe.fixed(f": {words}")))
    return [Bullets(tuple(lines), is_numbered=True)]


def how_asked(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return when, by which ways and in which languages people could answer."""
    asked, translate = scribe.report.how_asked, scribe.translate
    opened, closed = (report_words.date_words(day, scribe.language) for day in (asked.opened_on, asked.closed_on))
    pieces: list[Piece] = [
        scribe.say(translate("People could answer from %(opened)s to %(closed)s.", opened=opened, closed=closed)),
        *scribe.paragraphs(asked.words, INSET)]
    if asked.channels:
        pieces.append(scribe.say(translate("Ways to answer:")))
        pieces.append(scribe.bullets([report_words.channel_words(code, translate) for code in asked.channels]))
    if asked.languages:
        pieces.append(scribe.say(translate("Languages:")))
        pieces.append(Bullets(tuple((_language(scribe, tag),) for tag in asked.languages)))
    return pieces


def unread(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return that some answers were not read when this was published, where that is so."""
    work = scribe.report.people_and_machines
    if work.read_by_people >= work.answers:
        return []
    said = scribe.translate(
        "Only some answers were read when this was published: %(read)s of %(answers)s. So more people may have spoken "
        "of a theme than is shown here.", read=work.read_by_people, answers=work.answers)
    return [Paragraph((scribe.fixed(said),), INSET)]


def _in_short(scribe: Scribe, found: Table) -> list[Piece]:
    """Return a sentence that stands for a table without a chart; nothing where its first column hides nothing."""
    first = found.columns[0].key
    if all(found.cells[row.key, first].count is not None for row in found.rows):
        return []
    said = report_charts.largest(found, first, scribe.language, scribe.translate)
    return [Paragraph((scribe.authored(found.title, is_strong=True),)), scribe.say(said)]


def _language(scribe: Scribe, tag: str) -> Span:
    if tag == SIGNED:
        return scribe.fixed(scribe.translate("British Sign Language"))
    return Span(LANGUAGES[tag].name, tag) if tag in LANGUAGES else Span(tag, "en")
