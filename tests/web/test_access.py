"""Every staff address × every role × every method, cell by cell; and the doors that must not exist."""

import io
from pathlib import Path

import pytest
from flask import Flask

from consult.domain.submissions import Facts
from consult.extensions import db
from consult.jobs.care import look
from consult.models.answer_words import AnswerWords
from consult.models.campaigns import Campaign, CampaignMember
from consult.models.machines import AcceptedBatch
from consult.models.responses import Attachment
from consult.models.runs import ProposedTheme, Run
from consult.models.submissions import SamePerson, SubmissionFile
from consult.models.variants import Variant, VariantFile
from consult.queries import redactions as details
from consult.queries.redactions import Unseen
from consult.services import (
    access_requests,
    answer_words,
    attachments,
    calls,
    codebooks,
    codings,
    import_files,
    paper_forms,
    people,
    remarks,
    samples,
    survey_drafts,
    taking_in,
    theme_links,
    variant_files,
    variants,
    worries,
)
from consult.services.answer_words import Find
from consult.services.codings import Code
from consult.services.transaction import writing
from consult.services.worries import keep_looks
from consult.web.access import RULES, Guarded
from tests import coded, double_coded
from tests.document_files import photo
from tests.event_worlds import EventWorld
from tests.filled_forums import fill_forum
from tests.linting import LintingClient, without_tokens
from tests.report_objects import report_objects
from tests.worlds import PASSWORD, World, build

WHO = {"0": None, "X": "nobody", "A": "administrator", "E": "survey-editor", "C": "coder", "L": "lead",
       "Q": "equality-lead", "R": "reader", "T": "translator", "K": "translation-checker", "S": "safeguarding",
       "I": "intake-officer"}
TABLE = [line.split() for line in (Path(__file__).parent / "access_table.txt").read_text().splitlines()
         if line and not line.startswith("#")]
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")


