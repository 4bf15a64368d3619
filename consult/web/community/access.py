"""What a member needs to take part: their profile, their needs for a meeting, and, for a chair, arranging them."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, StringField, TextAreaField

from consult.domain import access_profiles as rules
from consult.domain.access_profiles import Arrangement, Need
from consult.domain.answers import digits
from consult.domain.errors import NotFound
from consult.domain.forum_access import Right
from consult.services import access_profiles, meeting_needs
from consult.web import access_need_words as words
from consult.web.access import Guarded, member
from consult.web.community import meeting_words
from consult.web.community.meetings import ONE, back_to, found, tried
from consult.web.fields import Plain, choices

blueprint = Guarded("space_access", __name__)


class NeedsForm(Plain):
    """A list of needs for each area, and one's own words; its fields are added for each area below."""


for _area in rules.AREAS:
    setattr(NeedsForm, _area, SelectMultipleField(
        words.AREAS[_area], choices=choices((code, words.NEEDS[code]) for code in rules.NEEDS[_area]),
        validate_choice=False))
    setattr(NeedsForm, f"other-{_area}", StringField(_l("Something else, or more about it")))


class ArrangeForm(Plain):
    """What became of a need."""

    state = RadioField(_l("What did you arrange?"), validate_choice=False, choices=choices((
        (rules.BOOKED, _l("It is booked")), (rules.OFFERED, _l("I offer another way")),
        (rules.NOT_MET, _l("It cannot be met")))))
    people = StringField(_l("How many people are booked?"))
    words = TextAreaField(_l("What is booked or offered, or why it cannot be met"),
                          description=_l("The person who needs it reads this."))


@blueprint.route("/<lang>/space/access", methods=["GET", "POST"])
@member(Right.STATE_NEEDS, keeps_form=True)
def profile() -> Any:
    """Show what someone needs, and keep it."""
    form = _needs_form((need.code, need.words) for need in access_profiles.own(by=g.acting))
    if request.method == "POST" and tried(form, rules.AREAS[0], lambda: access_profiles.keep(
            by=g.acting, needs=_needs(form))):
        flash(gettext("What you need is kept."))
        return redirect(url_for("space_access.profile"), 303)
    shown = render_template("community/access/profile.html", forum=g.forum, form=form, areas=rules.AREAS,
                            arranges=g.acting.is_chair)
    return (shown, 422) if form.errors else shown


@blueprint.route(f"{ONE}/needs", methods=["GET", "POST"])
@member(Right.STATE_NEEDS, keeps_form=True)
def needs(meeting_id: str) -> Any:
    """Show and change what someone needs for one meeting."""
    meeting = found(meeting_id)
    lines = meeting_needs.own(by=g.acting, meeting=meeting)
    form = _needs_form((line.code, line.words) for line in lines)
    if request.method == "POST" and tried(form, rules.AREAS[0], lambda: meeting_needs.ask(
            by=g.acting, meeting_id=meeting_id, needs=_needs(form))):
        return back_to(meeting_id, gettext("We know what you need for this meeting."), "needs")
    shown = render_template("community/access/meeting.html", forum=g.forum, form=form, areas=rules.AREAS,
                            meeting=meeting, lines=lines, words=words)
    return (shown, 422) if form.errors else shown


@blueprint.post(f"{ONE}/needs/same")
@member(Right.STATE_NEEDS)
def same(meeting_id: str) -> Any:
    """Ask for the same as last time."""
    count = meeting_needs.same_as_last(by=g.acting, meeting_id=meeting_id)
    if not count:
        return redirect(url_for("space_access.needs", meeting_id=meeting_id), 303)
    said = ngettext("You asked for %(num)s thing, as last time.", "You asked for %(num)s things, as last time.", count)
    return back_to(meeting_id, said, "needs")


@blueprint.post(f"{ONE}/needs/<need_id>")
@member(Right.STATE_NEEDS)
def answer(meeting_id: str, need_id: str) -> Any:
    """Take another way that is offered, or not; or say that one has read why a need is not met."""
    found(meeting_id)
    say = request.form.get("say", "")
    if say in ("yes", "no"):
        meeting_needs.answer_offer(by=g.acting, need_id=need_id, accepts=say == "yes")
    elif say == "read":
        meeting_needs.see(by=g.acting, need_id=need_id)
    else:
        raise NotFound()
    return back_to(meeting_id, gettext("Thank you. Your answer is kept."), "needs")


@blueprint.get("/<lang>/space/access/to-arrange")
@member(Right.PLAN_MEETINGS)
def to_arrange() -> Any:
    """List what is to be arranged, without names; for a chair where no officer does it."""
    return render_template("community/access/to_arrange.html", forum=g.forum, words=words, ways=meeting_words.WAYS,
                           meetings=meeting_needs.to_arrange_as_chair(by=g.acting))


@blueprint.route("/<lang>/space/access/to-arrange/<need_id>", methods=["GET", "POST"])
@member(Right.PLAN_MEETINGS, keeps_form=True)
def arrange(need_id: str) -> Any:
    """Write down what became of a need."""
    line = next((one for meeting in meeting_needs.to_arrange_as_chair(by=g.acting) for one in meeting.needs
                 if one.public_id == need_id), None)
    if line is None:
        raise NotFound()
    form = ArrangeForm(data={"state": line.state, "people": str(line.how_many)})
    if request.method == "POST" and tried(form, "words", lambda: meeting_needs.arrange(
            by=g.acting, need_id=need_id, given=_arrangement(form))):
        flash(gettext("It is written down."))
        return redirect(url_for("space_access.to_arrange"), 303)
    shown = render_template("community/access/arrange.html", forum=g.forum, form=form, line=line, words=words)
    return (shown, 422) if form.errors else shown


def _needs_form(kept: Iterable[tuple[str, str]]) -> NeedsForm:
    given: dict[str, Any] = {}
    for code, own_words in kept:
        area = rules.AREA_OF[code]
        if code in rules.OTHER:
            given[code] = own_words
        else:
            given.setdefault(area, []).append(code)
    return NeedsForm(data=given)


def _needs(form: NeedsForm) -> Sequence[Need]:
    found: list[Need] = []
    for area in rules.AREAS:
        found += [Need(code) for code in form[area].data or ()]
        if (form[f"other-{area}"].data or "").strip():
            found.append(Need(f"other-{area}", form[f"other-{area}"].data))
    return found


def _arrangement(form: ArrangeForm) -> Arrangement:
    people = digits(form.people.data or "").strip()
    return Arrangement(form.state.data or "", int(people) if people.isdecimal() and len(people) < 4 else 0,
                       form.words.data or "")
