"""Which languages and formats a consultation offers: asked of the gate at every change, kept for the pages to read."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.domain import readiness
from consult.domain.access import Permission
from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotFound, Refused
from consult.domain.readiness import Lack
from consult.domain.surveys import Survey
from consult.domain.variants import AUDIO, BSL, EASY_READ, LANGUAGE, SIGNED, STALE
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.variants import CatalogueCheck, FormatPromise, LanguageDecision
from consult.queries import easy_read, surveys, text_units, variant_files, variants
from consult.services import audit, rights, variant_places
from consult.services.transaction import writing

# The formats that every consultation says something about before it opens, each with its language.
PROMISED_FORMS = ((EASY_READ, "en"), (BSL, SIGNED), (AUDIO, "en"))
MOST_REASON = 500


def lacks(session: Session, consultation: Consultation, survey: Survey | None = None) -> list[Lack]:
    """Return what keeps each wanted language, and each format, from being offered with this survey.

    `survey` is by default the one that is worked on, as it would come into use now. What counts is what pages would
    show: a translation that nobody has let through yet does not stand for the text.
    """
    survey = survey if survey is not None else _worked_on(session, consultation)
    units = text_units.every(session, consultation, survey)
    made = variant_places.made_in_place(session, consultation, survey)
    allowed = variants.allowances(session, consultation)
    promised = variants.promises(session, consultation.id)
    parts = readiness.parts_of(units)
    found = [lack for tag in consultation.languages
             for lack in readiness.language_lacks(tag, units, made, allowed.get(tag, readiness.Allowance()))]
    for form, language in PROMISED_FORMS:
        asked = easy_read.parts(consultation, survey) if form == EASY_READ else parts
        found += readiness.format_lacks(form, language, asked, made, is_promised=(form, language) in promised)
    return found


def _worked_on(session: Session, consultation: Consultation) -> Survey | None:
    survey = text_units.working_survey(session, consultation.id)
    return variant_places.approved_texts(session, consultation.id, survey) if survey is not None else None


def refresh(session: Session, consultation: Consultation) -> None:
    """Write down which languages lack nothing for the survey in use, and which signed and spoken versions are played.

    Called in the transaction of every change.
    """
    version = surveys.current(session, consultation.id)
    if version is None:
        consultation.offered_languages, consultation.playing = ["en"], {}
        return
    units = text_units.every(session, consultation, version.survey)
    consultation.offered_languages = readiness.offered(
        consultation.languages, units, variant_places.made_in_place(session, consultation, version.survey),
        variants.allowances(session, consultation))
    consultation.playing = variant_files.playing(session, consultation.id, readiness.parts_of(units))


def refresh_or_refuse(session: Session, consultation: Consultation, survey: Survey) -> None:
    """Refresh for a survey that has just come into use; raises what `refuse_loss` does where Londoners see it."""
    before = set(consultation.offered_languages)
    refresh(session, consultation)
    if consultation.is_visible:
        refuse_loss(session, consultation, before, survey)


def refuse_loss(session: Session, consultation: Consultation, before: AbstractSet[str],
                survey: Survey | None = None) -> None:
    """Raise Conflict("texts-not-ready", {"lacks": […]}) where a change takes from people what they had `before`.

    That is a language that is still wanted and was offered, or a format that has gone stale with a new survey. A
    catalogue that nobody has approved is no fault of the change.
    """
    lost = (before & set(consultation.languages)) - set(consultation.offered_languages)
    if survey is None and not lost:
        return
    found = [lack for lack in lacks(session, consultation, survey) if lack.keys and (
        lack.language in lost or (survey is not None and lack.form != LANGUAGE and lack.why == STALE))]
    if found:
        raise Conflict("texts-not-ready", {"lacks": as_facts(found)})


def allow_unchecked(*, consultation_id: int, language: str, reason: str, by_id: int) -> None:
    """Let a language go out although nobody has checked it, in someone's name and with their reason.

    Raises Refused("reason", "reason-missing" or "reason-long"), Refused("language", "language-unknown").
    """
    with writing() as session:
        consultation = _consultation(session, consultation_id, by_id)
        if language not in consultation.languages or language == "en":
            raise Refused("language", "language-unknown")
        _check_reason("reason", reason)
        session.add(LanguageDecision(consultation_id=consultation_id, language=language, reason=reason, by_id=by_id))
        session.flush()
        refresh(session, consultation)
        audit.record(session, Act.LANGUAGE_ALLOWED, person_id=by_id, kind="language", object_id=language,
                     consultation_id=consultation_id)


def take_back_allowance(*, consultation_id: int, language: str, by_id: int) -> None:
    """Take such decisions about a language back; it is offered no longer where nothing else lets it."""
    with writing() as session:
        consultation = _consultation(session, consultation_id, by_id)
        for decision in session.scalars(select(LanguageDecision).where(
                LanguageDecision.consultation_id == consultation_id, LanguageDecision.language == language,
                LanguageDecision.taken_back_at.is_(None))):
            decision.taken_back_at = utc_now()
        session.flush()
        refresh(session, consultation)
        audit.record(session, Act.LANGUAGE_HELD_BACK, person_id=by_id, kind="language", object_id=language,
                     consultation_id=consultation_id)


def check_catalogue(*, consultation_id: int, language: str, checker: str, by_id: int) -> None:
    """Record that a named person has read the interface's words in a language, as they stand today, and approves them.

    Raises Refused("checker", "name-missing"), Refused("language", "language-unknown"). It holds in every consultation
    until the catalogue changes.
    """
    with writing() as session:
        _consultation(session, consultation_id, by_id)
        # It holds everywhere, so that one such check is written at a time.
        rights.require(session, by_id, Permission.SIGNED_IN)
        digest = variants.catalogue_digest(language)
        if not digest or language == "en":
            raise Refused("language", "language-unknown")
        name = " ".join(checker.split())[:200]
        if not name:
            raise Refused("checker", "name-missing")
        if language not in variants.catalogue_checks(session):
            session.add(CatalogueCheck(language=language, digest=digest, checker=name, by_id=by_id))
            session.flush()
        for one in session.scalars(select(Consultation)).all():
            refresh(session, one)
        audit.record(session, Act.CATALOGUE_CHECKED, person_id=by_id, kind="language", object_id=language,
                     consultation_id=consultation_id)


def promise_format(*, consultation_id: int, form: str, language: str, ready_on: date | None,
                   reason: Mapping[str, str], by_id: int | None = None) -> None:
    """Say when a format that is not ready will be (None: not in this consultation) and why, for everyone to read.

    Raises Refused("form", "option-unknown"), Refused("reason", …). `by_id` None is the example.
    """
    with writing() as session:
        consultation = _consultation(session, consultation_id, by_id)
        if (form, language) not in PROMISED_FORMS:
            raise Refused("form", "option-unknown")
        _check_reason("reason", reason.get("en", ""))
        promise = variants.promises(session, consultation_id).get((form, language))
        if promise is None:
            promise = FormatPromise(consultation_id=consultation.id, form=form, language=language)
            session.add(promise)
        promise.ready_on, promise.reason, promise.by_id, promise.at = ready_on, dict(reason), by_id, utc_now()
        audit.record(session, Act.FORMAT_PROMISED, person_id=by_id, kind="format", object_id=form,
                     consultation_id=consultation_id)


def blocked(found: Sequence[Lack]) -> tuple[str, ...]:
    """Return which of the things needed to open are held back by what is lacking: `languages` and `formats`."""
    kinds = {"languages" if lack.form == LANGUAGE else "formats" for lack in found}
    return tuple(name for name in ("languages", "formats") if name in kinds)


def as_facts(found: Sequence[Lack]) -> list[dict[str, Any]]:
    """Return lacks as plain facts of a refusal: form, language, why, keys, is_binding."""
    return [{"form": lack.form, "language": lack.language, "why": lack.why, "keys": list(lack.keys),
             "is_binding": lack.is_binding} for lack in found]


def _consultation(session: Session, consultation_id: int, by_id: int | None) -> Consultation:
    if by_id is not None:
        rights.require(session, by_id, Permission.DECIDE_LANGUAGES, consultation_id)
    found = session.get(Consultation, consultation_id)
    if found is None:
        raise NotFound()
    return found


def _check_reason(field: str, reason: str) -> None:
    if not reason.strip():
        raise Refused(field, "reason-missing")
    if len(reason) > MOST_REASON:
        raise Refused(field, "reason-long", {"limit": MOST_REASON})
