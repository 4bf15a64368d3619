"""The blocks of a report on who answered beside who lives in London, what was done to reach them, and organisations."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from consult.domain import low_trust
from consult.domain.report_organisations import ReportedOrganisation
from consult.domain.report_people import ReportedFigure, ReportedGroup
from consult.domain.reports import Text
from consult.exports import figure_words, organisation_words, people_words, report_words
from consult.exports.report_pieces import SMALL, Facts, Grid, Paragraph, Piece, Scribe, Spans


def beside_london(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return, for each question with a number for London, its groups beside their share of Londoners.

    Each table: points between, range, where a group stands; below it who would not say and who did not answer, how like
    London the answers are, and the sources.
    """
    questions = dict.fromkeys(group.question_key for group in scribe.report.groups)
    return [piece for question in questions for piece in _beside(scribe, question)]


def _beside(scribe: Scribe, question: str) -> list[Piece]:
    found, translate = _compared(scribe, question), scribe.translate
    if not found:
        return []
    header = tuple((scribe.fixed(words),) for words in (
        translate("Group"), translate("Of those who answered"), translate("Range by chance"),
        translate("Of people in London"), translate("Difference"), translate("In words")))
    rows = tuple(tuple((spans,) for spans in _group(scribe, group)) for group in found)
    caption = (scribe.authored(found[0].asked), scribe.fixed(" – " + translate("beside all people in London")))
    pieces: list[Piece] = [Grid(caption, header, rows)]
    facts = _of_question(scribe, found[0])
    pieces += [scribe.say(" ".join(facts), SMALL)] if facts else []
    sources = dict.fromkeys(group.source for group in found if group.source)
    if sources:
        label = scribe.fixed(translate("Where the numbers for London come from:") + " ")
        pieces.append(Paragraph((label, scribe.english("; ".join(sources))), SMALL))
    return pieces


def benchmarks(scribe: Scribe, table_id: str) -> Mapping[str, float]:
    """Return the share of Londoners, in per cent, of each row of a profile table that has one."""
    return {group.choice: group.benchmark
            for group in _compared(scribe, table_id.removeprefix("profile-")) if group.benchmark is not None}


def verdict(scribe: Scribe, _ref: str) -> Sequence[Piece]:
    """Return who took part less and more than their share of Londoners, the groups with the least trust, and cautions.
    """
    report, translate, pieces = scribe.report, scribe.translate, list[Piece]()
    for sentence, lines in people_words.verdict_parts(report.groups, scribe.language, translate):
        pieces += [scribe.say(sentence), scribe.bullets(lines)]
    if report.groups:
        pieces += _low_trust(scribe)
        pieces.append(scribe.bullets(people_words.caution(translate)))
    return [*pieces, *scribe.paragraphs(report.who_is_missing)]


def _low_trust(scribe: Scribe) -> list[Piece]:
    translate, rows = scribe.translate, []
    for found in low_trust.found_in(scribe.report.groups):
        lines = people_words.low_trust_lines(found, scribe.language, translate)
        rows.append(((scribe.fixed(people_words.low_trust_words(found.key, translate)),),
                     tuple((scribe.fixed(line),) for line in lines) or ((scribe.fixed("–"),),)))
    if not rows:
        return []
    return [scribe.heading(translate("Groups that trust the police least"), 4), Facts(tuple(rows))]


def _compared(scribe: Scribe, question: str) -> list[ReportedGroup]:
    found = [group for group in scribe.report.groups if group.question_key == question]
    return found if any(group.benchmark is not None for group in found) else []


def _of_question(scribe: Scribe, group: ReportedGroup) -> list[str]:
    translate, found = scribe.translate, list[str]()
    if group.not_said is not None:
        found.append(translate("Would not say: %(count)s.", count=group.not_said))
    if group.missing is not None:
        found.append(translate("Did not answer this question: %(count)s.", count=group.missing))
    if group.index is not None:
        found.append(translate("How like London this is, from 0 to 100: %(index)s.", index=group.index))
    return found


