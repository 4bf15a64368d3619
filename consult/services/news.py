"""Lets people ask to hear of the report and the plan, sends them that, and forgets them; never who answered what.

The address is sealed and stands beside no answer (practice 6, LON.5). Nobody is told anything before the owner of the
address said yes, and every letter can be stopped with one press (RFC 8058).
"""

import contextlib
from dataclasses import dataclass, field

from flask import current_app
from flask_babel import force_locale, gettext
from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.clients import mail
from consult.clients.mail import Letter
from consult.domain import news as rules
from consult.domain.errors import NotFound, Refused
from consult.domain.languages import LANGUAGES
from consult.domain.reports import pick
from consult.domain.working_days import london_day
from consult.models.answers_to_people import NewsLetter, NewsSubscriber
from consult.models.base import new_public_id
from consult.models.consultations import Consultation
from consult.queries import news
from consult.services import attempts, sealing
from consult.services.clock import now
from consult.services.notices import mailer
from consult.services.secrets import keyed_hash, letters_of
from consult.services.transaction import writing

PURPOSE = "news"


@dataclass(frozen=True)
class Outgoing:
    """A letter that this worker has taken, and how often it was tried, this time too."""

    letter_id: int
    letter: Letter = field(repr=False)
    tries: int


def can_tell() -> bool:
    """Say whether letters can go out here at all."""
    return mailer().is_there


def ask(*, consultation_id: int, address: str, wishes: list[str], language: str, network: str) -> None:
    """Note that the owner of an address may want to hear of something, and send one letter that asks for a yes.

    Who asks again hears nothing new: neither whether somebody asked before, nor a second letter on one day. Raises
    Refused("address", "news-address", "news-no-letters" or "sign-in-too-often"), Refused("wishes", "news-wishes").
    """
    if not can_tell():
        raise Refused("address", "news-no-letters")
    given, wants = rules.address_of(address), rules.wants_of(wishes)
    if not mail.is_address(given):
        raise Refused("address", "news-address")
    attempts.check(PURPOSE, network)
    attempts.failed(PURPOSE, network)
    with contextlib.suppress(IntegrityError), writing() as session:
        # Two presses at once are one: the first is kept.
        found = news.by_address(session, consultation_id, _address_hash(given))
        if found is None:
            found = _added(session, consultation_id, given)
        elif found.confirmed_on is not None:
            return
        found.language, found.wants = language if language in LANGUAGES else "en", wants
        _want_a_yes(session, found)


def _added(session: Session, consultation_id: int, address: str) -> NewsSubscriber:
    public_id = new_public_id()
    row = NewsSubscriber(
        consultation_id=consultation_id, public_id=public_id, address_hash=_address_hash(address),
        address=sealing.seal(_place(public_id), address), code_hash=keyed_hash(PURPOSE, code_of(public_id)),
        asked_on=london_day(now(session)))
    session.add(row)
    session.flush()
    return row


def _want_a_yes(session: Session, subscriber: NewsSubscriber) -> None:
    """Make the letter that asks for a yes due: at once, and again on another day."""
    at = now(session)
    row = session.query(NewsLetter).filter_by(subscriber_id=subscriber.id, about=rules.CONFIRMING).one_or_none()
    if row is None:
        session.add(NewsLetter(subscriber_id=subscriber.id, about=rules.CONFIRMING, due_at=at))
    elif row.state != rules.WAITING and subscriber.asked_on < london_day(at):
        row.state, row.attempts, row.due_at = rules.WAITING, 0, at
        subscriber.asked_on = london_day(at)


def say_yes(code: str) -> None:
    """Note that the owner of an address wants what was asked for; twice is once. Raises NotFound."""
    with writing() as session:
        found = news.by_code(session, hash_of(code), held=True)
        if found is None:
            raise NotFound()
        if found.confirmed_on is None:
            found.confirmed_on = london_day(now(session))


def stop(code: str) -> None:
    """Forget an address and every letter to it; a code that nobody has is stopped already."""
    with writing() as session:
        found = news.by_code(session, hash_of(code), held=True)
        if found is not None:
            _forget(session, found)


def hash_of(code: str) -> str:
    """Return under which hash the code of a letter is kept."""
    return keyed_hash(PURPOSE, code)


def code_of(public_id: str) -> str:
    """Return the code that stands in a subscriber's letters."""
    return letters_of(PURPOSE, public_id)


