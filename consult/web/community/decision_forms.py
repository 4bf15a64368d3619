"""Forms of decisions: putting a question, taking a stance, casting a ballot; what is right is domain's to say."""

from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField

from consult.domain import group_decisions as rules
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.queries.group_decisions import DecisionView
from consult.services.group_decisions import Asked, rules_of
from consult.web.community.decision_words import ballot_words, rule_meanings, rule_words, stance_words
from consult.web.fields import DatePartsField, Plain, choices


class QuestionForm(Plain):
    """Something to put to the group."""

    question = TextAreaField(_l("What do you ask the group?"))
    rule = RadioField(_l("How do we decide?"), validate_choice=False)
    choices = TextAreaField(_l("Only for a vote: what people can choose (optional)"),
                            description=_l("One on each line. Leave it empty for yes or no."))
    closes_on = DatePartsField(_l("Last day to answer"))
    review_on = DatePartsField(_l("Day to look at it again"))
    about = HiddenField()

    def asked(self) -> Asked:
        """Return what was entered."""
        return Asked(self.question.data or "", self.rule.data or "", self.closes_on.data, self.review_on.data)

    def lines(self) -> tuple[str, ...]:
        """Return the choices that were entered."""
        return tuple((self.choices.data or "").splitlines())


class StanceForm(Plain):
    """Where somebody stands."""

    stance = RadioField(_l("Where do you stand?"), validate_choice=False)
    words = TextAreaField(_l("Why, in your own words"),
                          description=_l("The group reads this without your name. It may know you by your words."))
    is_met = BooleanField(_l("My concern was met"))


class BallotForm(Plain):
    """A ballot."""

    choice = RadioField(_l("Your vote"), validate_choice=False)


def question_form(kind: str, question: str = "") -> QuestionForm:
    """Return the form, filled with the usual days and the group's own rule until somebody changes them."""
    form = QuestionForm()
    words = rule_words()
    form.rule.choices = choices((rule, words[rule]) for rule in rules_of(g.forum, kind))
    form.rule.render_kw = {"hints": rule_meanings()}
    if not form.is_submitted():
        closes_on = rules.first_closing(london_day(utc_now()))
        form.question.data, form.rule.data = question, g.forum.decides_by
        form.closes_on.process(None, closes_on)
        form.review_on.process(None, rules.usual_review(closes_on))
    return form


def answer_form(view: DecisionView) -> Any:
    """Return the form to answer an open decision with; None for one that has ended or who has voted."""
    if not view.is_open or view.has_voted:
        return None
    if view.is_vote:
        form: Any = BallotForm()
        form.choice.choices = choices(ballot_words(view.choices).items())
        return form
    form = StanceForm()
    words = stance_words()
    form.stance.choices = choices((stance, words[stance]) for stance in rules.STANCES[view.rule])
    if not form.is_submitted() and view.mine is not None:
        form.stance.data, form.words.data, form.is_met.data = view.mine.stance, view.mine.words, view.mine.is_met
    return form
