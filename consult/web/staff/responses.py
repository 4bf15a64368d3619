"""Responses in the browser: the list, one of them with its answers, and leaving one out of the count with a reason."""

from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as WsgiResponse
from wtforms import RadioField

from consult.domain.access import Permission
from consult.domain.channels import CHANNELS
from consult.domain.codebooks import STANCES
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.responses import EXCLUSION_REASONS, IMPORTING, TAKEN_BACK_REASONS
from consult.exports.report_words import channel_words, exclusion_words, stance_words
from consult.extensions import db
from consult.queries import flags, response_counts
from consult.queries import responses as stored
from consult.services import responses
from consult.services.report_words import language_name
from consult.web.access import Guarded, staff
from consult.web.staff.plain_forms import Plain, refuse, tidy

blueprint = Guarded("staff_responses", __name__, url_prefix="/staff/consultations/<slug>")


class ExcludeForm(Plain):
    """Why a response does not count."""

    reason = RadioField(_l("Why should it not count?"), validate_choice=False)


@blueprint.get("/responses")
@staff(Permission.READ_RESPONSES)
def index(slug: str) -> str:
    """List responses, the newest first, all or those of a channel, a language or a state."""
    session, consultation_id = db.session(), g.consultation.id
    languages = stored.languages(session, consultation_id)
    filters = stored.Filters(
        channel=_one_of("channel", CHANNELS), language=_one_of("language", languages),
        state=_one_of("state", stored.STATES))
    page = stored.page_of(session, consultation_id, before=tidy(request.args.get("before")),
                          after=tidy(request.args.get("after")), filters=filters)
    return render_template(
        "staff/responses/index.html", consultation=g.consultation, page=page, filters=filters,
        links=_links(page, filters), channels=_channels(), reasons=_reasons(), languages=_names(languages),
        by_channel=response_counts.by_channel(session, consultation_id),
        by_exclusion=response_counts.by_exclusion(session, consultation_id),
        may_export=Permission.EXPORT_RESPONSES in g.permissions,
        may_import=Permission.IMPORT_RESPONSES in g.permissions,
        doubts=flags.open_count(session, consultation_id))


@blueprint.get("/responses/<public_id>")
@staff(Permission.READ_RESPONSES)
def show(slug: str, public_id: str) -> Any:
    """Show one response with its answers; nothing about the person is in it."""
    return _page(public_id, _exclude_form())


@blueprint.post("/responses/<public_id>/exclude")
@staff(Permission.EXCLUDE_RESPONSES)
def exclude(slug: str, public_id: str) -> Any:
    """Leave a response out of the count; it stays stored."""
    form = _exclude_form()
    try:
        responses.exclude(consultation_id=g.consultation.id, public_id=public_id, reason=form.reason.data or "",
                          by_id=current_user.id)
    except Refused as refused:
        refuse(form, refused, "reason")
        return _page(public_id, form)
    except Conflict:
        return _decided_before(public_id)
    flash(gettext("The response does not count any more. It is kept, and the report says how many were left out."))
    return _back(public_id)


@blueprint.post("/responses/<public_id>/restore")
@staff(Permission.EXCLUDE_RESPONSES)
def restore(slug: str, public_id: str) -> WsgiResponse:
    """Bring a response back into the count."""
    try:
        responses.restore(consultation_id=g.consultation.id, public_id=public_id, by_id=current_user.id)
    except Conflict:
        return _decided_before(public_id)
    flash(gettext("The response counts again."))
    return _back(public_id)


def _decided_before(public_id: str) -> WsgiResponse:
    flash(gettext("Someone else did this before you. The page shows how it stands now."))
    return _back(public_id)


def _back(public_id: str) -> WsgiResponse:
    return redirect(url_for("staff_responses.show", slug=g.consultation.slug, public_id=public_id), 303)


def _page(public_id: str, form: ExcludeForm) -> Any:
    found = stored.detail(db.session(), g.consultation.id, public_id)
    if found is None:
        raise NotFound()
    page = render_template(
        "staff/responses/show.html", consultation=g.consultation, response=found, form=form, channels=_channels(),
        reasons=_reasons(), language=language_name(found.language, ("en",)),
        stances={stance: stance_words(stance, gettext) for stance in STANCES},
        file_address=lambda file_id: url_for("staff_attachments.show", slug=g.consultation.slug, public_id=file_id),
        may_exclude=Permission.EXCLUDE_RESPONSES in g.permissions, may_code=Permission.CODE in g.permissions)
    return (page, 422) if form.errors else page


def _exclude_form() -> ExcludeForm:
    form = ExcludeForm()
    form.reason.choices = [(reason, words) for reason, words in _reasons().items() if reason in EXCLUSION_REASONS]
    return form


def _one_of(name: str, known: Any) -> str | None:
    """Return what the address asks for where it is known; anything else is no filter."""
    value = request.args.get(name)
    return value if value in known else None


def _links(page: stored.Page, filters: stored.Filters) -> dict[str, str | None]:
    """Return the addresses of the pages on either side, with the same filters."""
    def address(**key: str) -> str:
        return url_for("staff_responses.index", slug=g.consultation.slug, channel=filters.channel,
                       language=filters.language, state=filters.state, **key)

    return {
        "newer": address(after=page.rows[0].public_id) if page.newer and page.rows else None,
        "older": address(before=page.rows[-1].public_id) if page.older and page.rows else None,
    }


def _channels() -> dict[str, str]:
    return {channel: channel_words(channel, gettext) for channel in CHANNELS}


def _reasons() -> dict[str, str]:
    codes = (*EXCLUSION_REASONS, *TAKEN_BACK_REASONS, response_counts.LINKED, response_counts.UNREADABLE)
    return {**{code: exclusion_words(code, gettext) for code in codes},
            IMPORTING: gettext("The rest of its file is still on its way")}


def _names(tags: list[str]) -> dict[str, Any]:
    return {tag: language_name(tag, ("en",)) for tag in tags}
