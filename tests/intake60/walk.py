"""Brings the 60 submissions in by the services that people and workers use, step by step, and decides on each; no test.

Each step gives its name when it is done; whoever walks looks at the register in between.
"""

import io
import json
from collections.abc import Iterator
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from consult.clients.mailbox import mailbox
from consult.domain.keyings import CONSENT, QUOTES
from consult.domain.submissions import Facts, parts_from
from consult.extensions import db
from consult.jobs import running
from consult.models.base import utc_now
from consult.models.consultations import Consultation
from consult.models.responses import Answer, Draft, Response
from consult.models.runs import Run
from consult.models.samples import ResponseImport
from consult.models.submissions import SamePerson, Submission
from consult.queries import surveys
from consult.services import (
    calls,
    campaigns,
    documents,
    drafts,
    email_intake,
    forms,
    import_files,
    keyed_forms,
    keyings,
    mailboxes,
    paper_forms,
    responses,
    same_people,
    samples,
    submissions,
    taking_back,
)
from consult.services.keyings import Typed
from consult.services.paper_forms import Came, Scan
from consult.services.secrets import new_token
from consult.services.transaction import writing
from tests.campaign_worlds import DECISION
from tests.imap_server import PASSWORD, Box
from tests.intake60 import files
from tests.intake60 import submissions as sixty
from tests.intake60.emails import mbox
from tests.intake60.submissions import BY_NUMBER, Entry, by_route
from tests.worlds import World

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MAPPING = {"consent": True, "columns": {"Fewer knives is the right aim": "support-knife-crime",
                                        "What would you change?": "missing-words"}}


