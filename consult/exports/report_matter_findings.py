"""The blocks of a report on findings: what people said in a sentence, what it rests on, what was decided and why."""

from collections.abc import Iterable, Sequence

from consult.domain.report_findings import ChangedText, ReportedDecision, ReportedEvidence, ReportedFinding
from consult.domain.reports import PERCENT_BASE, words_for_share
from consult.exports import report_words
from consult.exports.decision_words import (
    argument_words,
    decision_lines,
    evidence_words,
    group_words,
    outcome_words,
)
from consult.exports.report_pieces import (
    INSET,
    SMALL,
    Beside,
    Bullets,
    Facts,
    Folded,
    Grid,
    Heading,
    Paragraph,
    Piece,
    Scribe,
    Span,
    Spans,
)

# How many findings stand on the page that sums up a report.
TOP = 5
# What a kind of evidence leads to, where it leads anywhere.
TARGETS = {"theme": "theme", "events": "theme"}


def number_of(finding: ReportedFinding) -> str:
    """Return what a finding is called everywhere: F1, F2."""
    return f"F{finding.number}"


def finding(scribe: Scribe, key: str) -> list[Piece]:
    """Return a finding with what it rests on and what was decided."""
    return [piece for found in scribe.report.findings if found.key == key for piece in one(scribe, found)]


def one(scribe: Scribe, found: ReportedFinding, level: int = 3) -> list[Piece]:
    """Return a finding under its number and claim: how many, how strong, what it rests on, the decision."""
    number = scribe.fixed(f"{number_of(found)}. ")
    claim = scribe.authored(found.claim, target=f"finding:{found.key}")
    return [Heading((number, claim), level, f"finding-{found.key}"), *matter(scribe, found)]


def matter(scribe: Scribe, found: ReportedFinding) -> list[Piece]:
    """Return all of a finding but its claim."""
    pieces: list[Piece] = [*_how_many(scribe, found), Facts(tuple(_about(scribe, found)))]
    if found.evidence:
        pieces.append(scribe.say(scribe.translate("What this rests on:")))
        pieces.append(Bullets(tuple(_evidence(scribe, row) for row in found.evidence)))
    return [*pieces, *decision(scribe, found)]


