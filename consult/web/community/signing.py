"""Saying something in a thread in British Sign Language: a film recorded on the page or chosen."""

from typing import Any

from flask import g, jsonify, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms import FileField

from consult.domain.errors import Conflict, Refused
from consult.domain.forum_access import Right
from consult.domain.signed_answers import MOST_MINUTES
from consult.intake.media import MEGABYTE, MOST_BYTES
from consult.services import forum_files, posts
from consult.services.posts import Said
from consult.web import errors, space, tokens
from consult.web.access import Guarded, member
from consult.web.community import threads, uploads
from consult.web.community.threads import one
from consult.web.fields import Plain, add_error
from consult.web.pages import allow, allow_camera
from consult.web.sentences import sentence

blueprint = Guarded("space_signing", __name__)


class FilmForm(Plain):
    """A film to send; its length travels beside it where a script could tell it."""

    film = FileField(_l("Choose a film from your device"))


@blueprint.route("/<lang>/space/talk/<thread_id>/sign", methods=["GET", "POST"])
@member(Right.WRITE_TALK, keeps_form=True, body_limit=uploads.room("video"))
def sign(thread_id: str) -> Any:
    """Take a film as something said in a thread."""
    if request.method == "GET":
        return _page(thread_id, FilmForm(formdata=None))
    one(thread_id)
    try:
        post_id = _take(thread_id)
    except (Refused, Conflict) as refused:
        return _refused(thread_id, refused, 422)
    onward = url_for("space_threads.show", thread_id=thread_id, _anchor=f"p-{post_id}")
    return jsonify(next=onward) if _is_script() else redirect(onward, 303)


@blueprint.errorhandler(RequestEntityTooLarge)
def too_large(error: RequestEntityTooLarge) -> Any:
    """Show the page again where a film is too big."""
    if space.acting() is None or request.mimetype != "multipart/form-data" or "forum" not in g:
        return errors.http_error(error)
    refused = Refused("film", "media-large", {"most": MOST_BYTES["video"] // MEGABYTE})
    return _refused((request.view_args or {})["thread_id"], refused, 413)


def _take(thread_id: str) -> str:
    """Keep the film and say it; returns the post's id. The film goes again where the rest is refused."""
    if tokens.is_stale():
        raise Refused("film", "form-stale")
    file_id = uploads.kept(g.acting, "film", only="video")
    if not file_id:
        raise Refused("film", "media-missing")
    try:
        return posts.add(by=g.acting, thread_id=thread_id, said=Said("", file_id=file_id))
    except (Refused, Conflict):
        forum_files.drop(by=g.acting, public_id=file_id)
        raise


def _page(thread_id: str, form: FilmForm) -> Any:
    thread = threads.one(thread_id)
    allow("media-src", "'self' blob:")
    allow_camera()
    return render_template("community/threads/sign.html", forum=g.forum, thread=thread, form=form,
                           most_minutes=MOST_MINUTES, most_bytes=MOST_BYTES["video"])


def _refused(thread_id: str, refused: Refused | Conflict, status: int) -> Any:
    """Say why a film was not kept: to the script with a fresh token, else on the page."""
    words = uploads.refusal(refused) if isinstance(refused, Refused) else sentence(refused)
    if _is_script():
        return jsonify(error=words, token=generate_csrf()), status
    form = FilmForm(formdata=None)
    add_error(form, "film", words)
    return _page(thread_id, form), status


def _is_script() -> bool:
    return request.headers.get("Accept") == "application/json"