class Walk:
    """What came so far: `came` counts submissions, `responses` and `waiting` are public ids by their numbers."""

    def __init__(self, app: Flask, world: World, server: Box) -> None:
        self.app, self.world, self.server = app, world, server
        self.consultation_id = world.consultation.id
        self.officer, self.lead = world.staff["intake-officer"].id, world.staff["lead"].id
        self.came = 0
        self.responses: dict[int, str] = {}
        self.waiting: dict[int, str] = {}
        self.codes: dict[int, str] = {}

    def steps(self) -> Iterator[str]:
        """Bring everything in and decide on it; give the name of each step when it is done."""
        for entry in by_route("web"):
            if "late" not in entry.facts:
                self.send(entry)
                yield f"web {entry.number}"
        yield from self.changes_of_mind()
        yield from self.survey_file()
        yield from self.mail()
        yield from self.decide_mail()
        yield from self.uploads()
        yield from self.letters()
        yield from self.paper()
        yield from self.talks()
        yield from self.panel()
        yield from self.after_the_close()
        yield from self.campaign()
        yield from self.one_person()

    def send(self, entry: Entry) -> None:
        """Answer on the site, as a browser does."""
        token = drafts.begin(consultation_id=self.consultation_id, age_route="adult")
        if entry.closed:
            self.page(token, "knife", "support-knife-crime", entry.closed)
        self.page(token, "missing-words", "missing-words", entry.words)
        self.submit(token, entry)

    def page(self, token: str, page: str, question: str, value: str) -> None:
        """Save one page of a draft."""
        drafts.save_page(token=token, consultation_id=self.consultation_id, page_key=page, values={question: [value]})

    def submit(self, token: str, entry: Entry) -> None:
        """Send a draft."""
        responses.submit(consultation_id=self.consultation_id, draft_token=token, submission_token=new_token(),
                         language=entry.language, has_consent=True, has_quote_consent=True)
        self.came += 1
        self.responses[entry.number] = self.newest()

    def changes_of_mind(self) -> Iterator[str]:
        """One takes an answer back, one corrects it, one was a test of ours."""
        taking_back.withdraw(public_id=self.responses[11])
        yield "withdrawn"
        token = taking_back.begin_correction(public_id=self.responses[18])
        self.page(token, "missing-words", "missing-words", BY_NUMBER[18].words + " He passed all the same.")
        self.submit(token, BY_NUMBER[18])
        self.came -= 1
        yield "corrected"
        responses.exclude(consultation_id=self.consultation_id, public_id=self.responses[19], reason="test",
                          by_id=self.lead)
        yield "excluded"

    def survey_file(self) -> Iterator[str]:
        """The file of the city's survey site, twice: the second time it is known."""
        for name in ("survey file", "survey file again"):
            self.bring(sixty.forum_file(), "export.csv", {**MAPPING, "channel": "online", "id": "Response ID"})
            self.came += len(by_route("survey-file")) if name == "survey file" else 0
            yield name
        self.find(by_route("survey-file"))

    def panel(self) -> Iterator[str]:
        """The workbook of the panel, twice."""
        key = samples.add(consultation_id=self.consultation_id, name="Spring panel", method="Asked by telephone.",
                          by_id=self.lead).key
        for name in ("panel file", "panel file again"):
            self.bring(sixty.panel_file(), "panel.xlsx", {**MAPPING, "channel": "panel", "id": "ID",
                                                          "weight": "Weight"}, sample=key)
            self.came += len(by_route("panel")) if name == "panel file" else 0
            yield name
        self.find(by_route("panel"))

    def bring(self, data: bytes, name: str, mapping: dict[str, object], sample: str = "") -> None:
        """Bring a file in: look through it, then store it, both by the worker."""
        where = {"consultation_id": self.consultation_id, "by_id": self.lead}
        row = import_files.bring(stream=io.BytesIO(data), name=name, source=f"{name} source",
                                 sample_key=sample, **where)
        known = {"delimiter": json.loads(row.mapping).get("delimiter")} if ".csv" in name else {}
        public_id = row.public_id
        import_files.describe(public_id=public_id, mapping={**mapping, **{k: v for k, v in known.items() if v}},
                              **where)
        for go in (import_files.check, import_files.take_in):
            go(public_id=public_id, **where)
            self.work()
        db.session.rollback()
        row = db.session().scalars(select(ResponseImport).where(ResponseImport.public_id == public_id)).one()
        assert (row.state, row.refused) == ("done", 0), (row.state, row.problem, row.facts)

    def work(self) -> None:
        """Run what is queued, as the worker does."""
        queued = db.session().scalars(select(Run.id).where(Run.state == "queued")).all()
        db.session.rollback()
        for run_id in queued:
            running.execute(self.app, run_id)

    def mail(self) -> Iterator[str]:
        """The mailbox over IMAP, again, and after it was restored under new numbers; then files of e-mails."""
        sent_at = utc_now() - DAY
        for entry in by_route("imap"):
            if "late" not in entry.facts:
                self.server.add(sixty.email_of(entry.number, sent_at))
        yield from self.fetch("mailbox", len(self.server.letters))
        yield from self.fetch("mailbox again", 0)
        # What a restored mailbox does: the same letters under new numbers.
        self.server.letters = {uid + 100: source for uid, source in self.server.letters.items()}
        self.server.validity += 1
        yield from self.fetch("mailbox restored", 0)
        for entry in by_route("eml"):
            self.take_email(sixty.email_of(entry.number, sent_at))
            yield f"e-mail file {entry.number}"
        numbers = [25, *(entry.number for entry in by_route("mbox"))]
        box = [sixty.email_of(number, sent_at) for number in numbers]
        assert mbox(box) == sixty.mbox_of(sent_at)
        for source in box:
            self.take_email(source)
        yield "mbox"
        self.recognise([entry for entry in sixty.ENTRIES if entry.channel == "email" and "late" not in entry.facts])

    def fetch(self, name: str, count: int) -> Iterator[str]:
        """Read the mailbox as the worker does."""
        found = mailboxes.fetch(consultation_id=self.consultation_id, box=mailbox(self.server.url, PASSWORD))
        assert (found.taken, found.failed, found.problem) == (count, {}, ""), found
        self.came += count
        yield name

    def take_email(self, source: bytes) -> None:
        """Take one e-mail in from a file."""
        self.came += email_intake.take_in(consultation_id=self.consultation_id, data=source, by_id=self.officer).is_new

    def recognise(self, entries: list[Entry]) -> None:
        """Find out which submission holds which words."""
        rows = db.session().scalars(select(Submission).where(Submission.state == "waiting")).all()
        said = {row.public_id: _flat(row.text + " ".join(part.text for part in parts_from(row.parts))) for row in rows}
        for entry in entries:
            found = [key for key, words in said.items() if _flat(entry.words) in words]
            named = [key for key in found if _flat(entry.name) in said[key]]
            [self.waiting[entry.number]] = named or found
        db.session.rollback()

    def decide_mail(self) -> Iterator[str]:
        """Leave out what is no answer, accept the others."""
        for number in sorted(self.waiting):
            entry = BY_NUMBER[number]
            if entry.becomes == "excluded":
                submissions.exclude(**self.one(number), reason=entry.reason)
            else:
                self.accept(entry)
            yield f"decided {number}"

    def accept(self, entry: Entry) -> None:
        """Accept what waits; whoever it speaks for is told first."""
        if entry.body and entry.channel == "email":
            row = self.row(entry)
            submissions.describe(**self.one(entry.number), facts=Facts(
                row.channel, row.format, row.language, sender_kind="group", body=entry.body,
                speaks_for=entry.speaks_for))
        response = submissions.accept(**self.one(entry.number))
        if response is not None:
            self.responses[entry.number] = response.public_id

    def uploads(self) -> Iterator[str]:
        """Documents: each is read; what is only a picture of a page is typed by a person."""
        for entry in by_route("upload"):
            name, data = sixty.file_of(entry.number)
            with writing() as session:
                taken = submissions.take_in(
                    session, consultation_id=self.consultation_id, by_id=self.officer,
                    facts=self.facts(entry, "document"))
                documents.add_file(session, taken, stream=io.BytesIO(data), name=name, role="source")
                self.waiting[entry.number] = taken.public_id
            self.came += 1
            yield f"upload {entry.number}"
            if self.row(entry).needs_typing:
                submissions.describe(**self.one(entry.number), facts=self.facts(entry, "document", entry.words))
            self.accept(entry)
            yield f"accepted {entry.number}"

    def letters(self) -> Iterator[str]:
        """Letters that are pasted, one that nobody can read, and a petition."""
        for entry in (*by_route("paste"), *by_route("petition")):
            form = "petition" if entry.route == "petition" else "letter"
            with writing() as session:
                self.waiting[entry.number] = submissions.take_in(
                    session, consultation_id=self.consultation_id, by_id=self.officer,
                    facts=self.facts(entry, form, entry.words)).public_id
            self.came += 1
            yield f"letter {entry.number}"
            if entry.becomes == "unreadable":
                submissions.mark_unreadable(**self.one(entry.number))
            else:
                self.accept(entry)
            yield f"decided {entry.number}"

    def paper(self) -> Iterator[str]:
        """Forms with their codes, each typed by two people; the one that came twice is a duplicate."""
        version = surveys.current(db.session(), self.consultation_id)
        assert version is not None
        number, entries = version.number, by_route("paper")
        codes = self.issue(version, len(entries))
        self.codes = dict(zip((entry.number for entry in entries), codes, strict=True))
        for entry in entries:
            self.come_back(entry)
            yield f"paper {entry.number}"
            if entry.becomes == "duplicate" and entry.number == 49:
                submissions.mark_duplicate(**self.one(49), of=self.responses[45])
            else:
                self.type_twice(entry, number)
            yield f"typed {entry.number}"

    def issue(self, version: surveys.Version, count: int) -> list[str]:
        """Print forms, and return their codes."""
        return [made.form for made in forms.issue(consultation_id=self.consultation_id, version=version, count=count,
                                                  by_id=self.lead)]

    def come_back(self, entry: Entry) -> None:
        """Take a form in beside its scan; one has the code of another."""
        is_copy = entry.number == 49
        came = Came(entry.channel, "en", utc_now().date(), code=self.codes[45 if is_copy else entry.number],
                    is_copy=is_copy, scans=(Scan("scan.jpg", files.jpeg(entry.words)),))
        self.waiting[entry.number] = paper_forms.take_in(consultation_id=self.consultation_id, came=came,
                                                         by_id=self.officer)
        self.came += 1

    def type_twice(self, entry: Entry, version: int) -> None:
        """Let two people type a form."""
        where = {"consultation_id": self.consultation_id, "submission_id": self.waiting[entry.number]}
        values = {"missing-words": [entry.words], CONSENT: ["yes"], QUOTES: ["yes"],
                  **({"support-knife-crime": [entry.closed]} if entry.closed else {})}
        keyings.begin(**where, version_number=version, age="adult", by_id=self.officer)
        keyed_forms.finish(**where, number=1, typed=Typed(values), by_id=self.officer)
        keyings.begin_again(**where, by_id=self.lead)
        done = keyed_forms.finish(**where, number=2, typed=Typed(values), by_id=self.lead)
        assert done.is_agreed, done
        self.responses[entry.number] = self.newest()

    def talks(self) -> Iterator[str]:
        """Calls and cards that are typed while somebody talks."""
        for entry in (*by_route("call"), *by_route("card")):
            helped = {"was_helped": True, "words_are": "own"} if "helped" in entry.facts else {}
            public_id = calls.begin(consultation_id=self.consultation_id, age_route="adult", language="en",
                                    channel=entry.channel, about=helped, by_id=self.officer)
            self.came += 1
            yield f"call {entry.number}"
            where = {"consultation_id": self.consultation_id, "submission_id": public_id, "by_id": self.officer}
            calls.save_page(**where, values={"missing-words": [entry.words]})
            calls.finish(**where, submission_token=new_token(), has_consent=True, has_quote_consent=False)
            self.responses[entry.number] = self.newest()
            yield f"told {entry.number}"

    def after_the_close(self) -> Iterator[str]:
        """What was begun in time and counts, and what came later and is kept."""
        token = drafts.begin(consultation_id=self.consultation_id, age_route="adult")
        self.page(token, "missing-words", "missing-words", BY_NUMBER[17].words)
        with writing() as session:
            session.execute(update(Draft).values(created_at=utc_now() - DAY))
            consultation = session.get_one(Consultation, self.consultation_id)
            consultation.closes_at, consultation.grace_minutes = utc_now() - HOUR / 4, 60
        self.submit(token, BY_NUMBER[17])
        yield "late and counted"
        with writing() as session:
            session.get_one(Consultation, self.consultation_id).late_answers = "kept"
        self.server.add(sixty.email_of(33, utc_now()))
        yield from self.fetch("late e-mail", 1)
        self.recognise([BY_NUMBER[33]])
        self.accept(BY_NUMBER[33])
        yield "late and kept"

    def campaign(self) -> Iterator[str]:
        """Look for the campaign and confirm it."""
        campaigns.find(consultation_id=self.consultation_id, by_id=self.lead)
        self.work()
        yield "campaign found"
        public_id = db.session().scalars(select(campaigns.Campaign.public_id)).one()
        campaigns.confirm(consultation_id=self.consultation_id, public_id=public_id, decision=DECISION,
                          by_id=self.lead)
        yield "campaign confirmed"

    def one_person(self) -> Iterator[str]:
        """Link what was proposed as one person's."""
        rows = db.session().scalars(select(SamePerson).where(SamePerson.state == "proposed")).all()
        pairs = [tuple(db.session().get_one(Response, row_id).public_id for row_id in (row.first_id, row.second_id))
                 for row in rows]
        db.session.rollback()
        for first, other in pairs:
            same_people.link(consultation_id=self.consultation_id, first=first, other=other, reason="One person.",
                             by_id=self.lead)
            yield "one person"

    def facts(self, entry: Entry, form: str, words: str = "") -> Facts:
        """Return what an officer tells of a submission."""
        return Facts(entry.channel, form, entry.language, text=words, body=entry.body,
                     sender_kind="organisation" if entry.body else "person", speaks_for=entry.speaks_for,
                     signatures=int(entry.facts["signatures"]) if "signatures" in entry.facts else None)

    def one(self, number: int) -> dict[str, object]:
        """Return what names one submission to a service."""
        return {"consultation_id": self.consultation_id, "public_id": self.waiting[number], "by_id": self.officer}

    def row(self, entry: Entry) -> Submission:
        """Return a submission as it stands."""
        db.session.rollback()
        return db.session().scalars(select(Submission).where(
            Submission.public_id == self.waiting[entry.number])).one()

    def newest(self) -> str:
        """Return the public id of the response that came last."""
        db.session.rollback()
        return db.session().scalars(select(Response.public_id).order_by(Response.id.desc())).first() or ""

    def find(self, entries: list[Entry]) -> None:
        """Find the responses of a file by their words."""
        for entry in entries:
            self.responses[entry.number] = db.session().scalars(
                select(Response.public_id).join(Answer, Answer.response_id == Response.id)
                .where(Answer.text == entry.words)).one()
        db.session.rollback()


def _flat(words: str) -> str:
    return " ".join(words.split()).casefold()
