"""E-mails, in the worker: reads the mailbox when its time has come, and takes files of e-mails in."""

import time
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from flask import Flask

from consult.analysis.languages import Detector
from consult.domain.errors import Refused
from consult.extensions import db
from consult.intake.emails_mbox import Entry, emails_in
from consult.jobs.heartbeats import CannotGoOn, Heartbeat
from consult.queries.runs import Work
from consult.services import attachments, email_imports, mailboxes

# How far a run came is kept after so many e-mails; those after it are looked at again where a worker died.
NOTED_EVERY = 25
# Runs wait for their sweep while the mailbox is read, so a full one is read in several turns.
TURN_S = 20.0
# In English the desk reads what we cannot tell the language of; a person puts it right.
FALLBACK = "en"

log = structlog.get_logger()


class MailboxReader:
    """Reads the mailbox of this installation at the turns of a worker whose time has come."""

    def __init__(self, is_stopping: Callable[[], bool]) -> None:
        """`is_stopping` is asked before each letter."""
        self._is_stopping = is_stopping

    def turn(self) -> int:
        """Read the mailbox if it is time, and return how many letters were taken in."""
        detector, until = Detector(), time.monotonic() + TURN_S
        try:
            found = mailboxes.fetch_due(language_finder(detector),
                                        lambda: self._is_stopping() or time.monotonic() > until)
        finally:
            detector.forget()
        return found.taken if found is not None else 0


def language_finder(detector: Detector) -> Callable[[str], str]:
    """Return what tells the language of words (BCP 47); English where it cannot be told, and never an error."""
    def find(words: str) -> str:
        try:
            return detector.find(words, FALLBACK).language
        except Exception as error:
            # One text that cannot be looked at is no reason to leave an e-mail lying.
            log.warning("language-not-found", kind=type(error).__name__)
            return FALLBACK
    return find


def take_in(app: Flask, work: Work, token: int, is_stopping: Callable[[], bool]) -> None:
    """Take in the e-mails of the files of a run, from where an earlier try came to."""
    facts = email_imports.facts(db.session(), work.id)
    db.session.rollback()
    detector = Detector()
    with Heartbeat(app, work.id, token, is_stopping) as beat:
        reading = _Reading(work, token, facts, beat, language_finder(detector))
        for place, file in enumerate(facts["files"]):
            if place >= facts.get("file", 0):
                reading.take_file(place, file)
            reading.done += file["size"]
    detector.forget()
    email_imports.finish(work.id, token, reading.outcome)


class _Reading:
    """One worker's way through the files of a run."""

    def __init__(self, work: Work, token: int, facts: Mapping[str, Any], beat: Heartbeat,
                 language_of: Callable[[str], str]) -> None:
        self._work, self._token, self._facts, self._beat = work, token, facts, beat
        self._language_of = language_of
        self._total = max(1, sum(file["size"] for file in facts["files"]))
        self.done, self.outcome = 0, email_imports.outcome_of(facts)

    def take_file(self, place: int, file: Mapping[str, Any]) -> None:
        """Take in what a file holds, from the e-mail after the last one that was noted; then note that it is done."""
        passed = self._facts.get("number", 0) if place == self._facts.get("file", 0) else 0
        read = 0
        try:
            with attachments.store().open(file["stored_as"]) as stream:
                for entry in emails_in(stream):
                    self._beat(self.done + min(read, file["size"]), self._total)
                    read += len(entry.data or b"")
                    if entry.number > passed:
                        self._take(place, file, entry)
        except FileNotFoundError:
            raise CannotGoOn("file-gone") from None
        except Refused as refused:
            # What came before the place where the file breaks off was taken in.
            self.outcome.refuse(file["name"], 0, refused)
        email_imports.note(self._work.id, self._token, place + 1, 0, self.outcome)

    def _take(self, place: int, file: Mapping[str, Any], entry: Entry) -> None:
        email_imports.take_one(
            self.outcome, consultation_id=self._work.consultation_id, name=file["name"], number=entry.number,
            data=entry.data, by_id=None, is_acknowledged=self._facts["is_acknowledged"],
            language_of=self._language_of)
        if entry.number % NOTED_EVERY == 0:
            email_imports.note(self._work.id, self._token, place, entry.number, self.outcome)
