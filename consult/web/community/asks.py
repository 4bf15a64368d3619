"""What the group asks of public bodies: the list, one of them with its replies, and writing one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField

from consult.domain import asks as rules
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.domain.instants import utc_now
from consult.domain.working_days import london_day
from consult.exports import forum_words
from consult.extensions import db
from consult.queries import asks as stored
from consult.queries import consultations, forum_notes, plan_choices
from consult.services import asks
from consult.services.asks import Draft
from consult.web import locale, tokens
from consult.web.access import Guarded, member
from consult.web.community import uploads
from consult.web.community.uploads import UploadForm
from consult.web.fields import add_error, choices
from consult.web.sentences import sentence, words_for

if TYPE_CHECKING:
    from consult.queries.asks import AskView

blueprint = Guarded("space_asks", __name__)
ONE = "/<lang>/space/asks/<ask_id>"


class AskForm(UploadForm):
    """An ask."""

    title = StringField(_l("What do you ask for, in a few words?"))
    words = TextAreaField(_l("What do you ask for?"))
    addressee = StringField(_l("Whom do you ask?"), description=_l("The name of the body, like MOPAC"))
    reply_days = IntegerField(_l("In how many working days do you want a reply?"), default=rules.REPLY_DAYS)
    item = SelectField(_l("Which item did it come from?"), validate_choice=False)
    part = SelectField(_l("Which part of the plan is it about?"), validate_choice=False)
    easy = TextAreaField(_l("The same in simple words (optional)"),
                         description=_l("If you write it, the reply has to come in simple words too."))
    language = SelectField(_l("Language of what you write"), validate_choice=False)
    is_public = BooleanField(_l("Everyone can read this and the reply, if the group has a public page"))

    def draft(self, film_id: str) -> Draft:
        """Return what was entered, with the film that was kept."""
        return Draft(
            self.title.data or "", self.words.data or "", self.addressee.data or "", self.easy.data or "",
            # A field that holds no number says so like one that is out of range.
            self.language.data or "en", 0 if self.reply_days.data is None else self.reply_days.data,
            self.part.data or "", self.item.data or "", film_id, bool(self.is_public.data))


@blueprint.get("/<lang>/space/asks")
@member(Right.READ_ASKS)
def index() -> str:
    """List the asks, the newest first; who does not write them sees what went out."""
    found = stored.listed(db.session(), g.forum.id, _today(), with_drafts=may_write())
    return render_template("community/asks/index.html", forum=g.forum, asks=found, may_write=may_write(), say=sayings())


@blueprint.route("/<lang>/space/asks/new", methods=["GET", "POST"])
@member(Right.WRITE_ASKS, keeps_form=True, body_limit=uploads.room("video"))
def begin() -> Any:
    """Begin an ask."""
    form = _with_choices(AskForm())
    if request.method == "GET":
        form.is_public.data, form.item.data = True, request.args.get("item", "")[:22]
    else:
        ask_id = _saved(form, lambda wanted: asks.draft(by=g.acting, wanted=wanted).public_id)
        if ask_id:
            return redirect(url_for("space_asks.show", ask_id=ask_id), 303)
    page = render_template("community/asks/write.html", forum=g.forum, form=form, ask=None, limit=rules.MOST_ASK)
    return (page, 422) if form.errors else page


@blueprint.get(ONE)
@member(Right.READ_ASKS)
def show(ask_id: str) -> str:
    """Show an ask beside its replies and what the group says to them."""
    return render_template("community/asks/show.html", forum=g.forum, ask=view_of(ask_id), may_write=may_write(),
                           may_mark=Right.MARK_REPLIES in g.acting.rights, say=sayings())


@blueprint.route(f"{ONE}/change", methods=["GET", "POST"])
@member(Right.WRITE_ASKS, keeps_form=True, body_limit=uploads.room("video"))
def change(ask_id: str) -> Any:
    """Change an ask that was not sent."""
    ask = view_of(ask_id)
    form = _with_choices(AskForm() if request.method == "POST" else AskForm(
        title=ask.title, words=ask.words, addressee=ask.addressee, reply_days=ask.reply_days, easy=ask.easy,
        item=ask.item_id, part=stored.part_of(db.session(), ask), language=ask.language, is_public=ask.is_public))
    if request.method == "POST" and _saved(
            form, lambda wanted: asks.change(by=g.acting, ask_id=ask_id, wanted=wanted) or ask_id):
        flash(gettext("It is saved."))
        return redirect(url_for("space_asks.show", ask_id=ask_id), 303)
    page = render_template("community/asks/write.html", forum=g.forum, form=form, ask=ask, limit=rules.MOST_ASK)
    return (page, 422) if form.errors else page


@blueprint.post(f"{ONE}/throw-away")
@member(Right.WRITE_ASKS)
def throw_away(ask_id: str) -> Any:
    """Delete an ask that was never sent."""
    try:
        asks.throw_away(by=g.acting, ask_id=ask_id)
    except Conflict as conflict:
        flash(sentence(conflict))
        return redirect(url_for("space_asks.show", ask_id=ask_id), 303)
    flash(gettext("It is deleted."))
    return redirect(url_for("space_asks.index"), 303)


def view_of(ask_id: str) -> AskView:
    """Return the ask of the address; raises NotFound, also for a draft where who reads does not write asks."""
    found = stored.view(db.session(), g.forum.id, ask_id, _today())
    if found is None or (found.state == rules.DRAFT and not may_write()):
        raise NotFound()
    return found


def may_write() -> bool:
    """Say whether who reads can write asks too."""
    return Right.WRITE_ASKS in g.acting.rights


def sayings() -> dict[str, Any]:
    """Return the fixed words of codes as functions for a template."""
    return {"outcome": lambda code: forum_words.outcome_words(code, gettext),
            "mark": lambda code: forum_words.mark_words(code, gettext),
            "timeliness": lambda ask: forum_words.timeliness_words(ask.timeliness, ask.days_late, gettext)}


def _today() -> Any:
    return london_day(utc_now())


def _saved(form: AskForm, save: Any) -> str:
    """Keep the film that came, then the ask with it; returns what `save` returns, empty where it was refused."""
    if tokens.is_stale():
        add_error(form, "title", words_for("form-stale", {}))
        return ""
    try:
        film_id = uploads.kept(g.acting, transcript=form.transcript.data or "", only="video")
        return str(save(form.draft(film_id)))
    except (Refused, Conflict) as refused:
        said = uploads.refusal(refused) if isinstance(refused, Refused) else sentence(refused)
        field = getattr(refused, "field", "title")
        add_error(form, {"text": "words", "item_id": "item"}.get(field, field), said)
        return ""


def _with_choices(form: AskForm) -> AskForm:
    session = db.session()
    form.item.choices = choices([("", gettext("No item")), *forum_notes.items(session, g.forum.id)])
    parts = [("", gettext("No part of the plan"))]
    for one in consultations.visible(session):
        parts += [(f"{one.slug}/{part.key}", f"{'– ' * part.depth}{part.label}")
                  for group in plan_choices.groups(session, one.plan_version_id) for part in group.choices]
    form.part.choices = choices(parts)
    form.language.choices = choices((tag, one.name) for tag, one in locale.offered().items())
    form.language.data = form.language.data or locale.language().tag
    return form
