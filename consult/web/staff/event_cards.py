"""Monitoring cards from the box of an event, typed one after the other; a card that was typed is never shown again."""

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse

from consult.domain.access import Permission
from consult.domain.disclosure import Counts, protect
from consult.domain.errors import NotFound, Refused
from consult.domain.keyings import CLOSED, Field, Typing
from consult.domain.reports import pick
from consult.domain.surveys import NOTE, Question, options_of
from consult.exports.cells import cell_words
from consult.extensions import db
from consult.queries import equality_sheets as stored
from consult.queries import surveys
from consult.queries.characteristics import Group
from consult.services import equality_sheets as sheets
from consult.web import locale
from consult.web.access import Guarded, staff
from consult.web.refusals import refusal_words
from consult.web.sentences import sentence
from consult.web.staff.events import found
from consult.web.staff.keying_forms import KeyedForm

if TYPE_CHECKING:
    from consult.models.events import Event

blueprint = Guarded("staff_event_cards", __name__, url_prefix="/staff/consultations/<slug>/events/<event_id>/cards")
# The heading of the one column of a table of cards.
CARDS = "cards"


@blueprint.route("", methods=["GET", "POST"])
@staff(Permission.TAKE_IN)
def add(slug: str, event_id: str) -> Any:
    """Type one card, and go on with the next; below it what the cards say together, small numbers hidden."""
    event = found(event_id)
    version = surveys.current(db.session(), g.consultation.id)
    try:
        asked = sheets.questions(db.session(), g.consultation.id, version.id if version is not None else 0)
    except NotFound:
        return render_template("staff/events/no_cards.html", consultation=g.consultation, event=event)
    assert version is not None
    questions = [question for question in asked if question.kind != NOTE]
    form = KeyedForm([Field(question.key, CLOSED, number, question) for number, question in enumerate(questions, 1)],
                     Typing({}), request.form if request.method == "POST" else None)
    problem = ""
    if request.method == "POST":
        answer = _add(event, form, version.id)
        if not isinstance(answer, str):
            return answer
        problem = answer
    page = render_template(
        "staff/events/cards.html", consultation=g.consultation, event=event, form=form, problem=problem,
        count=stored.count(db.session(), g.consultation.id, event.id), tables=_tables(event, questions))
    return (page, 422) if form.errors or problem else page


def _add(event: "Event", form: KeyedForm, version_id: int) -> WsgiResponse | str:
    """Keep the card and lead to an empty page, or return what is wrong with it as a whole, empty for its fields."""
    values = form.posted(request.form).values
    try:
        problems = sheets.add(consultation_id=g.consultation.id, version_id=version_id, code="", values=values,
                              by_id=current_user.id, event_id=event.public_id)
    except Refused as refused:
        return sentence(refused)
    questions = {question.key: question for question in form.step.questions}
    for refused in problems:
        form.put_error(refused.field, refusal_words(refused, questions.get(refused.field)))
    if problems:
        return ""
    flash(gettext("Kept. Here is an empty page for the next card."))
    return redirect(url_for("staff_event_cards.add", slug=g.consultation.slug, event_id=event.public_id), 303)


def _tables(event: "Event", questions: list[Question]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return each question with its options and what may be shown of their numbers."""
    groups, tables = stored.of_event(db.session(), event.id), []
    tag = locale.language().tag
    for question in questions:
        group = groups.get(question.key)
        if group is None:
            continue
        options = {option.code: pick(option.label, tag)[0] for option in options_of(question)}
        made = protect(_counts(question, group, tuple(options)))
        tables.append((pick(question.text, tag)[0], [
            (words, cell_words(made.cells[code, CARDS], gettext)) for code, words in options.items()]))
    return tables


def _counts(question: Question, group: Group, codes: tuple[str, ...]) -> Counts:
    """Return every option, chosen or not: a line that is only there where somebody chose it would tell that they did.

    Only where a card may hold several options is each of them a share of its own; else the cells add up to the cards.
    """
    is_several = question.kind == "several-choices"
    return Counts(codes, (CARDS,), {(code, CARDS): group.by_choice.get(code, 0) for code in codes}, (question.key,),
                  bases={(code, CARDS): group.respondents for code in codes} if is_several else {})
