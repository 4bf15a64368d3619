"""The blocks of a report on duty and scrutiny: laws, steps, the committee's asks, replies, checklists, editions."""

import re
from collections.abc import Iterable, Sequence

from consult.domain.report_editions import SignOff, Waiting
from consult.domain.report_scrutiny import (
    ReportedAsk,
    ReportedCheck,
    ReportedCommittee,
    ReportedRecommendation,
    ReportedReply,
    ReportedStep,
)
from consult.exports import ask_words, checklist_words, report_words, scrutiny_words, timeline_words
from consult.exports.report_pieces import (
    INSET,
    SMALL,
    Bullets,
    Facts,
    Folded,
    Grid,
    Heading,
    Paragraph,
    Piece,
    Quoted,
    Scribe,
    Span,
    Spans,
)
from consult.exports.waiting_words import waiting_lines

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def scope(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return what could change and what could not."""
    found, translate, pieces = scribe.report.scope, scribe.translate, list[Piece]()
    if found is None:
        return []
    for heading, text in ((translate("What could change"), found.can_change),
                          (translate("What could not change"), found.cannot_change)):
        said = scribe.paragraphs(text)
        pieces += [scribe.heading(heading), Bullets(tuple(one.spans for one in said))] if said else []
    return pieces


def duties(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the laws and promises under which people were asked."""
    found = scribe.report.scope.duties if scribe.report.scope is not None else ()
    rows = tuple(((scribe.authored(duty.title),), (*scribe.lines(duty.words), *_source(scribe, duty.source)))
                 for duty in found)
    return [Facts(rows)] if rows else []


def timeline(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the steps that the law asks for, with their days, their sources and their papers."""
    translate = scribe.translate
    rows = []
    for step in scribe.report.timeline:
        papers: list[Spans] = [(Span(paper[0], "en", paper[1] if len(paper) > 1 else ""),) for paper in step.papers]
        said = (*_source(scribe, step.law), *scribe.lines(step.note), *papers) or ((scribe.fixed("–"),),)
        rows.append((((scribe.authored(step.title),),), tuple((scribe.fixed(line),) for line in _when(scribe, step)),
                     said))
    if not rows:
        return []
    header = tuple((scribe.fixed(words),) for words in (
        translate("Step"), translate("Day"), translate("Law and papers")))
    return [Grid((scribe.fixed(translate("Steps and dates")),), header, tuple(rows))]


def recommendations(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return what each report of a scrutiny body asked for, ask by ask, with what the office says, and the replies."""
    return [piece for committee in scribe.report.committees for piece in _committee(scribe, committee)]


def checklists(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the rules of a fair consultation: what the data show for each, and what a person said besides."""
    translate, lists = scribe.translate, dict.fromkeys(check.checklist for check in scribe.report.checklists)
    pieces: list[Piece] = []
    names = {"gunning": translate("Four rules of fairness (Gunning)"),
             "principles": translate("Principles of consultation")}
    for name in lists:
        if name in names:
            pieces.append(scribe.heading(names[name], 4))
        pieces.append(Facts(tuple(_check(scribe, check) for check in scribe.report.checklists
                                  if check.checklist == name)))
    return pieces


def sign_off(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return whether an edition is the whole report: who signed it, or what was still to be done, and why."""
    report, translate = scribe.report, scribe.translate
    heading = scribe.heading(translate("Is this the last word?"))
    if report.sign_off is not None:
        return [heading, *_signed(scribe, report.sign_off)]
    if not report.waiting:
        return []
    said = translate("This edition is not the last word: the work goes on. What is still to be done:")
    return [heading, scribe.say(said, INSET), scribe.bullets(_waiting(scribe, report.waiting))]


def change_log(scribe: Scribe, _ref: str) -> list[Piece]:
    """Return the editions up to this one, each with its day and what changed in it."""
    translate, rows = scribe.translate, []
    for edition in scribe.report.change_log:
        number = translate("Edition %(number)s, %(day)s", number=edition.number,
                           day=_day(scribe, edition.published_on))
        state = translate("Signed off") if edition.is_signed_off else translate("Not the last word")
        recalled: list[Spans] = []
        if edition.recalled:
            recalled = [(scribe.fixed(translate("Called back. Why:") + " "), scribe.english(edition.recalled))]
        rows.append(((scribe.fixed(number),), ((scribe.fixed(state),), *scribe.lines(edition.changes), *recalled)))
    return [Facts(tuple(rows))] if rows else []


def _signed(scribe: Scribe, signed: SignOff) -> list[Piece]:
    translate = scribe.translate
    who = ", ".join(filter(None, (signed.name, signed.office)))
    pieces: list[Piece] = [scribe.say(translate("Signed off by: %(who)s", who=who))]
    if not signed.why:
        return [*pieces, scribe.say(translate("Every answer was read, and every finding has a decision."))]
    pieces.append(scribe.say(translate("It was signed off although this was not done:")))
    pieces.append(scribe.bullets(_waiting(scribe, signed.waiting)))
    return [*pieces, Paragraph((scribe.fixed(translate("Why:") + " "), scribe.english(signed.why)), INSET)]


def _waiting(scribe: Scribe, waiting: Sequence[Waiting]) -> list[str]:
    return waiting_lines(waiting, scribe.language, scribe.translate)


def _committee(scribe: Scribe, committee: ReportedCommittee) -> Iterable[Piece]:
    translate = scribe.translate
    yield Heading((scribe.english(committee.title),), 4, f"committee-{committee.key}")
    day = _day_or_words(scribe, committee.published)
    facts = translate("Published: %(day)s", day=day) if day else ""
    yield Paragraph((scribe.english(committee.body), scribe.fixed(f". {facts}" if facts else ".")), SMALL)
    header = tuple((scribe.fixed(words),) for words in (
        translate("What was asked"), translate("What the office says"), translate("Days")))
    for found in committee.recommendations:
        title = scribe.fixed(translate("Recommendation %(number)s:", number=found.number) + " ")
        rows = tuple(_ask_row(scribe, found, place, ask) for place, ask in enumerate(found.asks, 1))
        yield Grid((title, scribe.english(found.title)), header, rows)
        for view in found.dissents:
            source = scribe.fixed(translate("A view of members who did not agree"))
            yield Quoted(view, "en", source)
    for reply in committee.replies:
        yield from _reply(scribe, reply)


def _reply(scribe: Scribe, reply: ReportedReply) -> Iterable[Piece]:
    """Give a reply; where its words are our own short ones for the letter, that is said and the letter named."""
    translate = scribe.translate
    lines = [translate("Replied on: %(day)s", day=_day(scribe, reply.replied_on))] if reply.replied_on else []
    lines += [translate("Signed: %(who)s", who=reply.signed)] if reply.signed else []
    words: list[Piece] = list(scribe.paragraphs(reply.text))
    if reply.source:
        said = scribe.fixed(translate("These are our own short words for the letter:") + " ")
        words.insert(0, Paragraph((said, scribe.english(reply.source)), SMALL))
    words += [scribe.say(line, SMALL) for line in lines]
    yield Folded(scribe.fixed(translate("What they replied")), tuple(words),
                 scribe.english(reply.reference) if reply.reference else None)


def _ask_row(scribe: Scribe, found: ReportedRecommendation, place: int, ask: ReportedAsk
             ) -> tuple[tuple[Spans, ...], ...]:
    translate = scribe.translate
    asked: Spans = (scribe.fixed(f"{ask.number or f'{found.number}.{place}'} "), scribe.english(ask.text))
    said: list[Spans] = [(scribe.fixed(scrutiny_words.status_words(ask.status, translate), is_strong=True),)]
    why = scrutiny_words.reason_words(ask.reason_code, translate)
    said += [(scribe.fixed(why),)] if why else []
    said += scribe.lines(ask.reason)
    if ask.goes_to:
        said.append((scribe.fixed(translate("It is the job of: %(body)s", body=ask.goes_to)),))
    return ((asked,), tuple(said), tuple((scribe.fixed(line),) for line in _days(scribe, ask)))


def _when(scribe: Scribe, step: ReportedStep) -> list[str]:
    translate, lines = scribe.translate, list[str]()
    if step.state:
        lines.append(timeline_words.state_words(step.state, translate))
    if step.done_on:
        lines.append(_day(scribe, step.done_on))
        if step.days_after is not None:
            lines.append(translate("Days since the step before: %(days)s", days=step.days_after))
    elif step.due_on:
        lines.append(translate("Due: %(day)s", day=_day(scribe, step.due_on)))
    return lines or [translate("No day yet")]


def _days(scribe: Scribe, ask: ReportedAsk) -> list[str]:
    translate, lines = scribe.translate, list[str]()
    if ask.due_on:
        lines.append(translate("Wanted by: %(day)s", day=_day(scribe, ask.due_on)))
    if ask.promised_on:
        lines.append(translate("By: %(day)s", day=_day(scribe, ask.promised_on)))
    if ask.waiting is not None:
        lines.append(translate("Days since the report came: %(days)s", days=ask.waiting))
    if ask.due_every:
        lines.append(ask_words.rhythm_words(ask.due_every, translate))
    return lines or ["–"]


def _check(scribe: Scribe, check: ReportedCheck) -> tuple[Spans, tuple[Spans, ...]]:
    state = (scribe.fixed(checklist_words.standing_words(check.state, scribe.translate), is_strong=True),)
    note: tuple[Spans, ...] = ((scribe.english(check.note),),) if check.note else ()
    return (scribe.authored(check.title),), (state, *scribe.lines(check.facts), *note)


def _source(scribe: Scribe, source: str) -> tuple[Spans, ...]:
    return ((scribe.english(source),),) if source else ()


def _day_or_words(scribe: Scribe, said: str) -> str:
    """Return an ISO day as the language writes it; words that are no day ("March 2025") as they are."""
    return _day(scribe, said) if ISO_DAY.fullmatch(said) else said


def _day(scribe: Scribe, day: str) -> str:
    return report_words.date_words(day, scribe.language) if day else ""