def top(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the findings that most people spoke of, and those of few that weigh much; at most five, by number."""
    ranked = sorted(scribe.report.findings, key=lambda found: (not found.few_but_grave, -found.respondents,
                                                               found.number))[:TOP]
    lines: list[Spans] = []
    for found in sorted(ranked, key=lambda one: one.number):
        words = share(scribe, found)
        said = [scribe.fixed(f" ({words})")] if words else []
        lines.append((scribe.fixed(f"{number_of(found)}. "),
                      scribe.authored(found.claim, target=f"finding:{found.key}"), *said))
    return [Bullets(tuple(lines))] if lines else []


def will_change(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return what will change, what will come later, and what will not change and why."""
    translate = scribe.translate
    headings = ((("accepted", "partly"), translate("What will change")),
                (("later", "not-ours"), translate("What comes later, or goes to others")),
                (("not",), translate("What will not change, and why")))
    pieces: list[Piece] = []
    for outcomes, heading in headings:
        found = [one for one in scribe.report.findings if one.decision and one.decision.outcome in outcomes]
        if found:
            pieces += [scribe.heading(heading, 4), Facts(tuple(_decided_row(scribe, one) for one in found))]
    return pieces


def decisions(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return every finding with its decision, the reason, and the words of the plan before and after."""
    translate = scribe.translate
    found = scribe.report.findings
    if not found:
        return []
    rows = tuple(
        ((_numbered(scribe, one),), tuple((line,) for line in _outcome(scribe, one.decision)) or (_nobody(scribe),),
         scribe.lines(one.decision.reason) if one.decision else ((scribe.fixed("–"),),))
        for one in found)
    header = tuple((scribe.fixed(words),) for words in (
        translate("What people said"), translate("What was decided"), translate("Why")))
    pieces: list[Piece] = [Grid((scribe.fixed(translate("What was decided, and why")),), header, rows)]
    for one_of in found:
        if one_of.decision and one_of.decision.changes:
            pieces.append(Heading((*_numbered(scribe, one_of),), 4))
            pieces += changes(scribe, one_of.decision.changes)
    return pieces


def decision(scribe: Scribe, found: ReportedFinding) -> list[Piece]:
    """Return what was decided on one finding: the outcome, who, when, why, and what changed in the plan."""
    translate, said = scribe.translate, found.decision
    name = Paragraph((scribe.fixed(translate("What was decided:"), is_strong=True),))
    if said is None:
        return [name, scribe.say(translate("Nobody has decided on this yet"))]
    pieces: list[Piece] = [name, Bullets(tuple((line,) for line in _outcome(scribe, said)))]
    pieces += scribe.paragraphs(said.reason)
    easy = scribe.paragraphs(said.easy_reason)
    if easy:
        pieces.append(Folded(scribe.fixed(translate("In simple words")), tuple(easy), scribe.authored(found.claim)))
    return [*pieces, *changes(scribe, said.changes)]


def changes(scribe: Scribe, found: Iterable[ChangedText]) -> list[Piece]:
    """Return the words of parts of the plan before and after."""
    translate, pieces = scribe.translate, list[Piece]()
    for change in found:
        label = scribe.fixed(translate("Part of the plan:") + " ")
        pieces.append(Paragraph((label, scribe.authored(change.title, target=f"node:{change.node_key}"))))
        before: list[Piece] = [*scribe.paragraphs(change.before)]
        after: list[Piece] = [*scribe.paragraphs(change.after)]
        pieces.append(Beside((
            (scribe.fixed(translate("Before")), tuple(before or [scribe.say(translate("This part is new."))])),
            (scribe.fixed(translate("After")), tuple(after or [scribe.say(translate("This part was taken out."))])))))
    return pieces


def equality(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the findings for each group of people that they concern: what was said, how it hits them, the answer."""
    translate = scribe.translate
    groups = dict.fromkeys(group for found in scribe.report.findings for group in found.groups)
    rows = tuple(
        ((((scribe.fixed(group_words(group, translate)),),)), (_numbered(scribe, found),),
         ((scribe.english(found.impact_note),) if found.impact_note else (scribe.fixed("–"),),),
         ((scribe.fixed(outcome_words(found.decision.outcome, translate)),) if found.decision else _nobody(scribe),))
        for group in groups for found in scribe.report.findings if group in found.groups)
    if not rows:
        return []
    header = tuple((scribe.fixed(words),) for words in (
        translate("Group"), translate("What people said"), translate("What it means for them"),
        translate("What was decided")))
    return [Grid((scribe.fixed(translate("What each group said, and what we answered")),), header, rows)]


def at_theme(scribe: Scribe, theme_key: str) -> list[Piece]:
    """Return the findings that rest on a theme, each with its decision in a line."""
    found = [one for one in scribe.report.findings
             if any(row.kind in TARGETS and row.ref == theme_key for row in one.evidence)]
    return _listed(scribe, found)


def at_node(scribe: Scribe, node_key: str) -> list[Piece]:
    """Return the findings on a part of the plan, each with its decision in a line."""
    return _listed(scribe, [one for one in scribe.report.findings if node_key in one.node_keys])


def share(scribe: Scribe, found: ReportedFinding) -> str:
    """Return how many people stand behind a finding, in words and numbers; empty where nobody was counted."""
    if not found.base:
        return ""
    words = report_words.share_words(found.respondents, found.base, scribe.translate)
    if not found.word or found.base < PERCENT_BASE:
        return words
    given = report_words.scale_words(words_for_share(found.respondents, found.base), scribe.translate)
    return words.replace(given, report_words.scale_words(found.word, scribe.translate))


def _how_many(scribe: Scribe, found: ReportedFinding) -> list[Piece]:
    translate, pieces = scribe.translate, list[Piece]()
    words = share(scribe, found)
    if words:
        pieces.append(scribe.say(translate("People who spoke of it: %(share)s", share=words)))
    if found.word and found.base >= PERCENT_BASE:
        given = report_words.scale_words(words_for_share(found.respondents, found.base), translate)
        said = translate("By the numbers alone the word would be “%(word)s”.", word=given) + " "
        pieces.append(Paragraph((scribe.fixed(said), scribe.english(found.word_note)), SMALL))
    if found.events_read:
        pieces.append(scribe.say(translate("Events where it was raised: %(count)s of %(all)s", count=found.events,
                                           all=found.events_read)))
    if found.few_but_grave:
        label = scribe.fixed(translate("Few people said this, and it matters a lot to them.") + " ", is_strong=True)
        pieces.append(Paragraph((label, scribe.english(found.impact_note)), INSET))
    return pieces


def _about(scribe: Scribe, found: ReportedFinding) -> Iterable[tuple[Spans, tuple[Spans, ...]]]:
    translate = scribe.translate
    note: tuple[Spans, ...] = ((scribe.english(found.argument_note),),) if found.argument_note else ()
    yield ((scribe.fixed(translate("How strong the argument is")),),
           ((scribe.fixed(argument_words(found.argument, translate)),), *note))
    if found.groups:
        names = ", ".join(group_words(group, translate) for group in found.groups)
        yield (scribe.fixed(translate("Who it is about")),), ((scribe.fixed(names),),)
    places: tuple[Spans, ...] = tuple((scribe.authored(title, target=f"node:{key}"),)
                                      for key, title in zip(found.node_keys, found.node_titles, strict=False))
    if found.is_missing_from_plan:
        places = (*places, (scribe.fixed(translate("The plan does not speak of this.")),))
    if places:
        yield (scribe.fixed(translate("Where it belongs in the plan")),), places


def _evidence(scribe: Scribe, row: ReportedEvidence) -> Spans:
    translate = scribe.translate
    target = f"{TARGETS[row.kind]}:{row.ref}" if row.kind in TARGETS else ""
    spans = [scribe.fixed(evidence_words(row.kind, translate) + ": "), scribe.authored(row.label, target=target)]
    if row.count is not None:
        spans.append(scribe.fixed(" – " + _counted(scribe, row)))
    if row.note:
        spans += [Span(". ", scribe.language), scribe.english(row.note)]
    return tuple(spans)


def _counted(scribe: Scribe, row: ReportedEvidence) -> str:
    facts = {"count": row.count, "base": row.base}
    if row.base is None:
        return str(row.count)
    if row.unit == "events":
        return scribe.translate("at %(count)s of %(base)s events", **facts)
    return report_words.share_words(row.count or 0, row.base, scribe.translate)


def _outcome(scribe: Scribe, said: ReportedDecision | None) -> list[Span]:
    return [scribe.fixed(line) for line in decision_lines(said, scribe.language, scribe.translate)] if said else []


def _decided_row(scribe: Scribe, found: ReportedFinding) -> tuple[Spans, tuple[Spans, ...]]:
    said = found.decision
    if said is None:
        return _numbered(scribe, found), (_nobody(scribe),)
    first = (scribe.fixed(outcome_words(said.outcome, scribe.translate), is_strong=True),)
    return _numbered(scribe, found), (first, *scribe.lines(said.reason))


def _listed(scribe: Scribe, found: Sequence[ReportedFinding]) -> list[Piece]:
    return [Facts(tuple(_decided_row(scribe, one) for one in found))] if found else []


def _numbered(scribe: Scribe, found: ReportedFinding) -> Spans:
    return scribe.fixed(f"{number_of(found)}. "), scribe.authored(found.claim, target=f"finding:{found.key}")


def _nobody(scribe: Scribe) -> Spans:
    return (scribe.fixed(scribe.translate("Nobody has decided on this yet")),)
