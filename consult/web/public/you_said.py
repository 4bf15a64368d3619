"""You said, we did: what was said and what was decided, by theme, part of the plan and borough, and for the young."""

from typing import Any

from flask import render_template, request
from flask_babel import gettext

from consult.domain import you_said as sorted_by
from consult.domain.reports import Report
from consult.exports import report_words
from consult.extensions import db
from consult.queries import reports
from consult.web import outcome_pages, report_pages
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import visible

blueprint = Guarded("public_you_said", __name__, url_prefix="/<lang>/consultations/<slug>/you-said-we-did")


@blueprint.get("")
@everyone()
def show(slug: str) -> Any:
    """Show what people said and what was decided; `by` is theme, plan or borough."""
    consultation = visible(slug)
    report = reports.report(db.session(), consultation.id)
    way = request.args.get("by", sorted_by.BY_THEME)
    way = way if way in sorted_by.WAYS else sorted_by.BY_THEME
    boroughs = sorted_by.by_borough(report) if report is not None and way == sorted_by.BY_BOROUGH else ()
    return _page("show", consultation, report, way=way, groups=_groups(report, way), boroughs=boroughs)


@blueprint.get("/young-people")
@everyone()
def young(slug: str) -> Any:
    """Show the same in few and short words, for young people and for those who work with them."""
    consultation = visible(slug)
    report = reports.report(db.session(), consultation.id)
    return _page("young", consultation, report,
                 findings=sorted_by.for_young_people(report) if report is not None else ())


def _groups(report: Report | None, way: str) -> tuple[sorted_by.Group, ...]:
    if report is None or way == sorted_by.BY_BOROUGH:
        return ()
    return sorted_by.by_theme(report) if way == sorted_by.BY_THEME else sorted_by.by_part(report)


def _page(name: str, consultation: Any, report: Report | None, **around: Any) -> Any:
    """Draw a page, or the one that says that there is nothing to show yet."""
    if report is None or not report.findings:
        return render_template("public/you_said/not_yet.html", consultation=consultation, report=report)
    return render_template(
        f"public/you_said/{name}.html", consultation=consultation, report=report, tell=outcome_pages.decisions(),
        authored=report_pages.authored, cell_words=report_pages.cell_words,
        share=lambda finding: report_words.share_words(finding.respondents, finding.base, gettext),
        undecided=sorted_by.undecided(report.findings), theme_keys={theme.key for theme in report.themes},
        node_keys={node.key for node in (*report.nodes, *report.nodes_nothing_said)},
        **around)
