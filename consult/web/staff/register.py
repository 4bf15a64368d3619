"""The register in the browser: everything that came in as one list, the count that must balance, and its file."""

import tempfile
from os import SEEK_END
from typing import Any

from flask import current_app, g, render_template, request, send_file, url_for
from flask_babel import gettext
from flask_login import current_user

from consult.domain import register as rules
from consult.domain.access import Permission
from consult.domain.channels import CHANNELS
from consult.domain.register import STATUSES, Tally
from consult.domain.responses import EXCLUSION_REASONS, IMPORTING, TAKEN_BACK_REASONS
from consult.domain.submissions import FORMATS, SENDER_KINDS
from consult.exports.report_words import channel_words, exclusion_words, status_in_register
from consult.extensions import db
from consult.queries import event_counts, register, register_rows, response_counts, samples
from consult.queries.register_rows import FILE, WEB, Filters, Page, Row
from consult.services import register_exports
from consult.services.report_words import language_name
from consult.web.access import Guarded, staff
from consult.web.staff.plain_forms import tidy

blueprint = Guarded("staff_register", __name__, url_prefix="/staff/consultations/<slug>/register")


@blueprint.get("")
@staff(Permission.SEE_REGISTER)
def index(slug: str) -> str:
    """List everything that was received, the last to arrive first, all or some of it."""
    session, panels = db.session(), samples.of(db.session(), g.consultation.id)
    known = {panel.public_id for panel in panels} | {"open"}
    filters = Filters(channel=_one_of("channel", CHANNELS), status=_one_of("status", STATUSES),
                      format=_one_of("format", (WEB, FILE, *FORMATS)), sample=_sample(_one_of("sample", known)))
    page = register_rows.page_of(session, g.consultation.id, before=tidy(request.args.get("before")),
                                 after=tidy(request.args.get("after")), filters=filters)
    return render_template(
        "staff/register/index.html", consultation=g.consultation, page=page, filters=filters, panels=panels,
        links=_links(page), hrefs={row.public_id: _href(row) for row in page.rows}, channels=_channels(),
        statuses=_statuses(), formats=_formats(), kinds=_kinds(), reasons=_reasons(),
        languages={row.language: language_name(row.language, ("en",)) for row in page.rows})


@blueprint.get("/count")
@staff(Permission.SEE_REGISTER)
def count(slug: str) -> str:
    """Show that everything received is in one place of the register, by way in and by day; each sample by itself."""
    session, consultation_id = db.session(), g.consultation.id
    lines = register.lines(session, consultation_id)
    panels = [(panel, _tables(lines, panel.public_id)) for panel in samples.of(session, consultation_id)]
    received = sum(line.tally.received for line in lines)
    return render_template(
        "staff/register/count.html", consultation=g.consultation, everyone=_tables(lines, ""),
        panels=[(panel, tables) for panel, tables in panels if tables["total"].received],
        unbalanced=rules.unbalanced(lines), is_whole=received == register.at_the_door(session, consultation_id),
        people=response_counts.people(session, consultation_id),
        organisations=response_counts.organisations(session, consultation_id),
        events=event_counts.totals(session, consultation_id), petitions=register.petitions(session, consultation_id),
        by_reason=response_counts.by_exclusion(session, consultation_id), channels=_channels(), statuses=_statuses(),
        reasons=_reasons())


@blueprint.post("/file")
@staff(Permission.SEE_REGISTER)
def download(slug: str) -> Any:
    """Hand out the register as a file; who took it is kept."""
    file = tempfile.TemporaryFile()
    try:
        register_exports.write(consultation_id=g.consultation.id, file=file, by_id=current_user.id)
    except BaseException:
        file.close()
        raise
    size = file.seek(0, SEEK_END)
    file.seek(0)
    answer = send_file(file, "text/csv; charset=utf-8", as_attachment=True,
                       download_name=f"{slug}-{register_exports.NAME}", etag=False)
    answer.content_length = size
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _tables(lines: list[rules.Line], sample: str) -> dict[str, Any]:
    """Return the tallies of one sample by way in and by day, the newest day first, and all of them together."""
    by_channel = rules.by_channel(lines, sample)
    by_day: dict[Any, Tally] = dict(reversed(rules.by_day(lines, sample).items()))
    return {"by_channel": {key: by_channel[key] for key in CHANNELS if key in by_channel}, "by_day": by_day,
            "total": rules.together(by_channel.values())}


def _one_of(name: str, known: Any) -> str | None:
    """Return what the address asks for where it is known; anything else is no filter."""
    value = request.args.get(name)
    return value if value in known else None


def _sample(asked: str | None) -> str | None:
    return "" if asked == "open" else asked


def _links(page: Page) -> dict[str, str | None]:
    """Return the addresses of the pages on either side, with the same filters."""
    kept = {name: request.args.get(name) or None for name in ("channel", "status", "format", "sample")}

    def address(**key: str) -> str:
        return url_for("staff_register.index", slug=g.consultation.slug, **kept, **key)

    return {"newer": address(after=page.rows[0].public_id) if page.newer and page.rows else None,
            "older": address(before=page.rows[-1].public_id) if page.older and page.rows else None}


def _href(row: Row) -> str | None:
    """Return where a row is read: where it was decided on, or the response; None for who may not read it."""
    slug = g.consultation.slug
    if row.submission_id and Permission.SEE_REGISTER in g.permissions and _is_there("staff_submissions.show"):
        return url_for("staff_submissions.show", slug=slug, public_id=row.submission_id)
    if row.response_id and Permission.READ_RESPONSES in g.permissions:
        return url_for("staff_responses.show", slug=slug, public_id=row.response_id)
    return None


def _is_there(endpoint: str) -> bool:
    return endpoint in current_app.view_functions


def _channels() -> dict[str, str]:
    return {channel: channel_words(channel, gettext) for channel in CHANNELS}


def _statuses() -> dict[str, str]:
    return {status: status_in_register(status, gettext) for status in STATUSES}


def _reasons() -> dict[str, str]:
    codes = (*EXCLUSION_REASONS, *TAKEN_BACK_REASONS, response_counts.LINKED, response_counts.UNREADABLE)
    return {**{code: exclusion_words(code, gettext) for code in codes},
            IMPORTING: gettext("The rest of its file is still on its way")}


def _formats() -> dict[str, str]:
    return {WEB: gettext("Filled in online"), FILE: gettext("Row of a file"), "e-mail": gettext("Email"),
            "document": gettext("Document"), "letter": gettext("Letter"), "form": gettext("Paper form"),
            "call": gettext("Call"), "petition": gettext("Petition")}


def _kinds() -> dict[str, str]:
    words = {"person": gettext("A person"), "group": gettext("A group"), "organisation": gettext("An organisation")}
    return {kind: words[kind] for kind in SENDER_KINDS}
