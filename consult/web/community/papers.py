"""Papers of a meeting: adding formats, reading one, putting a paper out in all its formats at once."""

from typing import Any

from flask import g, render_template, request
from flask_babel import gettext

from consult.domain import meetings as rules
from consult.domain.errors import NotFound
from consult.domain.forum_access import Right
from consult.domain.languages import LANGUAGES
from consult.extensions import db
from consult.queries import meetings as stored
from consult.queries import papers as lines
from consult.services import meetings, papers
from consult.web import locale
from consult.web.access import Guarded, member
from consult.web.community import meeting_words, uploads
from consult.web.community.meeting_forms import PaperForm
from consult.web.community.meetings import ONE, back_to, found, tried
from consult.web.fields import choices

blueprint = Guarded("space_papers", __name__)
# A long paper in any script.
BODY_LIMIT = 512 * 1024
# Formats whose file is of one kind; every other may have a document.
KINDS = {"bsl": "video", "audio": "audio"}


@blueprint.route(f"{ONE}/papers", methods=["GET", "POST"])
@member(Right.PLAN_MEETINGS, keeps_form=True, body_limit=uploads.room(small=BODY_LIMIT))
def add(meeting_id: str) -> Any:
    """Add one format of a paper."""
    meeting, form = found(meeting_id), _form(meeting_id)
    if request.method == "POST" and tried(form, "title", lambda: _add(meeting_id, form)):
        return back_to(meeting_id, gettext("The format is added."), "papers")
    shown = render_template("community/meetings/paper_form.html", forum=g.forum, form=form, meeting=meeting,
                            most=rules.MOST_PAPER, needed=[meeting_words.FORMS[one] for one in rules.ALWAYS_FORMATS])
    return (shown, 422) if form.errors else shown


@blueprint.get(f"{ONE}/papers/<paper_id>")
@member(Right.READ_AGENDA)
def show(meeting_id: str, paper_id: str) -> Any:
    """Show one format of a paper; before it is out only to who can plan meetings."""
    meeting = found(meeting_id)
    for line in lines.of_meeting(db.session(), meeting, meetings.today()):
        for one in line.forms:
            if one.public_id == paper_id and (one.is_out or Right.PLAN_MEETINGS in g.acting.rights):
                return render_template("community/meetings/paper.html", forum=g.forum, meeting=meeting, paper=line,
                                       one=one, words=meeting_words)
    raise NotFound()


@blueprint.post(f"{ONE}/papers/<paper_id>/out")
@member(Right.PLAN_MEETINGS)
def put_out(meeting_id: str, paper_id: str) -> Any:
    """Put a paper out in all its formats."""
    papers.put_out(by=g.acting, meeting_id=meeting_id, paper_id=paper_id)
    return back_to(meeting_id, gettext("The paper is out, in every format."), "papers")


@blueprint.post(f"{ONE}/papers/<paper_id>/take-back")
@member(Right.PLAN_MEETINGS)
def take_back(meeting_id: str, paper_id: str) -> Any:
    """Take one format back before it is out."""
    papers.take_back(by=g.acting, meeting_id=meeting_id, paper_id=paper_id)
    return back_to(meeting_id, gettext("The format is taken back."), "papers")


def _form(meeting_id: str) -> PaperForm:
    form = PaperForm(data={"language": locale.language().tag, "title": request.args.get("title", "")})
    meeting = found(meeting_id)
    form.language.choices = choices((tag, one.name) for tag, one in LANGUAGES.items())
    form.item.choices = choices([("", gettext("The whole meeting")), *(
        (item.public_id, item.title) for item in stored.items_on(db.session(), meeting))])
    return form


def _add(meeting_id: str, form: PaperForm) -> None:
    kind = KINDS.get(form.form.data or "", "file")
    file_id = uploads.kept(g.acting, transcript=form.transcript.data or "", only=kind)
    papers.add(by=g.acting, meeting_id=meeting_id, title=form.title.data or "", form=form.form.data or "",
               text=form.text.data or "", file_id=file_id, language=form.language.data or "",
               item_id=form.item.data or "")
