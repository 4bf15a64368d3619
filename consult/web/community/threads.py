"""Talk: the threads of a forum, one thread page by page, and saying something in it in words, by voice or signed."""

from typing import Any

from flask import flash, g, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import HiddenField, SelectField, StringField, TextAreaField

from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.forum_access import Right
from consult.domain.posts import LONGEST_POST
from consult.extensions import db
from consult.queries import threads as stored
from consult.queries.threads import MOST_COUNTED, PostPage, ThreadView
from consult.services import forum_files, posts, threads
from consult.services.posts import Said
from consult.services.threads import Beginning
from consult.web import locale, tokens
from consult.web.access import Guarded, member
from consult.web.community import uploads
from consult.web.community.uploads import UploadForm
from consult.web.fields import add_error, choices
from consult.web.sentences import sentence, words_for

blueprint = Guarded("space_threads", __name__)


class PostForm(UploadForm):
    """Something to say."""

    text = TextAreaField(_l("What do you want to say?"))
    easy_words = TextAreaField(_l("The same in simple words (optional)"))
    language = SelectField(_l("Language of what you write"), validate_choice=False)
    answers = HiddenField()

    def said(self, file_id: str) -> Said:
        """Return what was entered, with the file that was kept."""
        return Said(self.text.data or "", self.easy_words.data or "", self.language.data or "en", file_id,
                    self.answers.data or "")


class ThreadForm(PostForm):
    """A new thread and what is said first in it."""

    title = StringField(_l("What is it about?"))
    easy_title = StringField(_l("The same in simple words (optional)"))
    item = HiddenField()


@blueprint.get("/<lang>/space/talk")
@member(Right.READ_TALK)
def index() -> str:
    """List the threads, those with the newest posts first."""
    page = stored.page(db.session(), g.acting.forum_id, request.args.get("before", ""))
    return render_template("community/threads/index.html", forum=g.forum, page=page,
                           may_write=Right.WRITE_TALK in g.acting.rights)


@blueprint.route("/<lang>/space/talk/new", methods=["GET", "POST"])
@member(Right.WRITE_TALK, keeps_form=True, body_limit=uploads.room())
def begin() -> Any:
    """Begin a thread with a first post."""
    form = with_languages(ThreadForm())
    if request.method == "GET":
        form.item.data = request.args.get("item", "")[:22]
    else:
        def keep(file_id: str) -> str:
            beginning = Beginning(form.title.data or "", form.easy_title.data or "", form.item.data or "")
            return threads.begin(by=g.acting, beginning=beginning, first=form.said(file_id))
        thread_id = saved(form, keep)
        if thread_id:
            return redirect(url_for("space_threads.show", thread_id=thread_id), 303)
    page = render_template("community/threads/new.html", forum=g.forum, form=form, limit=LONGEST_POST)
    return (page, 422) if form.errors else page


@blueprint.route("/<lang>/space/talk/<thread_id>", methods=["GET", "POST"])
@member(Right.READ_TALK, keeps_form=True, body_limit=uploads.room())
def show(thread_id: str) -> Any:
    """Show a page of a thread, the newest posts first of all, and take what somebody says in it."""
    thread, form = one(thread_id), with_languages(PostForm())
    if request.method == "GET":
        form.answers.data = request.args.get("answers", "")[:22]
    else:
        post_id = saved(form, lambda file_id: posts.add(by=g.acting, thread_id=thread_id, said=form.said(file_id)))
        if post_id:
            return redirect(url_for("space_threads.show", thread_id=thread_id, _anchor=f"p-{post_id}"), 303)
    session = db.session()
    page = _page_of(thread)
    answered = stored.post(session, g.acting, form.answers.data) if form.answers.data else None
    shown = render_template(
        "community/threads/show.html", forum=g.forum, thread=thread, page=page, form=form, limit=LONGEST_POST,
        answered=answered[0] if answered else None, may_write=Right.WRITE_TALK in g.acting.rights,
        may_report=Right.REPORT in g.acting.rights, may_close=thread.is_mine or g.acting.is_chair)
    return (shown, 422) if form.errors else shown


def _page_of(thread: ThreadView) -> PostPage:
    """Return the page of a thread that the address asks for; the newest where it asks for none."""
    if at := request.args.get("at", ""):
        return stored.posts_at(db.session(), g.acting, thread.id, at)
    return stored.posts(db.session(), g.acting, thread.id, after=request.args.get("after", ""),
                        before=request.args.get("before", ""))


@blueprint.get("/<lang>/space/talk/<thread_id>/new-posts")
@member(Right.READ_TALK)
def new_posts(thread_id: str) -> WsgiResponse:
    """Say how many posts of others came since the one that the page shows last: for the script on that page."""
    count = stored.new_posts(db.session(), g.acting, one(thread_id).id, request.args.get("after", ""))
    words = gettext("Show the new messages") if count >= MOST_COUNTED else ngettext(
        "Show %(num)s new message", "Show %(num)s new messages", count)
    return jsonify(count=count, words=words)


@blueprint.post("/<lang>/space/talk/<thread_id>/close")
@member(Right.WRITE_TALK)
def set_closed(thread_id: str) -> WsgiResponse:
    """Close a thread to new posts, or open it again."""
    is_closed = request.form.get("closed") == "yes"
    try:
        threads.set_closed(by=g.acting, public_id=thread_id, is_closed=is_closed)
    except Conflict as conflict:
        flash(sentence(conflict))
    else:
        flash(gettext("Nobody can add to this now.") if is_closed else gettext("Everybody can add to this again."))
    return redirect(url_for("space_threads.show", thread_id=thread_id), 303)


def one(thread_id: str) -> ThreadView:
    """Return the thread of the address; raises NotFound."""
    found = stored.one(db.session(), g.acting, thread_id)
    if found is None:
        raise NotFound()
    return found


def with_languages(form: Any) -> Any:
    """Give a form the languages to choose from, the page's own chosen unless another is."""
    form.language.choices = choices((tag, item.name) for tag, item in locale.offered().items())
    form.language.data = form.language.data or locale.language().tag
    return form


def saved(form: Any, keep: Any) -> str:
    """Keep the file that came, then what was said with it; returns what `keep` returns, empty where it was refused.

    The file goes again where the rest is refused.
    """
    if tokens.is_stale():
        add_error(form, "text", words_for("form-stale", {}))
        return ""
    file_id = ""
    try:
        file_id = uploads.kept(g.acting, transcript=form.transcript.data or "")
        return str(keep(file_id))
    except (Refused, Conflict) as refused:
        if file_id:
            forum_files.drop(by=g.acting, public_id=file_id)
        said = uploads.refusal(refused) if isinstance(refused, Refused) else sentence(refused)
        add_error(form, getattr(refused, "field", "text"), said)
        return ""
