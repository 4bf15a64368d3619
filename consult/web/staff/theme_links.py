"""Findings for staff: what was said, where in the plan it belongs, and the passages behind each number."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField, SelectField, TextAreaField

from consult.domain.access import Permission
from consult.domain.errors import NotFound, Refused
from consult.domain.forum_voices import ForumVoice, VoicedAsk
from consult.domain.instants import utc_now
from consult.domain.theme_links import REASON_LENGTH
from consult.domain.working_days import london_day
from consult.extensions import db
from consult.queries import consultations, forum_voices, plans, reports, survey_questions
from consult.queries import theme_counts as found_by
from consult.queries.plans import NodeView
from consult.queries.reports import Behind
from consult.queries.theme_counts import Spoken
from consult.services import theme_links
from consult.web.access import Guarded, staff
from consult.web.fields import choices
from consult.web.pages import words
from consult.web.report_pages import sayings
from consult.web.staff.plain_forms import Plain, refuse

blueprint = Guarded("staff_theme_links", __name__, url_prefix="/staff/consultations/<slug>")
NODE_WORDS = 90


class LinkForm(Plain):
    """Where a theme belongs, and why."""

    theme = SelectField(_l("Theme"), validate_choice=False)
    where = RadioField(_l("Where does it belong?"), validate_choice=False, choices=choices([
        ("part", _l("In a part of the plan")), ("nowhere", _l("Nowhere in the plan"))]))
    plan_node = SelectField(_l("Part of the plan"), validate_choice=False)
    reason = TextAreaField(
        _l("Why?"), description=_l("This is printed in the report. Write one or two plain sentences."),
        render_kw={"limit": REASON_LENGTH})


@blueprint.get("/theme-links")
@staff(Permission.READ_FINDINGS)
def index(slug: str) -> Any:
    """Show every theme with its numbers and its place in the plan, and the parts that nobody spoke of."""
    return _page(LinkForm(formdata=None, data={"theme": request.args.get("theme", ""), "where": "part"}))


@blueprint.post("/theme-links")
@staff(Permission.LINK_FINDINGS)
def link(slug: str) -> Any:
    """Tie a theme to a part of the plan, or say that it belongs nowhere."""
    form = LinkForm()
    try:
        _link(form)
    except Refused as refused:
        refuse(form, refused, "theme")
        return _page(form)
    flash(gettext("The theme has its place now."))
    return _back(slug)


def _link(form: LinkForm) -> None:
    if not form.theme.data:
        raise Refused("theme", "theme-missing")
    if form.where.data not in ("part", "nowhere") or (form.where.data == "part" and not form.plan_node.data):
        raise Refused("plan_node", "node-unknown")
    node = form.plan_node.data if form.where.data == "part" else None
    theme_links.link(consultation_id=g.consultation.id, theme=form.theme.data, plan_node=node,
                     reason=form.reason.data or "", by_id=current_user.id)


@blueprint.post("/theme-links/<public_id>/remove")
@staff(Permission.LINK_FINDINGS)
def remove(slug: str, public_id: str) -> Any:
    """Take a link away."""
    theme_links.remove(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    flash(gettext("The link was taken away."))
    return _back(slug)


@blueprint.get("/themes/<theme_id>/passages")
@staff(Permission.READ_RESPONSES)
def passages(slug: str, theme_id: str) -> Any:
    """Show the passages behind a theme's number: now, or as an edition counted them."""
    session, consultation = db.session(), g.consultation
    theme = found_by.theme(session, consultation.id, theme_id)
    if theme is None:
        raise NotFound()
    behind = Behind(theme_id, _edition(), **{
        name: request.args.get(name) or None for name in ("question", "stance", "node")})
    found = reports.passages_behind(session, consultation.id, behind, request.args.get("after") or None)
    questions = {asked.key: asked.question.text for asked in survey_questions.asked(session, consultation.id)}
    return render_template(
        "staff/theme_links/passages.html", consultation=consultation, theme=theme, behind=behind, found=found,
        questions=questions, say=sayings(), names=_names(_nodes()),
        older=_older(found.next_after, theme_id), editions=reports.editions(session, consultation.id))


def _edition() -> int | None:
    if not request.args.get("edition"):
        return None
    number = request.args.get("edition", type=int)
    if number is None or not 0 < number <= consultations.latest_edition_number(db.session(), g.consultation.id):
        raise NotFound()
    return number


def _older(after: str | None, theme_id: str) -> str | None:
    if after is None:
        return None
    kept = {name: request.args[name] for name in ("edition", "question", "stance", "node") if name in request.args}
    return url_for("staff_theme_links.passages", slug=g.consultation.slug, theme_id=theme_id, **kept, after=after)


def _page(form: LinkForm) -> Any:
    session, consultation = db.session(), g.consultation
    themes, nodes = found_by.themes(session, consultation.id), _nodes()
    links = found_by.links_for(session, consultation.id)
    counts = found_by.by_theme(session, consultation.id)
    version_id = consultation.plan_version_id
    spoken = found_by.by_node(session, consultation.id, version_id) if version_id is not None else {}
    form.theme.choices = choices(
        [("", ""), *((theme.public_id, theme.name) for theme in themes if theme.is_active)])
    names = _names(nodes)
    form.plan_node.choices = choices(
        [("", ""), *((node.key, _indented(node, names[node.key])) for node in nodes)])
    page = render_template(
        "staff/theme_links/index.html", consultation=consultation, form=form, names=names,
        themes=sorted(themes, key=lambda theme: (-counts.get(theme.id, Spoken()).respondents, theme.name)),
        counts=counts, links=links, linked={found.theme_id for found in links}, silent=found_by.nodes_nothing_said(
            nodes, spoken), may_link=Permission.LINK_FINDINGS in g.permissions,
        may_read=Permission.READ_RESPONSES in g.permissions, asked=_asked(), say=sayings())
    return (page, 422) if form.errors else page


def _asked() -> list[tuple[ForumVoice, VoicedAsk]]:
    """Return what forums asked about this plan, each with its forum."""
    found = forum_voices.of_consultation(db.session(), g.consultation, london_day(utc_now()))
    return [(forum, ask) for forum in found for ask in forum.asks]


def _nodes() -> list[NodeView]:
    version_id = g.consultation.plan_version_id
    return plans.nodes(db.session(), version_id) if version_id is not None else []


def _names(nodes: list[NodeView]) -> dict[str, str]:
    """Return what each part is called, by key; a nameless one that only holds others goes by what it stands in."""
    by_id = {node.id: node for node in nodes}
    found = {}
    for node in nodes:
        above = node
        while not above.label and above.parent_id is not None:
            above = by_id[above.parent_id]
        name = words(above.label).striptags()
        found[node.key] = name if node.label else gettext("%(part)s (in general)", part=name)
    return found


def _indented(node: NodeView, name: str) -> str:
    return "– " * node.depth + (name if len(name) <= NODE_WORDS else name[:NODE_WORDS].rstrip() + "…")


def _back(slug: str) -> WsgiResponse:
    return redirect(url_for("staff_theme_links.index", slug=slug), 303)
