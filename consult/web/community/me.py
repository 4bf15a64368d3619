"""What a member chooses for themselves: name, looks, words, and whether anything is ever sent to them."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext

from consult.domain import member_words
from consult.domain.forum_access import Right
from consult.extensions import db
from consult.queries import members
from consult.services import member_settings, passkeys
from consult.services import members as people
from consult.web import locale, space
from consult.web.access import Guarded, member
from consult.web.community.door_forms import ChoicesForm, ContactForm, NameForm, saved

blueprint = Guarded("space_me", __name__)


@blueprint.get("/<lang>/space/me")
@member(Right.BE_THERE)
def show() -> Any:
    """Show what the member chose, with the way to change each."""
    session = db.session()
    factor = members.factor(session, g.acting.member_id)
    return render_template(
        "community/me/show.html", forum=g.forum, me=members.by_id(session, g.acting.member_id),
        contact=members.contact(session, g.acting.member_id), passkeys=members.passkeys(session, g.acting.member_id),
        has_factor=factor is not None and factor.is_confirmed, can_have_passkeys=passkeys.place() is not None,
        languages=locale.offered())


def _form_page(name: str, form: Any, **facts: Any) -> Any:
    page = render_template(f"community/me/{name}.html", forum=g.forum, form=form, **facts)
    return (page, 422) if form.errors else page


def _done(words: str) -> Any:
    flash(words)
    return redirect(url_for("space_me.show"), 303)


@blueprint.route("/<lang>/space/me/name", methods=["GET", "POST"])
@member(Right.BE_THERE, keeps_form=True)
def name() -> Any:
    """Change the name and the pronouns in this group."""
    me = members.by_id(db.session(), g.acting.member_id)
    form = NameForm(obj=me)
    if request.method == "POST" and saved(form, "name", lambda: people.rename(
            name=form.name.data or "", pronouns=form.pronouns.data or "", by=g.acting)):
        return _done(gettext("Your name is changed. What you wrote before shows the new name too."))
    return _form_page("name", form)


@blueprint.route("/<lang>/space/me/choices", methods=["GET", "POST"])
@member(Right.BE_THERE, keeps_form=True)
def choose() -> Any:
    """Change how the space looks to the member."""
    me = members.by_id(db.session(), g.acting.member_id)
    form = ChoicesForm(obj=me, label=me.own_label if me else "")
    form.language.choices = [(item.tag, item.name) for item in locale.offered().values()]
    if request.method == "POST" and saved(form, "label", lambda: member_settings.choose(
            label=form.label.data or "", language=form.language.data or "", languages=locale.offered(),
            is_easy_read=bool(form.is_easy_read.data), is_not_out=bool(form.is_not_out.data), by=g.acting)):
        return _done(gettext("Your choices are kept."))
    return _form_page("choices", form)


@blueprint.post("/<lang>/space/me/words")
@member(Right.BE_THERE)
def renew_words() -> Any:
    """Make new words and show them, this once; the old ones open nothing."""
    code = member_settings.renew_words(by=g.acting, token=space.token())
    return render_template("community/join/words.html", forum=g.forum, code=code, is_new=False, alternates=[],
                           code_words=member_words.words_of(code))


@blueprint.get("/<lang>/space/me/words")
@member(Right.BE_THERE)
def renewed_before() -> Any:
    """Lead who loads that page again to their choices."""
    return redirect(url_for("space_me.show"), 303)


@blueprint.route("/<lang>/space/me/contact", methods=["GET", "POST"])
@member(Right.BE_THERE, keeps_form=True)
def contact() -> Any:
    """Say where to write that there is something new, and when not to."""
    row = members.contact(db.session(), g.acting.member_id)
    form = ContactForm(subject=row.subject if row else "", quiet_from=str(row.quiet_from if row else 20),
                       quiet_until=str(row.quiet_until if row else 9))
    if request.method == "POST" and saved(form, "address", lambda: member_settings.keep_contact(
            address=form.address.data or "", quiet_from=_hour(form.quiet_from.data),
            quiet_until=_hour(form.quiet_until.data), subject=form.subject.data or "", by=g.acting)):
        return _done(gettext("We will write to you, at your safe times only."))
    return _form_page("contact", form)


@blueprint.post("/<lang>/space/me/contact/forget")
@member(Right.BE_THERE)
def forget_contact() -> Any:
    """Forget where to write."""
    member_settings.forget_contact(by=g.acting)
    return _done(gettext("We have deleted your address. Nothing is sent to you."))


def _hour(words: str | None) -> int:
    return int(words) if words and words.isascii() and words.isdigit() and len(words) < 3 else -1
