"""What the report and the public pages show of scrutiny: the committee's asks, the steps of the law, the checklists.

Frozen values only; how the makers of a file read a reply is in none of them.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy.orm import Session

from consult.domain import checklists as rules
from consult.domain.checklists import Item
from consult.domain.instants import utc_now
from consult.domain.report_scrutiny import (
    ReportedAsk,
    ReportedCheck,
    ReportedCommittee,
    ReportedRecommendation,
    ReportedReply,
    ReportedStep,
    Text,
)
from consult.domain.reports import SOURCE_LANGUAGE
from consult.domain.working_days import london_day
from consult.exports import checklist_words, timeline_words
from consult.models.consultations import Consultation
from consult.queries import checklists as lists
from consult.queries import recommendations, timelines
from consult.queries.recommendations import AskView, RecommendationView, ReplyView, ReportView
from consult.services.report_words import Translate, day_words, in_each, joined, language_name


def committees(session: Session, consultation: Consultation, day: date) -> tuple[ReportedCommittee, ...]:
    """Return every report of a scrutiny body as it stands on a day, the newest first."""
    return tuple(_committee(one) for one in recommendations.reports(session, consultation.id, day))


def timeline(session: Session, consultation: Consultation, day: date | None = None) -> tuple[ReportedStep, ...]:
    """Return the steps of the law as they stand on a day (today), titles in each language of the consultation."""
    translate = in_each(consultation.offered_languages)
    found = []
    for noted in timelines.steps(session, consultation, day or london_day(utc_now())):
        one = noted.standing
        found.append(ReportedStep(
            key=one.step.key, title=timeline_words.step_words(one.step.key, translate), law=one.step.source,
            due_on=_iso(one.mark.due_on), done_on=_iso(one.mark.done_on), note=dict(one.mark.note),
            papers=tuple((paper.title, paper.address) for paper in one.mark.documents), state=one.state,
            days_after=one.days_after))
    return tuple(found)


def checklists(session: Session, consultation: Consultation, day: date | None = None) -> tuple[ReportedCheck, ...]:
    """Return the lines of both checklists as they stand on a day (today), in each language of the consultation."""
    words = _Words(consultation.offered_languages)
    said = lists.notes(session, consultation.id)
    found = []
    for item in rules.items(lists.facts(session, consultation, day or london_day(utc_now()))):
        newest = said[item.key][0] if item.key in said else None
        found.append(ReportedCheck(
            checklist="gunning" if item.key in rules.GUNNING else "principles", key=item.key,
            title=checklist_words.item_words(item.key, words.translate),
            state=newest.state if newest is not None else item.state, facts=words.of(item),
            note=newest.note if newest is not None else "", person=newest.state if newest is not None else ""))
    return tuple(found)


class _Words:
    """Writes what the data say in every language at once."""

    def __init__(self, tags: Iterable[str]) -> None:
        self.tags = list(tags)
        self.translate: Translate = in_each(self.tags)
        forms = {form: checklist_words.form_words(form, self.translate) for form, _language in lists.FORMS}
        self.names = {**forms, **{tag: language_name(tag, self.tags) for _form, tag in lists.FORMS}}

    def of(self, item: Item) -> Text:
        """Return the lines of an item, one below the other; empty for none."""
        return joined([checklist_words.line_words(line, self.translate, self._day, self.names)
                       for line in item.lines], "\n") if item.lines else {}

    def _day(self, day: date) -> Text:
        return day_words(day, self.tags)


def _committee(view: ReportView) -> ReportedCommittee:
    row = view.row
    return ReportedCommittee(
        key=row.key, title=row.title, body=row.body,
        published=_iso(row.published_on) or row.published_words,
        recommendations=tuple(_recommendation(one) for one in view.recommendations),
        replies=tuple(_reply(one, view) for one in view.replies))


def _recommendation(view: RecommendationView) -> ReportedRecommendation:
    return ReportedRecommendation(
        key=view.row.key, number=view.row.number, title=view.row.title, asks=tuple(_ask(one) for one in view.asks),
        node_keys=tuple(key for key, _label in view.nodes), status=view.status,
        node_labels=tuple(label for _key, label in view.nodes),
        dissents=tuple(f"{one.who}: {one.text}" for one in view.dissents))


def _ask(view: AskView) -> ReportedAsk:
    row = view.row
    return ReportedAsk(
        key=row.key, text=row.text, status=row.status or "", reason_code=row.reason_code, reason=dict(row.reason),
        goes_to=row.goes_to, due_on=_iso(row.due_on), waiting=view.waiting.days,
        is_overdue=view.waiting.past_due > 0, number=view.number, due_every=row.due_every, state=view.waiting.state,
        past_due=view.waiting.past_due, promised_on=_iso(row.promised_on))


def _reply(view: ReplyView, report: ReportView) -> ReportedReply:
    keys = {ask.row.id: ask.row.key for ask in report.asks}
    return ReportedReply(
        text={tag: words for tag, words in view.text.items() if words or tag == SOURCE_LANGUAGE}, signed=view.signed,
        reference=view.reference, replied_on=_iso(view.replied_on),
        ask_keys=tuple(key for row_id, key in keys.items() if row_id in view.asks),
        answered_keys=tuple(key for row_id, key in keys.items() if row_id in view.answered), source=view.source)


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""
