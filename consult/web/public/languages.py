"""The languages of the site: which there are, and honestly how far each was checked by a person."""

from flask import render_template

from consult.extensions import db
from consult.queries import variants
from consult.web import locale
from consult.web.access import Guarded, everyone

blueprint = Guarded("public_languages", __name__)


@blueprint.get("/<lang>/languages")
@everyone()
def index() -> str:
    """Show each language of the site with who checked its words, or that nobody has."""
    return render_template("public/languages.html", languages=list(locale.offered().values()),
                           checks=variants.catalogue_checks(db.session()))
