"""The page of the code frame and the page of one theme, drawn for every handler that shows them."""

from typing import Any

from flask import g, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import SelectChoice

from consult.domain.access import Permission
from consult.domain.code_frames import CodeFrame
from consult.domain.codebooks import STANCES
from consult.domain.errors import NotFound
from consult.domain.frame_health import health
from consult.domain.theme_titles import title_problems
from consult.extensions import db
from consult.queries import agendas, code_frames
from consult.queries import codebooks as stored
from consult.web.fields import choices
from consult.web.staff.code_frame_forms import AddForm, FrameFileForm, MergeForm, PlaceForm, SplitForm, ThemeForm
from consult.web.staff.code_frame_words import stances
from consult.web.staff.plain_forms import tidy

# With more passages than this the checks wait until someone opens their page.
CHECKED_AT_ONCE = 20_000


def theme_of(public_id: str) -> stored.ThemeView:
    """Return a theme of the consultation; raises NotFound."""
    found = stored.theme(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    return found


def back_to(public_id: str, anchor: str | None = None) -> WsgiResponse:
    """Lead to a theme's page."""
    return redirect(url_for("staff_codebooks.show", slug=g.consultation.slug, public_id=public_id, _anchor=anchor), 303)


def parents(frame: CodeFrame, but: str = "") -> list[SelectChoice]:
    """Return the themes that another may stand under, as choices; the empty one is the top."""
    return choices([("top", gettext("No other theme: it stands at the top")), *(
        (theme.key, theme.name) for theme in frame.in_use if theme.parent is None and theme.key != but)])


def parent_typed(value: str | None) -> str | None:
    """Return the public id that was chosen as parent, None for the top."""
    return None if value in (None, "", "top") else value


def frame_page(form: AddForm | None = None, file_form: FrameFileForm | None = None) -> Any:
    """Return the page of the code frame; a form that was refused is shown as it was sent."""
    session, consultation_id = db.session(), g.consultation.id
    find = (tidy(request.args.get("find")) or "")[:100]
    frame, lines = code_frames.frame(session, consultation_id), code_frames.lines(session, consultation_id, find)
    forms = (form or AddForm(formdata=None), file_form or FrameFileForm(formdata=None))
    forms[0].parent.choices = parents(frame)
    page = render_template(
        "staff/codebooks/index.html", consultation=g.consultation, form=forms[0], file_form=forms[1], lines=lines,
        find=find, total=len(frame.in_use), problems=_problem_count(frame, lines) if not find else None,
        out_of_use=code_frames.out_of_use(session, consultation_id), changes=stored.changes(session, consultation_id),
        may_edit=Permission.EDIT_CODE_FRAME in g.permissions, raised=agendas.raised_themes(session, consultation_id))
    return (page, 422) if any(one.errors for one in forms) else page


def _problem_count(frame: CodeFrame, lines: list[code_frames.FrameLine]) -> int | None:
    """Return how many things there are to look at, None where finding out would keep the page waiting."""
    if sum(line.codings for line in lines) > CHECKED_AT_ONCE:
        return None
    session, consultation_id = db.session(), g.consultation.id
    found = health(frame, code_frames.uses(session, consultation_id),
                   read=code_frames.count_read(session, consultation_id))
    return len(found) + len(titles_to_look_at(frame))


def titles_to_look_at(frame: CodeFrame) -> dict[str, Any]:
    """Return what may not be neutral in the names of themes in use, by key."""
    names = {theme.key: theme.name for theme in frame.in_use}
    found = {theme.key: title_problems(theme.name, names.get(theme.parent or "")) for theme in frame.in_use}
    return {key: problems for key, problems in found.items() if problems}


def theme_page(theme: stored.ThemeView, *, theme_form: ThemeForm | None = None, merge_form: MergeForm | None = None,
               split_form: SplitForm | None = None, place_form: PlaceForm | None = None, problem: str = "") -> Any:
    """Return the page of a theme; a form that was refused is shown as it was sent, the others as they stand."""
    session, consultation_id = db.session(), g.consultation.id
    frame = code_frames.frame(session, consultation_id)
    forms = {"theme_form": theme_form or ThemeForm(formdata=None, obj=theme),
             "merge_form": merge_form or MergeForm(formdata=None),
             "split_form": split_form or SplitForm(formdata=None), "place_form": place_form or _place_form(theme)}
    others = [one for one in frame.in_use if one.key != theme.public_id]
    forms["merge_form"].into.choices = forms["split_form"].into.choices = choices(
        [("", ""), *((one.key, one.name) for one in others)])
    forms["place_form"].parent.choices = parents(frame, theme.public_id)
    may_edit = Permission.EDIT_CODE_FRAME in g.permissions
    page = render_template(
        "staff/codebooks/show.html", consultation=g.consultation, theme=theme, others=others, problem=problem, **forms,
        coded=_coded(theme) if Permission.READ_RESPONSES in g.permissions else None, shown=_shown(),
        changes=stored.changes(session, consultation_id, theme_id=theme.id), stances=stances(),
        is_raised=theme.public_id in agendas.raised_themes(session, consultation_id),
        touched=code_frames.touched(session, consultation_id, theme.public_id) if may_edit else None,
        may_edit=may_edit and theme.state == "active", may_return=may_edit and theme.state == "retired",
        may_code=Permission.CODE in g.permissions)
    return (page, 422) if problem or any(form.errors for form in forms.values()) else page


def _place_form(theme: stored.ThemeView) -> PlaceForm:
    return PlaceForm(formdata=None, data={"parent": theme.parent[0] if theme.parent else "top"})


def _shown() -> dict[str, str]:
    """Return which passages of a theme the page is narrowed to."""
    stance = request.args.get("stance", "")
    return {"find": (tidy(request.args.get("find")) or "")[:100], "stance": stance if stance in STANCES else ""}


def _coded(theme: stored.ThemeView) -> stored.CodedPage:
    return stored.codings_of(db.session(), g.consultation.id, theme.id, before=tidy(request.args.get("before")),
                             after=tidy(request.args.get("after")), **_shown())
