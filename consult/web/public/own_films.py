"""A person's own films in sign language, on the pages where they answer: which there are, and playing them there."""

from collections.abc import Mapping

from consult.domain.routing import Step
from consult.extensions import db
from consult.queries import attachments
from consult.queries.attachments import Listed
from consult.web import pages
from consult.web.public.drafting import Writing


def films_of(writing: Writing, step: Step) -> Mapping[str, Listed]:
    """Return the films that answer the questions of a page, by question key; no statement where there is none."""
    asked = {question.key for question in step.questions}
    named = {key: public_id for key, public_id in writing.films.items() if key in asked}
    if not named:
        return {}
    files = files_of(writing)
    return {key: files[public_id] for key, public_id in named.items() if public_id in files}


def files_of(writing: Writing) -> dict[str, Listed]:
    """Return the files of what is being written by public id, and let the page play the films among them."""
    if writing.films:
        pages.allow("media-src", "'self'")
    return attachments.of_draft(db.session(), writing.draft)