def due() -> list[int]:
    """Make letters of what came out since, and return the ids of all that are to go out now."""
    with writing() as session:
        at = now(session)
        rows = [{"subscriber_id": subscriber, "about": about, "due_at": at}
                for subscriber, about in news.not_told(session, london_day(at))]
        if rows:
            insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
            # Two workers can find the same news: one letter is enough, and neither may fail for it.
            session.execute(insert(NewsLetter).values(rows).on_conflict_do_nothing(
                index_elements=["subscriber_id", "about"]))
        return list(news.due(session, at))


def take(letter_id: int) -> Outgoing | None:
    """Take a letter to send it now; None where it is gone, sent, or on its way already."""
    with writing() as session:
        at, found = now(session), news.letter(session, letter_id)
        if found is None or found[0].state != rules.WAITING or found[0].due_at > at:
            return None
        row, subscriber, consultation = found
        if not news.still_stands(session, consultation.id, row.about):
            # It was taken back while the letter waited: nobody is told of it.
            session.delete(row)
            return None
        row.attempts, row.due_at = row.attempts + 1, at + rules.ON_ITS_WAY
        return Outgoing(row.id, letter(subscriber, consultation, row.about), row.attempts)


def settle(outgoing: Outgoing, outcome: str) -> None:
    """Note what became of a letter; whoever was told all that they wanted to hear is forgotten.

    So is an address that takes no letters.
    """
    with writing() as session:
        found = news.letter(session, outgoing.letter_id)
        if found is None or found[0].state != rules.WAITING:
            return
        at, (row, subscriber, _consultation) = now(session), found
        again = rules.next_try(at, outgoing.tries)
        if outcome == mail.SENT:
            row.state = rules.SENT
            session.flush()
            if rules.is_over(subscriber.wants, news.told(session, subscriber.id)):
                _forget(session, subscriber)
        elif outcome == mail.REFUSED:
            _forget(session, subscriber)
        elif again is None:
            row.state = rules.REFUSED
        else:
            row.due_at = again


def forget_unconfirmed() -> int:
    """Delete the addresses whose owners never said yes; return how many these were."""
    with writing() as session:
        going = list(news.waiting_for_yes(session, london_day(now(session)) - rules.TO_CONFIRM))
        for subscriber in going:
            _forget(session, subscriber)
        return len(going)


def letter(subscriber: NewsSubscriber, consultation: Consultation, about: str) -> Letter:
    """Return a letter in the subscriber's language; the subject says nothing of what it is about."""
    tag, code = subscriber.language, code_of(subscriber.public_id)
    to = sealing.opened(_place(subscriber.public_id), subscriber.address)
    title = pick(consultation.title, tag)[0]
    mine, page = _address(tag, f"news/{code}"), _address(tag, f"consultations/{consultation.slug}")
    with force_locale(LANGUAGES[tag].locale):
        subject, lines = _words(rules.occasion_of(about), title, page, mine)
        return Letter(to, gettext("Notes"), subject, "\n\n".join(lines) + "\n",
                      stop_address=f"{mine}/stop" if about != rules.CONFIRMING else "")


def _words(occasion: str, title: str, page: str, mine: str) -> tuple[str, list[str]]:
    if occasion == rules.CONFIRMING:
        return gettext("Is this your email address?"), [
            gettext("Somebody asked us to write to this address when there is news about this:"), title,
            gettext("Was it you? Then open this page and say yes:"), mine,
            gettext("Was it not you? Then do nothing. We forget this address in a week.")]
    stop = [gettext("You can stop these letters with one press:"), mine]
    if occasion == rules.REPORT:
        return gettext("The news that you asked for"), [
            gettext("The report is out. It says what people said and what was decided:"), title, f"{page}/report",
            gettext("In short, what people said and what was done:"), f"{page}/you-said-we-did",
            gettext("Did you answer? With your receipt code you can see what became of your own words:"),
            page.partition("/consultations/")[0] + "/receipt", *stop]
    return gettext("The news that you asked for"), [
        gettext("The plan is out. You can read what was decided, and what changed in the plan:"), title,
        f"{page}/you-said-we-did", *stop]


def _address(tag: str, path: str) -> str:
    return f"{current_app.config['CONSULT_SETTINGS'].public_url}/{tag}/{path}"


def _forget(session: Session, subscriber: NewsSubscriber) -> None:
    session.execute(delete(NewsLetter).where(NewsLetter.subscriber_id == subscriber.id))
    session.delete(subscriber)
    session.flush()


def _address_hash(address: str) -> str:
    return keyed_hash("news address", rules.same_address(address))


def _place(public_id: str) -> str:
    return f"news_subscribers/{public_id}/address"
