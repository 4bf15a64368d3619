"""Figures that others published, by measure, with all that must be known of each; nothing is counted from answers."""

from typing import Any

from flask import Response, render_template

from consult.domain.figures import by_measure
from consult.exports import figure_files
from consult.extensions import db
from consult.queries import figures as stored
from consult.web import figure_pages
from consult.web.access import Guarded, everyone
from consult.web.public.consultations import visible

blueprint = Guarded("public_figures", __name__, url_prefix="/<lang>/consultations/<slug>")


@blueprint.get("/figures")
@everyone()
def index(slug: str) -> str:
    """Show every measure with its figures, and set beside each other only what may be compared."""
    consultation = visible(slug)
    found = by_measure(stored.standing(db.session()))
    return render_template("public/figures.html", consultation=consultation, measures=figure_pages.measures(found),
                           pages=figure_pages)


@blueprint.get("/figures.csv")
@everyone()
def csv_file(slug: str) -> Any:
    """Hand out every figure as CSV."""
    visible(slug)
    content = figure_files.write_csv(stored.standing(db.session()))
    return _file(content, "text/csv; charset=utf-8", f"{slug}-figures.csv")


@blueprint.get("/figures.json")
@everyone()
def json_file(slug: str) -> Any:
    """Hand out every figure as JSON."""
    visible(slug)
    return _file(figure_files.write_json(stored.standing(db.session())), "application/json", f"{slug}-figures.json")


def _file(content: bytes, kind: str, name: str) -> Response:
    response = Response(content, content_type=kind)
    response.headers.set("Content-Disposition", "attachment", filename=name)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
