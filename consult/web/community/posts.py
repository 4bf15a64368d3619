"""One post: its author changes it, takes it back or asks somebody independent to look; a chair holds it back."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField, SelectField, TextAreaField

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.domain.posts import LONGEST_POST, LONGEST_WORDS
from consult.extensions import db
from consult.queries import moderations as held
from consult.queries import threads as stored
from consult.queries.threads import PostView, ThreadView
from consult.services import moderations, posts
from consult.services.posts import Said
from consult.web import tokens
from consult.web.access import Guarded, member
from consult.web.community import step_words
from consult.web.community.threads import with_languages
from consult.web.fields import Plain, add_error, choices
from consult.web.sentences import sentence, words_for

blueprint = Guarded("space_posts", __name__)
blueprint.record_once(lambda state: step_words.init(state.app))


class ChangeForm(Plain):
    """The words of a post as they are to be."""

    text = TextAreaField(_l("What do you want to say?"))
    easy_words = TextAreaField(_l("The same in simple words (optional)"))
    language = SelectField(_l("Language of what you write"), validate_choice=False)


class HoldBackForm(Plain):
    """Why a post is held back."""

    rule = RadioField(_l("Why do you hold it back?"), choices=choices(step_words.REASONS.items()),
                      validate_choice=False)
    reason = TextAreaField(_l("Say why in your own words"),
                           description=_l("The person who said it reads this."))


class AppealForm(Plain):
    """Why somebody independent should look."""

    words = TextAreaField(_l("What should the independent person know?"))


@blueprint.route("/<lang>/space/posts/<public_id>/change", methods=["GET", "POST"])
@member(Right.WRITE_TALK, keeps_form=True)
def change(public_id: str) -> Any:
    """Change the words of one's own post."""
    post, thread = _own(public_id)
    given = {"text": post.words, "easy_words": post.easy_words, "language": post.language}
    form = with_languages(ChangeForm() if request.method == "POST" else ChangeForm(data=given))
    if request.method == "POST":
        said = Said(form.text.data or "", form.easy_words.data or "", form.language.data or "en")
        if done(form, "text", lambda: posts.change(by=g.acting, public_id=public_id, said=said)):
            return back_to(thread, public_id)
    return _page("change", form, thread=thread, post=post, limit=LONGEST_POST)


@blueprint.route("/<lang>/space/posts/<public_id>/take-back", methods=["GET", "POST"])
@member(Right.TAKE_OUT)
def take_back(public_id: str) -> Any:
    """Ask whether one's own words shall go, and let them go."""
    post, thread = _own(public_id)
    if request.method == "GET":
        return render_template("community/posts/take_back.html", forum=g.forum, thread=thread, post=post)
    posts.take_back(by=g.acting, public_id=public_id)
    flash(gettext("Your words are gone."))
    return back_to(thread, public_id)


@blueprint.route("/<lang>/space/posts/<public_id>/hold-back", methods=["GET", "POST"])
@member(Right.MODERATE, keeps_form=True)
def hold_back(public_id: str) -> Any:
    """Hold a post back for a reason that its author reads."""
    post, thread = found(public_id)
    if not post.may_hold_back:
        raise NotFound()
    form = HoldBackForm()
    if request.method == "POST" and done(form, "reason", lambda: moderations.hold_back(
            by=g.acting, post_id=public_id, rule=form.rule.data or "", reason=form.reason.data or "")):
        return back_to(thread, public_id)
    return _page("hold_back", form, thread=thread, post=post, limit=LONGEST_WORDS)


@blueprint.post("/<lang>/space/held-back/<public_id>/show-again")
@member(Right.MODERATE)
def show_again(public_id: str) -> WsgiResponse:
    """Show a post again that was held back."""
    thread_id = moderations.lift(by=g.acting, public_id=public_id)
    flash(gettext("The message is shown again."))
    return redirect(url_for("space_threads.show", thread_id=thread_id), 303)


@blueprint.route("/<lang>/space/held-back/<public_id>/appeal", methods=["GET", "POST"])
@member(Right.REPORT, keeps_form=True)
def appeal(public_id: str) -> Any:
    """Ask the independent person to look at one's own post that was held back."""
    one = held.one_of_mine(db.session(), g.acting, public_id)
    if one is None:
        raise NotFound()
    form = AppealForm()
    if request.method == "POST" and done(form, "words", lambda: moderations.appeal(
            by=g.acting, public_id=public_id, words=form.words.data or "")):
        flash(gettext("Somebody independent will look."))
        return redirect(url_for("space_steps.index"), 303)
    return _page("appeal", form, held=one, limit=LONGEST_WORDS)


def found(public_id: str) -> tuple[PostView, ThreadView]:
    """Return a post of the forum with its thread; raises NotFound."""
    pair = stored.post(db.session(), g.acting, public_id)
    if pair is None:
        raise NotFound()
    return pair


def _own(public_id: str) -> tuple[PostView, ThreadView]:
    post, thread = found(public_id)
    if not post.is_mine:
        raise NotFound()
    return post, thread


def done(form: Plain, usual: str, act: Callable[[], object]) -> bool:
    """Call `act` and say whether it went well; else put the reason on its field, or on the field `usual`."""
    if tokens.is_stale():
        add_error(form, usual, words_for("form-stale", {}))
        return False
    try:
        act()
    except (Refused, Conflict) as refused:
        add_error(form, getattr(refused, "field", "") or usual, sentence(refused))
        return False
    return True


def back_to(thread: ThreadView, post_id: str) -> WsgiResponse:
    """Lead back to a post in its thread, on the page that it stands on."""
    return redirect(url_for("space_threads.show", thread_id=thread.public_id, at=post_id, _anchor=f"p-{post_id}"), 303)


def _page(name: str, form: Plain, **around: Any) -> Any:
    page = render_template(f"community/posts/{name}.html", forum=g.forum, form=form, **around)
    return (page, 422) if form.errors else page