def test_the_table_names_every_staff_handler_and_method(app: Flask) -> None:
    handlers = {
        (rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods & {"GET", *UNSAFE}
        if rule.endpoint in RULES and RULES[rule.endpoint].permission is not None
    }
    assert handlers == {(endpoint, method) for endpoint, method, _cells in TABLE}


@pytest.mark.parametrize("letter", WHO)
def test_each_cell_answers_as_the_table_says(app: Flask, client: LintingClient, letter: str) -> None:
    world = build()
    values = objects(world)
    if WHO[letter]:
        client.sign_in(f"{WHO[letter]}@example.org", PASSWORD)
    wrong = []
    for endpoint, method, cells in TABLE:
        allowed = ask(app, client, endpoint, method, values)
        if allowed is not (cells["0XAECLQRTKSI".index(letter)] != "."):
            wrong.append((endpoint, method, "was let in" if allowed else "was kept out"))
    assert wrong == []


def test_a_handler_without_a_rule_does_not_register() -> None:
    with pytest.raises(TypeError, match="declares no access rule"):
        Guarded("open", __name__).add_url_rule("/open", view_func=lambda: "")


def test_a_coder_of_one_consultation_cannot_reach_into_another(client: LintingClient, world: World) -> None:
    with writing():
        from consult.services import consultations

        other = consultations.create(slug="other", facts={
            "title": {"en": "Other"}, "summary": {"en": "x"}, "opens_at": world.consultation.opens_at,
            "closes_at": world.consultation.closes_at})
        people.grant(person_id=world.staff["reader"].id, consultation_id=other.id, role="coder")
    response = world.responses[0].public_id
    client.sign_in("reader@example.org", PASSWORD)
    assert client.get("/staff/consultations/other/responses").status_code == 200
    assert client.get(f"/staff/consultations/other/responses/{response}").status_code == 404
    assert client.get(f"/staff/consultations/small-plan/responses/{response}").status_code == 403


def test_a_consultation_that_is_not_yours_looks_as_if_it_did_not_exist(client: LintingClient, world: World) -> None:
    people.add(email="stranger@example.org", name="A stranger", password=PASSWORD)
    client.sign_in("stranger@example.org", PASSWORD)
    real, never = client.get("/staff/consultations/small-plan/code"), client.get("/staff/consultations/never-was/code")
    assert real.status_code == never.status_code == 404
    assert without_tokens(real.text).replace("small-plan", "never-was") == without_tokens(never.text)


@pytest.mark.parametrize("path", [
    "/staff/consultations/small-plan/responses/", "/staff//consultations/small-plan/responses",
    "/STAFF/consultations/small-plan/responses", "/staff/consultations/small-plan/responses.json",
    "/staff/consultations/small-plan/%2e%2e/small-plan/responses", "/staff/consultations/small-plan/responses%2f",
])
def test_no_spelling_of_an_address_opens_it(client: LintingClient, world: World, path: str) -> None:
    answer = client.get(path, headers={"X-Original-URL": "/staff/", "X-HTTP-Method-Override": "GET"})
    assert answer.status_code in (302, 303, 308, 404)


def test_every_unsafe_handler_wants_a_token(app: Flask, client: LintingClient, world: World) -> None:
    values = objects(world)
    client.sign_in("lead@example.org", PASSWORD)
    for endpoint, method, cells in TABLE:
        if method in UNSAFE and cells[5] == "L":
            with app.test_request_context():
                from flask import url_for

                path = url_for(endpoint, **wanted(app, endpoint, values))
            assert client.open(path, method=method, data={"name": "x"}).status_code == 400, endpoint


def ask(app: Flask, client: LintingClient, endpoint: str, method: str, values: dict[str, str]) -> bool:
    """Call a handler and say whether it let the caller in."""
    from flask import url_for

    with app.test_request_context():
        path = url_for(endpoint, **wanted(app, endpoint, values))
    is_post, named = method == "POST", {"consultation": "small-plan", "role": "reader", "languages": ["en", "ur"],
                                        "step": "move", "pair": values["pair"]}
    answer = client.send(path, named, lint=False) if is_post else client.get(path, lint=False)
    is_sent_away = answer.status_code in (302, 303) and "/staff/sign-in" in answer.headers["Location"]
    assert answer.status_code < 500, (endpoint, answer.status_code)
    answer.close()
    return answer.status_code not in (403, 404) and not is_sent_away


def signed(world: World) -> str:
    """Send an answer in sign language; return its public id."""
    from tests.services.test_signed_answers import sent

    return sent(world).public_id


def in_urdu(world: World) -> str:
    """Find the language of an answer; return the public id of its words."""
    answer = world.respond("میری گلی میں زیادہ پولیس چاہیے۔", language="ur")
    answer_words.keep_found([Find(answer.id, "ur", "ur")])
    with writing() as session:
        return session.query(AnswerWords).filter(AnswerWords.answer_id == answer.id).one().public_id


def sent_file(world: World) -> str:
    """Give a response a file and return its public id."""
    kept = attachments.store().keep(io.BytesIO(b"words"), 100)
    with writing() as session:
        row = Attachment(response_id=world.responses[0].id, question_key="paper", name="words.txt",
                         media_type="text/plain", size=kept.size, digest=kept.digest, stored_as=kept.stored_as)
        session.add(row)
        session.flush()
        return row.public_id


def wanted(app: Flask, endpoint: str, values: dict[str, str]) -> dict[str, str]:
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    noun = endpoint.split(".")[0]
    named = {**values, "public_id": values[f"{noun}:{endpoint.split('.')[1]}"]
             if f"{noun}:{endpoint.split('.')[1]}" in values else values.get(noun, "")}
    return {name: values.get(f"{noun}.{name}") or named[name] for name in rule.arguments}


def objects(world: World) -> dict[str, str]:
    """Make one of everything that an address can name."""
    lead, consultation_id = world.staff["lead"].id, world.consultation.id
    people.add(email="nobody@example.org", name="A nobody", password=PASSWORD)
    theme = codebooks.add_theme(consultation_id=consultation_id, name="More officers", by_id=lead)
    answer = world.respond("More officers on my street")
    coding = codings.confirm(consultation_id=consultation_id, answer_id=answer.public_id or "", span=None,
                             code=Code(theme.public_id, "support"), by_id=lead)
    finding = theme_links.link(consultation_id=consultation_id, theme=theme.public_id, plan_node="sub-streets",
                               reason="Asked for.", by_id=lead)
    with writing() as session:
        run = Run(consultation_id=consultation_id, kind="discover", state="done")
        session.add(run)
        session.flush()
        proposal = ProposedTheme(run_id=run.id, position=0, language="en", terms=["officers"], size=1)
        batch = AcceptedBatch(consultation_id=consultation_id, cut=0.5, precision=0.9, measured_on=40, codings=1,
                              answers=1, accepted_by_id=lead)
        session.add_all([proposal, batch])
    doubt = a_doubt(world)
    return {
        "language": "ur", "unit_key": doubt[0], "comment_id": doubt[1],
        "slug": world.slug, "theme_id": theme.public_id, "coding_id": coding.public_id, "number": "1",
        "question_key": "violence-words", "staff_codebooks": theme.public_id, "staff_coding": answer.public_id or "",
        "staff_answer_words": in_urdu(world), "staff_signed_answers": signed(world),
        "staff_theme_links": finding.public_id, "staff_people": world.staff["reader"].public_id,
        "staff_flags": world.responses[0].public_id, "staff_attachments": sent_file(world),
        "staff_responses": world.responses[0].public_id, "staff_proposals": proposal.public_id,
        "staff_machine": batch.public_id, "staff_proposals:cancel": run.public_id,
        "staff_proposals:progress": run.public_id,
        "draft_id": being_written(world), "section_key": "violence", "page": "violence-words",
        "request_id": asked(world), "kind": "csv", "form": "audio", "part": "question/violence-words",
        **recording(world),
        **coded_twice(world), **cared_for(world), "staff_campaigns": alike(world), **of_a_forum(world),
        **at_an_event(world), **taken_in(world), **typed_in(world),
        **on_its_way(world), "staff_same_people": maybe_one_person(world),
        "staff_mailbox": reading_emails(world), **report_objects(world, theme),
    }


def reading_emails(world: World) -> str:
    """Return the public id of a run that takes in emails."""
    with writing() as session:
        run = Run(consultation_id=world.consultation.id, kind="emails", state="queued")
        session.add(run)
        session.flush()
        return run.public_id


def maybe_one_person(world: World) -> str:
    """Propose that two responses are one person's; return the public id of the pair."""
    with writing() as session:
        pair = SamePerson(consultation_id=world.consultation.id, first_id=world.responses[0].id,
                          second_id=world.responses[1].id, basis="words")
        session.add(pair)
        session.flush()
        return pair.public_id


def on_its_way(world: World) -> dict[str, str]:
    """Bring a file of answers and name a panel; return the public ids of both."""
    ids = {"consultation_id": world.consultation.id, "by_id": world.staff["intake-officer"].id}
    file = import_files.bring(**ids, stream=io.BytesIO(b"id,Words\n1,More buses\n"), name="in.csv", source="A tool")
    panel = samples.add(**ids, name="A panel", method="Asked in May.")
    return {"staff_imports": file.public_id, "staff_import_mappings": file.public_id,
            "staff_samples": panel.public_id}


def typed_in(world: World) -> dict[str, str]:
    """Take in a paper form and begin a call; return the public ids of both."""
    ids = {"consultation_id": world.consultation.id, "by_id": world.staff["intake-officer"].id}
    form = paper_forms.take_in(**ids, came=paper_forms.Came("post", "en", world.consultation.opens_at.date()))
    return {"staff_keying": form, "staff_keying.number": "1", "staff_calls": calls.begin(
        **ids, age_route="adult", language="en", channel="phone", about={})}


def taken_in(world: World) -> dict[str, str]:
    """Take in a photo of a letter; return the public ids of it and of its file, and the number of its page."""
    found = taking_in.take_in(
        consultation_id=world.consultation.id, facts=Facts("post", "letter", "en"), sender=taking_in.Told(),
        files=[taking_in.Uploaded("letter.jpg", photo())], by_id=world.staff["intake-officer"].id)
    file_id = db.session.query(SubmissionFile.public_id).scalar()
    return {"staff_submissions": found.public_id, "staff_documents": found.public_id,
            "staff_senders": found.public_id,
            "staff_documents.file_id": file_id, "staff_documents.page": "1"}


def at_an_event(world: World) -> dict[str, str]:
    """Hold an event with one note; return the public ids of both, and a thing of its access checklist."""
    events = EventWorld(world)
    event = events.held()
    return {"event_id": event.public_id, "note_id": events.noted(event, "More lights")[0].public_id, "key": "bsl"}


def of_a_forum(world: World) -> dict[str, str]:
    """Make a forum that let the reader in; return the public ids of what officers' addresses name."""
    filled = fill_forum(world)
    return {"forum_id": filled.forum.forum.public_id, "ask_id": filled["asks"].public_id,
            "need_id": filled["meeting_needs"].public_id, "file_id": filled["forum_files"].public_id}


def alike(world: World) -> str:
    """Propose two answers as a campaign; return its public id."""
    words = "Keep the police office in our high street open because we cannot travel to another"
    sent = [world.respond(words) for _sender in range(2)]
    with writing() as session:
        campaign = Campaign(consultation_id=world.consultation.id, answer_id=sent[0].id)
        session.add(campaign)
        session.flush()
        session.add_all([CampaignMember(campaign_id=campaign.id, answer_id=answer.id, likeness=1.0, start=0,
                                        end=len(words), is_identical=True) for answer in sent])
        return campaign.public_id


def cared_for(world: World) -> dict[str, str]:
    """Suggest a detail in an answer, and flag a worry about another; return their public ids."""
    told, worried = world.respond("Ring 07700 900123"), world.respond("He hit me last night")
    keep_looks([look(Unseen(told.id, False, told.text or ""))])
    worry = worries.flag(consultation_id=world.consultation.id, answer_id=worried.public_id or "", kind="abuse",
                         by_id=world.staff["coder"].id)
    [words] = details.of_answer(db.session(), world.consultation.id, told.public_id or "", with_withheld=False).texts
    return {"answer_id": told.public_id or "", "staff_worries": worry.public_id,
            "staff_redactions": words.details[0].public_id}


def coded_twice(world: World) -> dict[str, str]:
    """Put an answer up for a second coder, let two differ on another, and ask a colleague about it."""
    third, fourth = (double_coded.second_coder(world, name) for name in ("third", "fourth"))
    waits, differs = world.respond("Words"), world.respond("Other words")
    theme = coded.theme(world, "Seen by one")
    double_coded.read(world, waits, by=third)
    double_coded.read(world, differs, (theme, "support"), by=third)
    row = double_coded.waiting(waits)
    question = remarks.ask(consultation_id=world.consultation.id, answer_id=differs.public_id or "", words="Which?",
                           by_id=third.id)
    return {"staff_double_coding": row.public_id if row else "",
            "staff_differences": double_coded.code_again(world, differs, by=fourth).public_id,
            "staff_remarks": differs.public_id or "", "remark_id": question.public_id}


def recording(world: World) -> dict[str, str]:
    """Put a recording beside a question; return the public ids of it and of its file."""
    sent = attachments.Sent(io.BytesIO(b"RIFF\x00\x00\x00\x00WAVE" + bytes(9)), "a.wav", "audio/wav")
    row = variant_files.keep(
        consultation_id=world.consultation.id, place=variants.Place("question/violence-words", "ur", "audio"),
        given=variant_files.Given("Words", {"audio": sent}), by_id=world.staff["translator"].id)
    with writing() as session:
        file_id = session.query(VariantFile).filter(VariantFile.variant_id == row.id).one().public_id
    return {"staff_variant_files": row.public_id, "staff_variant_files:file": file_id}


def asked(world: World) -> str:
    """Ask for a format; return the request's public id."""
    wanted = access_requests.Asked("format", "braille", "", "me@example.org", "en")
    return access_requests.take(consultation_id=world.consultation.id, asked=wanted, network="198.51.100.1").public_id


def a_doubt(world: World) -> tuple[str, str]:
    """Doubt a translation; return the key of its text and the doubt's number."""
    with writing() as session:
        row = session.query(Variant).filter(Variant.language == "ur", Variant.unit_key.like("question/%/text")).first()
        assert row is not None
        key, public_id = row.unit_key, row.public_id
    doubt = variants.comment(consultation_id=world.consultation.id, public_id=public_id, text="Is this right?",
                             is_doubt=True, by_id=world.staff["translator"].id)
    return key, str(doubt.id)


def being_written(world: World) -> str:
    """Start writing from the version in use; return the public id of what is written."""
    by_id = world.staff["survey-editor"].id
    return survey_drafts.copy_of_version(consultation_id=world.consultation.id, number=1, by_id=by_id).public_id