def actions(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return what was done to reach people, and what came of it."""
    translate, rows = scribe.translate, []
    everyone = scribe.fixed(translate("Everyone"))
    for action in scribe.report.actions:
        group = scribe.authored(action.group) if action.group else everyone
        day = scribe.fixed(report_words.date_words(action.done_on, scribe.language) if action.done_on else "–")
        result = scribe.english(action.result) if action.result else scribe.fixed(translate("No result is known"))
        rows.append((((scribe.english(action.what),),), ((day,),), ((group,),), ((result,),)))
    if not rows:
        return []
    header = tuple((scribe.fixed(words),) for words in (
        translate("What we did"), translate("Day"), translate("For whom"), translate("What came of it")))
    return [Grid((scribe.fixed(translate("What we did to reach people")),), header, tuple(rows))]


def outside_figures(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return figures from outside, each with measure, group, period, source and base; what is not known is said.

    Figures that may be set beside each other stand in one table; each other one has a table of its own.
    """
    translate, report = scribe.translate, scribe.report
    if not report.outside_figures:
        return []
    header = tuple((scribe.fixed(words),) for words in (
        translate("Group"), translate("Figure"), translate("Period"), translate("Source")))
    pieces: list[Piece] = [scribe.say(translate(
        "These figures are not from this consultation. Only figures in the same table may be compared."))]
    for _number, together in groupby(report.outside_figures, key=lambda figure: (figure.beside, figure.measure)):
        found = list(together)
        name = scribe.english(found[0].measure) if found[0].measure else scribe.fixed(translate("Not stated"))
        pieces.append(Grid((name,), header, tuple(_figure(scribe, figure) for figure in found)))
    return pieces


def _figure(scribe: Scribe, figure: ReportedFigure) -> tuple[tuple[Spans, ...], ...]:
    translate = scribe.translate
    unknown = scribe.fixed(translate("Not stated"))
    value: list[Spans] = [(scribe.fixed(figure_words.value_words(figure.value, figure.unit, translate)),)]
    if figure.base:
        value.append((scribe.fixed(translate("Out of:") + " "), scribe.english(figure.base)))
    notes = [*figure_words.missing_words(figure.missing, translate),
             *(figure_words.note_words(code, translate) for code in figure.notes)]
    source: list[Spans] = [(scribe.english(figure.source) if figure.source else unknown,)]
    return (((scribe.english(figure.group) if figure.group else unknown,),), tuple(value),
            ((scribe.english(figure.period) if figure.period else unknown,),),
            (*source, *((scribe.fixed(note),) for note in notes)))


def organisations(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return each organisation with its position on each part of the plan and its summary, and whether it agreed."""
    report = scribe.report
    if not report.organisations:
        return []
    titles: dict[str, Text] = {node.key: node.title for node in (*report.objectives, *report.nodes_nothing_said)}
    titles |= {node.key: node.title for node in report.nodes}
    nodes = dict.fromkeys(key for found in report.organisations for key in found.position if key in titles)
    matrix = [_matrix(scribe, {key: titles[key] for key in nodes})] if nodes else []
    rows = tuple((_name(scribe, found), summary_of(scribe, found)) for found in report.organisations)
    return [*matrix, Facts(rows)]


def summary_of(scribe: Scribe, found: ReportedOrganisation) -> tuple[Spans, ...]:
    """Return what an organisation said, whether it looked at that, and its own words where it saw it otherwise."""
    translate = scribe.translate
    said: list[Spans] = [(scribe.english(part),) for part in found.summary.split("\n\n") if part.strip()]
    if found.note:
        said.append((scribe.fixed(organisation_words.note_words(found.note, translate)),))
    if found.correction:
        said.append((scribe.fixed(translate("In the organisation’s own words:") + " "),
                     scribe.english(found.correction)))
    if found.kept_reason:
        said.append((scribe.fixed(translate("Why our words stand:") + " "), scribe.english(found.kept_reason)))
    return tuple(said) or ((scribe.fixed("–"),),)


def _matrix(scribe: Scribe, titles: dict[str, Text]) -> Piece:
    translate = scribe.translate
    header: tuple[Spans, ...] = ((scribe.fixed(translate("Organisation")),),
                                 *((scribe.authored(title),) for title in titles.values()))
    rows = tuple(
        ((_name(scribe, found),),
         *(((scribe.fixed(_stance(scribe, found.position.get(key, ""))),),) for key in titles))
        for found in scribe.report.organisations if found.position)
    return Grid((scribe.fixed(translate("Where each organisation stands on the parts of the plan")),), header, rows)


def _stance(scribe: Scribe, code: str) -> str:
    return organisation_words.position_words(code, scribe.translate) if code else "–"


def _name(scribe: Scribe, found: ReportedOrganisation) -> Spans:
    kind = organisation_words.kind_words(found.kind, scribe.translate) if found.kind else ""
    if found.name:
        return (scribe.english(found.name), *([scribe.fixed(f" ({kind})")] if kind else []))
    unnamed = scribe.translate("An organisation that does not want to be named")
    return (scribe.fixed(f"{unnamed} ({kind})" if kind else unnamed),)


def _group(scribe: Scribe, group: ReportedGroup) -> tuple[Spans, ...]:
    translate = scribe.translate
    ours = "–"
    if group.percent is not None and group.count is not None and group.base is not None:
        ours = translate("%(count)s of %(base)s (%(percent)s%%)", count=group.count, base=group.base,
                         percent=group.percent)
    elif group.percent is not None:
        ours = translate("%(percent)s%%", percent=group.percent)
    words = (ours, people_words.range_words(group, translate), people_words.benchmark_words(group, translate),
             people_words.gap_words(group, translate), people_words.standing_words(group, translate))
    return ((scribe.authored(group.label),), *((scribe.fixed(said or "–"),) for said in words))
