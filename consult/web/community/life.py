"""Settings of the group and its life: how it stands, what members ask the group to change, pausing and closing."""

from typing import Any

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField

from consult.domain import forum_settings as rules
from consult.domain.forum_access import Right
from consult.extensions import db
from consult.queries import group_decisions
from consult.services import forum_settings
from consult.services.group_decisions import Asked
from consult.web.access import Guarded, member
from consult.web.community.decision_words import joining_words, rule_meanings, rule_words, setting_value, setting_words
from consult.web.community.door_forms import saved
from consult.web.fields import Plain, choices

blueprint = Guarded("space_life", __name__)
PLACE = "/<lang>/space/group"
# What members can ask about the life of a group, by how it stands.
CAN_BECOME = {"open": ("pause", "close"), "paused": ("reopen", "close"), "closed": ()}


class PageForm(Plain):
    """The address of a public page."""

    slug = StringField(_l("End of the address of our public page"),
                       description=_l("Small letters, numbers and hyphens. Empty: we have no public page."))


@blueprint.get(PLACE)
@member(Right.READ_CHARTER)
def show() -> Any:
    """Show how the group stands and how it is set."""
    now = forum_settings.of(g.forum)
    words = setting_words()
    return render_template(
        "community/life/show.html", forum=g.forum, may_ask=Right.DECIDE in g.acting.rights,
        settings=[(words[name], setting_value(name, value)) for name, value in now.items()],
        can_become=CAN_BECOME[g.forum.state],
        waiting=[found for kind in (forum_settings.KIND, forum_settings.PAGE, "pause", "close", "reopen")
                 if (found := group_decisions.open_about(db.session(), g.acting.forum_id, kind)) is not None])


@blueprint.route(f"{PLACE}/settings", methods=["GET", "POST"])
@member(Right.DECIDE, keeps_form=True)
def change() -> Any:
    """Ask the group to change how it is set."""
    form = _form()
    opened: list[Any] = []
    if form.is_submitted() and saved(form, "why", lambda: opened.append(forum_settings.ask(
            by=g.acting, given={name: form[name].data or "" for name in rules.NAMES},
            asked=Asked(form.why.data or "")))):
        return _asked(opened[0])
    page = render_template("community/life/settings.html", forum=g.forum, form=form, names=rules.NAMES,
                           limit=rules.MOST_TEXT)
    return (page, 422) if form.errors else page


@blueprint.route(f"{PLACE}/public-page", methods=["GET", "POST"])
@member(Right.DECIDE, keeps_form=True)
def public_page() -> Any:
    """Ask the group whether it wants a public page, and where."""
    form = PageForm()
    opened: list[Any] = []
    if not form.is_submitted():
        form.slug.data = g.forum.slug or ""
    elif saved(form, "slug", lambda: opened.append(forum_settings.ask_page(
            by=g.acting, slug=form.slug.data or "", asked=Asked(
                gettext("Do we want a public page?") if form.slug.data else gettext("Do we end our public page?"))))):
        return _asked(opened[0])
    page = render_template("community/life/public_page.html", forum=g.forum, form=form)
    return (page, 422) if form.errors else page


def _asked(decision: Any) -> Any:
    flash(gettext("The group is asked."))
    return redirect(url_for("space_decisions.show", public_id=decision.public_id), 303)


def _form() -> Any:
    """Return the form with a field for each setting, and why it should change."""
    words = setting_words()
    fields: dict[str, Any] = {name: TextAreaField(words[name]) for name in rules.NAMES}
    fields.update({name: StringField(words[name]) for name in rules.DAYS})
    fields.update({name: RadioField(words[name], validate_choice=False) for name in rules.CHOICES})
    fields["why"] = TextAreaField(_l("Why do you want this? The group reads it."))
    form = type("SettingsForm", (Plain,), fields)()
    form[rules.DECIDES_BY].choices = choices(rule_words().items())
    form[rules.DECIDES_BY].render_kw = {"hints": rule_meanings()}
    form[rules.JOINS_BY].choices = choices(joining_words().items())
    if not form.is_submitted():
        for name, value in forum_settings.of(g.forum).items():
            form[name].data = str(value)
    return form
