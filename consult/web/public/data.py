"""The data of a report for everyone: on which days data come out, what is in each package, what was put right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import current_app, render_template, url_for
from flask_babel import gettext

from consult.domain.data_releases import RELEASED
from consult.domain.errors import NotFound
from consult.domain.open_data import LICENCE, LICENCE_ADDRESS
from consult.domain.reports import Report
from consult.exports.open_data_about import MEDIA_TYPES
from consult.extensions import db
from consult.queries import data_releases, reports
from consult.queries.data_releases import ReleaseLine
from consult.services import data_packages
from consult.services.data_packages import PACKAGE, Addresses
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import visible
from consult.web.public.report_editions import file, with_report

if TYPE_CHECKING:
    from consult.models.consultations import Consultation

blueprint = Guarded("public_data", __name__, url_prefix="/<lang>/consultations/<slug>/data")


@dataclass(frozen=True)
class Package:
    """A release that is out, with its files as (name, bytes); none where its edition was recalled."""

    line: ReleaseLine
    files: list[tuple[str, int]]


@blueprint.get("")
@everyone()
def show(slug: str) -> str:
    """Show the packages that are out, the newest first, and the calendar."""
    consultation = visible(slug)
    session = db.session()
    lines = data_releases.calendar(session, consultation.id)
    packages = [Package(line, _sizes(consultation, line)) for line in lines if line.state == RELEASED]
    return render_template(
        "public/data/show.html", consultation=consultation, packages=packages, about=file_words(), package=PACKAGE,
        others=[line for line in lines if line.state != RELEASED], licence=(LICENCE, LICENCE_ADDRESS),
        newest=reports.report(session, consultation.id))


@blueprint.get("/<int:number>/<name>")
@everyone()
def download(slug: str, number: int, name: str) -> Any:
    """Hand out a file of an edition whose data are out; of a recalled edition, the page that says why (410)."""
    def handed(consultation: "Consultation", report: Report) -> Any:
        content = _files(consultation, report.edition).get(name)
        if content is None:
            raise NotFound()
        kind = MEDIA_TYPES[name.rpartition(".")[2]]
        if kind.startswith("text/"):
            kind += "; charset=utf-8"
        return file(content, kind, f"{slug}-edition-{report.edition}-{name}")

    return with_report(slug, number, handed)


def _files(consultation: "Consultation", number: int) -> Mapping[str, bytes]:
    site = current_app.config["CONSULT_SETTINGS"].public_url
    addresses = Addresses(
        # Of one language: a package is the same bytes for everyone.
        data=site + url_for("public_data.show", lang="en", slug=consultation.slug),
        report=site + url_for("public_reports.edition", lang="en", slug=consultation.slug, number=number))
    return data_packages.files_of(db.session(), consultation, number, addresses)


def _sizes(consultation: "Consultation", line: ReleaseLine) -> list[tuple[str, int]]:
    made = _files(consultation, line.edition) if line.edition is not None else {}
    # What most people want stands first.
    first = [name for name in (PACKAGE, "README.txt") if name in made]
    return [(name, len(made[name])) for name in (*first, *(name for name in made if name not in first))]


def file_words() -> Mapping[str, str]:
    """Return what each file of a package is, in the page's language."""
    return {
        "numbers.csv": gettext("Every number of every table, with its labels in English. Start here."),
        "report.csv": gettext("Every number of every table, by codes only"),
        "report.xlsx": gettext("The tables as a workbook (Excel)"),
        "report.json": gettext("The whole edition for computer programs"),
        "tables.csv": gettext("The list of tables: what each one counts"),
        "codes.csv": gettext("What every code means, in each language"),
        "suppression.csv": gettext("Why a number is hidden"),
        "dictionary.csv": gettext("What every column of every file means"),
        "findings.csv": gettext("What was found, and what was decided"),
        "findings-evidence.csv": gettext("What each finding rests on"),
        "plan-changes.csv": gettext("The words of the plan before and after"),
        "asks.csv": gettext("What forums asked for, with the replies"),
        "README.txt": gettext("How to use the files, in five minutes"),
        "LICENCE.txt": gettext("What you may do with the data"),
        "data.json": gettext("Facts about this package for catalogues of data"),
        PACKAGE: gettext("All files together (ZIP)"),
    }
