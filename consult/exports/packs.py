"""Evidence for a meeting, out of one report: by theme, or by what a committee asked for; the Word file of it too."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from consult.domain.forum_voices import asks_at
from consult.domain.report_scrutiny import ReportedCommittee, ReportedRecommendation
from consult.domain.reports import Report, pick
from consult.exports import report_matter_findings, report_matter_scrutiny, report_matter_words, report_words
from consult.exports.cells import Translate
from consult.exports.docx_pieces import PieceDocument
from consult.exports.report_matter_people import summary_of
from consult.exports.report_pieces import DrawnChapter, Grid, Piece, Scribe, Span, Spans

THEME, RECOMMENDATION = "theme", "recommendation"
ORDERS = (THEME, RECOMMENDATION)
COMMITTEE, OFFICERS = "committee", "officers"
AUDIENCES = (COMMITTEE, OFFICERS)


def choices(report: Report, order: str) -> list[tuple[str, str]]:
    """Return what a pack can be made of: (key, words) of each theme, or of each recommendation, in English."""
    if order == THEME:
        themes = {theme.key: pick(theme.name, "en")[0] for theme in report.themes}
        return sorted(themes.items(), key=lambda item: (item[1].casefold(), item[0]))
    return [(f"{committee.key}/{found.key}", f"{committee.title}: {found.number}. {found.title}")
            for committee in report.committees for found in committee.recommendations]


def parts(scribe: Scribe, order: str, keys: Collection[str]) -> tuple[DrawnChapter, ...]:
    """Return a part for each chosen thing, in the order of `choices`; a key that the report does not have gives none.

    Each holds its numbers with their bases, findings and decisions, quotes, what forums asked there, and how
    organisations stand.
    """
    chosen = [(key, words) for key, words in choices(scribe.report, order) if key in keys]
    make = _theme if order == THEME else _recommendation
    return tuple(DrawnChapter(f"part-{number}", number, Span(words, "en"), tuple(make(scribe, key)))
                 for number, (key, words) in enumerate(chosen, 1))


def front(scribe: Scribe, audience: str) -> list[Piece]:
    """Return what opens a pack: which edition it is of, and how its numbers are to be read."""
    report, translate = scribe.report, scribe.translate
    day = report_words.date_words(report.published_at, scribe.language)
    if report.status == "published":
        said = translate("From edition %(number)s of the report, published on %(day)s.", number=report.edition, day=day)
    else:
        said = translate("From the draft of the report as it stands on %(day)s. Not published: numbers can change.",
                         day=day)
    pieces: list[Piece] = [scribe.say(said)]
    if audience == OFFICERS:
        pieces.append(scribe.say(translate("For officers. Do not hand it on outside the office.")))
    return [*pieces, *report_matter_words.caveats(scribe, "")]


def title_of(report: Report, audience: str, translate: Translate) -> str:
    """Return what a pack is called."""
    names = {COMMITTEE: translate("Evidence for the Committee"), OFFICERS: translate("Evidence for officers")}
    return f"{names[audience]}: {pick(report.title, 'en')[0]}"


def write(scribe: Scribe, audience: str, order: str, keys: Collection[str]) -> bytes:
    """Return the pack as a Word document; equal packs give equal bytes."""
    report, title = scribe.report, title_of(scribe.report, audience, scribe.translate)
    document = PieceDocument(scribe.language, title, datetime.fromisoformat(report.published_at), scribe.translate)
    document.heading_of((Span(title, scribe.language),), 1)
    document.add(front(scribe, audience))
    for part in parts(scribe, order, keys):
        document.heading_of((Span(f"{part.number}. ", scribe.language), part.title), 2)
        document.add(part.pieces)
    return document.saved()


def _theme(scribe: Scribe, key: str) -> list[Piece]:
    """Return all that the report has on a theme; what was asked at the parts of the plan that it is tied to."""
    nodes = {link.node_key for section in scribe.report.themes if section.key == key for link in section.links}
    return [*report_matter_words.theme(scribe, key), *report_matter_findings.at_theme(scribe, key),
            *_asked(scribe, nodes), *_organisations(scribe, nodes)]


def _recommendation(scribe: Scribe, key: str) -> list[Piece]:
    """Return a recommendation with its asks and replies, then what people said at the parts of the plan it is about."""
    committee, found = _found(scribe.report, key)
    asks = {ask.key for ask in found.asks}
    replies = tuple(reply for reply in committee.replies if asks.intersection(reply.ask_keys))
    alone = replace(scribe.report, committees=(replace(committee, recommendations=(found,), replies=replies),))
    pieces = report_matter_scrutiny.recommendations(Scribe(alone, scribe.language, scribe.translate), "")
    for node in found.node_keys:
        pieces += report_matter_words.node_heading(scribe, node)
        pieces += report_matter_words.node(scribe, node)
        pieces += report_matter_findings.at_node(scribe, node)
        pieces += report_matter_words.quotes_at(scribe, node)
    return [*pieces, *_asked(scribe, found.node_keys), *_organisations(scribe, found.node_keys)]


def _found(report: Report, key: str) -> tuple[ReportedCommittee, ReportedRecommendation]:
    return next((committee, found) for committee in report.committees for found in committee.recommendations
                if f"{committee.key}/{found.key}" == key)


def _asked(scribe: Scribe, nodes: Collection[str]) -> list[Piece]:
    """Return what forums asked at parts of the plan, in their own words, with the replies."""
    pieces: list[Piece] = []
    for node in sorted(nodes):
        for voice, ask in asks_at(scribe.report.forums, node):
            words = scribe.translate("Asked by %(forum)s", forum=voice.name)
            pieces += [scribe.heading(words, 4), *report_matter_words.ask_matter(scribe, ask, 5)]
    return pieces


def _organisations(scribe: Scribe, nodes: Collection[str]) -> Sequence[Piece]:
    """Return how the organisations that may be named stand to parts of the plan, and their words with who checked."""
    rows: list[tuple[tuple[Spans, ...], ...]] = []
    for found in scribe.report.organisations:
        stances = [found.position[node] for node in sorted(nodes) if node in found.position]
        if found.name and stances:
            said = ", ".join(dict.fromkeys(report_words.stance_words(code, scribe.translate) for code in stances))
            rows.append((((Span(found.name, "en"),),), ((scribe.fixed(said),),), summary_of(scribe, found)))
    if not rows:
        return []
    header = tuple((scribe.fixed(words),) for words in (
        scribe.translate("Organisation"), scribe.translate("How it stands"), scribe.translate("In short")))
    return [Grid((scribe.fixed(scribe.translate("Organisations")),), header, tuple(rows))]
