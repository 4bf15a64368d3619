"""What a forum asks of an officer's organisation, and the form for the reply; the ask's words are the group's alone."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import HiddenField, RadioField, StringField, TextAreaField

from consult.domain import asks as rules
from consult.domain.asks import Reply
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import OfficerRight
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import asks as stored
from consult.queries.asks import AskView
from consult.services import ask_replies
from consult.web.access import Guarded, officer
from consult.web.fields import DatePartsField, choices
from consult.web.pages import allow
from consult.web.staff.forum_pages import MARKS, OUTCOMES
from consult.web.staff.language_names import language_name
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_forum_asks", __name__, url_prefix="/staff/forums/<forum_id>/asks")


class ReplyForm(Plain):
    """A reply: what you will do and why, in plain words and in the formats that the ask came in."""

    outcome = RadioField(_l("Your answer"), choices=choices(OUTCOMES.items()), validate_choice=False)
    reason = TextAreaField(_l("Why? Say it in plain words"), filters=[tidy],
                           description=_l("Short sentences of 25 words at most. The public can read it."))
    later_on = DatePartsField(_l("If later: by when?"))
    goes_to = StringField(_l("If it is not your job: whose is it?"), filters=[tidy])
    easy = TextAreaField(_l("Your reason in Easy Read"), filters=[tidy])
    film = StringField(_l("The web address of your reason in British Sign Language"), filters=[tidy],
                       description=_l("It begins with https://"))
    translated = TextAreaField(_l("Your reason in the language of the ask"), filters=[tidy])
    text_before = TextAreaField(_l("If a plan changed: its words before"), filters=[tidy])
    text_after = TextAreaField(_l("Its words now"), filters=[tidy])
    signed = StringField(_l("Who answers?"), filters=[tidy], description=_l("The office, not a name"))
    after = HiddenField()


@blueprint.get("/<ask_id>")
@officer(OfficerRight.ANSWER_ASKS)
def show(forum_id: str, ask_id: str) -> Any:
    """Show an ask with what was replied, and the form."""
    ask = _ask(ask_id)
    return _page(ask, ReplyForm(formdata=None, after=ask.newest.public_id if ask.newest else ""))


@blueprint.post("/<ask_id>")
@officer(OfficerRight.ANSWER_ASKS)
def reply(forum_id: str, ask_id: str) -> Any:
    """Give the reply; it goes to the group at once, and to the public where the ask is public."""
    ask, form = _ask(ask_id), ReplyForm()
    if form.validate():
        try:
            ask_replies.give(by_id=current_user.id, forum_id=forum_id, ask_id=ask_id, reply=_reply(form),
                             after=form.after.data or "")
        except (Refused, Conflict) as refused:
            refuse(form, refused, "outcome")
        else:
            flash(gettext("Your reply is with the group."))
            return redirect(url_for("staff_forum_asks.show", forum_id=forum_id, ask_id=ask_id), 303)
    return _page(ask, form)


def _reply(form: ReplyForm) -> Reply:
    return Reply(
        outcome=form.outcome.data or "", reason=form.reason.data or "", signed=form.signed.data or "",
        goes_to=form.goes_to.data or "", later_on=form.later_on.data, easy=form.easy.data or "",
        film=form.film.data or "", translated=form.translated.data or "", text_before=form.text_before.data or "",
        text_after=form.text_after.data or "")


def _ask(ask_id: str) -> AskView:
    """Return a sent ask of this forum that is for this officer's organisation."""
    found = stored.to_answer(db.session(), g.forum.id, current_user.id, london_day(utc_now()))
    for ask in found:
        if ask.public_id == ask_id:
            return ask
    raise NotFound()


def _page(ask: AskView, form: ReplyForm) -> Any:
    allow("media-src", "'self'")
    wanted = rules.formats_of(easy_words=ask.easy, has_film=bool(ask.film_id), language=ask.language)
    page = render_template("staff/forums/ask.html", ask=ask, form=form, forum=g.forum, wanted=wanted, outcomes=OUTCOMES,
                           marks=MARKS, language_name=language_name)
    return (page, 422) if form.errors else page
