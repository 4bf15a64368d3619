"""Details taken out: masked everywhere, kept apart, brought back whole; gone or remade with the words they are of."""

import pytest
from sqlalchemy import func, select

from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.jobs.care import CareLooker
from consult.models.answer_words import AnswerWords
from consult.models.audit import AuditEvent
from consult.models.care import AnswerOriginal, CareLook, Redaction, Worry
from consult.models.machines import AnswerVector, NodeSuggestion
from consult.models.plans import PlanNode
from consult.models.responses import Answer, Response
from consult.models.runs import Suggestion
from consult.queries import codings, quotes, receipts, response_copies, response_rows
from consult.queries import redactions as stored
from consult.services import answer_words, redactions, taking_back, worries
from consult.services.answer_words import Find, keep_found
from consult.services.drafts import hash_of
from consult.services.transaction import writing
from tests import coded
from tests.machine_worlds import rank
from tests.worlds import World

SAID = "My name is Tolu Adeyemi and nobody helped. Ring 07700 900461."
HIDDEN = "My name is ████████████ and nobody helped. Ring ████████████."


def test_the_machine_only_suggests_and_a_person_takes_out(world: World) -> None:
    answer = looked_at(world, SAID)
    assert text(answer) == SAID
    assert [(row.kind, row.state, row.source) for row in rows(answer)] == [
        ("name", "suggested", "rule"), ("phone", "suggested", "rule")]
    assert confirm_all(world, answer) == 2
    assert text(answer) == HIDDEN and len(HIDDEN) == len(SAID)
    assert original(answer) == SAID


def test_bringing_back_restores_the_words_and_the_last_one_deletes_the_copy(world: World) -> None:
    answer = looked_at(world, SAID)
    confirm_all(world, answer)
    name, phone = rows(answer)
    decide(world, phone, "undone")
    assert text(answer) == HIDDEN[:48] + SAID[48:] and original(answer) == SAID
    decide(world, name, "undone")
    assert text(answer) == SAID and original(answer) is None
    decide(world, name, "confirmed")
    assert "Tolu" not in text(answer)


def test_a_refused_detail_stays_in_and_is_not_suggested_again(world: World) -> None:
    answer = looked_at(world, SAID)
    name, phone = rows(answer)
    decide(world, name, "refused")
    decide(world, phone, "confirmed")
    assert "Tolu Adeyemi" in text(answer) and "07700" not in text(answer)
    look_again(answer)
    assert [row.state for row in rows(answer)] == ["refused", "confirmed"]


def test_a_person_takes_out_words_wherever_they_stand(world: World) -> None:
    answer = world.respond("Bash came, bash left. Bashful he is not.")
    assert add(world, answer, "Bash") == 2
    assert text(answer) == "████ came, ████ left. Bashful he is not."
    with pytest.raises(Refused, match="redaction-words-not-there"):
        add(world, answer, "Dave")


def test_masks_that_overlap_are_restored_one_by_one(world: World) -> None:
    answer = world.respond("Ann Lee Brown came")
    add(world, answer, "Ann Lee")
    with writing() as session:
        session.add(Redaction(consultation_id=world.consultation.id, answer_id=answer.id, start=4, end=13, kind="name",
                              source="rule"))
    longer = max(rows(answer), key=lambda row: row.end)
    decide(world, longer, "confirmed")
    assert text(answer) == "█████████████ came"
    decide(world, min(rows(answer), key=lambda row: row.end), "undone")
    assert text(answer) == "Ann █████████ came"


def test_a_decision_that_was_made_already_is_told(world: World) -> None:
    answer = looked_at(world, SAID)
    decide(world, rows(answer)[0], "confirmed")
    with pytest.raises(Conflict, match="redaction-decided"):
        decide(world, rows(answer)[0], "confirmed")


def test_the_original_is_opened_by_few_and_each_opening_is_in_the_trail(world: World) -> None:
    answer = looked_at(world, SAID)
    confirm_all(world, answer)
    for role in ("coder", "administrator", "translator", "equality-lead"):
        with pytest.raises(NotAllowed):
            open_original(world, answer, role)
    assert open_original(world, answer, "safeguarding") == (SAID, "")
    assert open_original(world, answer, "lead") == (SAID, "")
    opened = list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == Act.ORIGINAL_OPENED.value)))
    assert [event.person_id for event in opened] == [world.staff[role].id for role in ("safeguarding", "lead")]
    assert not any("Tolu" in str(event.facts) for event in db.session.scalars(select(AuditEvent)))


def test_what_leaves_is_masked_before_anybody_has_decided_or_even_looked(world: World) -> None:
    unseen, seen = world.respond(SAID), looked_at(world, SAID.replace("Tolu", "Temi"))
    theme = coded.theme(world)
    for answer in (unseen, seen):
        coded.code(world, answer, theme)
    left = [str(row) for row in response_rows.rows(db.session(), world.consultation.id)]
    assert sum(HIDDEN in words for words in left) == 2
    assert not any("Adeyemi" in words or "900461" in words for words in left)
    assert quotes.quotes(db.session(), world.consultation.id) == []
    confirm_all(world, seen)
    assert [quote.words for quote in quotes.quotes(db.session(), world.consultation.id)] == [HIDDEN]


def test_a_detail_that_was_refused_leaves_as_it_was_written(world: World) -> None:
    answer = looked_at(world, "Ask Tolu Adeyemi for more, he knows all of it.")
    [row] = rows(answer) if rows(answer) else [None]
    if row is None:
        add(world, answer, "Tolu Adeyemi")
        decide(world, rows(answer)[0], "undone")
    else:
        decide(world, row, "refused")
    left = [str(line) for line in response_rows.rows(db.session(), world.consultation.id)]
    assert any("Ask Tolu Adeyemi" in line for line in left)


def test_codings_stay_in_their_place_when_words_before_them_are_taken_out(world: World) -> None:
    answer = looked_at(world, SAID)
    start = SAID.index("nobody helped")
    coded.code(world, answer, coded.theme(world), span=(start, start + 13))
    confirm_all(world, answer)
    view = codings.answer(db.session(), world.consultation.id, answer.public_id or "")
    assert view is not None
    assert [view.text[one.start : one.end] for one in view.codings] == ["nobody helped"]


def test_the_person_reads_their_own_words_in_the_copy_and_in_a_correction(world: World) -> None:
    answer = looked_at(world, SAID)
    confirm_all(world, answer)
    response = db.session.get_one(Response, answer.response_id)
    assert SAID in str(response_copies.copy_of(db.session(), response))
    assert response_copies.values_of(db.session(), response)["violence-words"] == [SAID]
    token = taking_back.begin_correction(public_id=response.public_id)
    held = receipts_draft(token)
    assert held["violence-words"] == [SAID]


def test_a_correction_with_the_same_words_keeps_them_out_and_another_wording_starts_anew(world: World) -> None:
    for again, left in ((SAID, HIDDEN), (SAID + " Now.", SAID + " Now.")):
        answer = looked_at(world, SAID)
        confirm_all(world, answer)
        newer = world.respond(again)
        with writing() as session:
            old, new = (session.get_one(Response, one.response_id) for one in (answer, newer))
            taking_back._carry_words(session, old, new)
        assert text(newer) == left
        assert original(newer) == (SAID if left == HIDDEN else None)
        assert len(rows(newer)) == (2 if left == HIDDEN else 0)


def test_taking_back_deletes_the_original_with_the_masked_words(world: World) -> None:
    answer = looked_at(world, SAID)
    confirm_all(world, answer)
    answer_id = answer.id
    taking_back.withdraw(public_id=db.session.get_one(Response, answer.response_id).public_id)
    for model in (AnswerOriginal, Redaction, CareLook):
        assert db.session.scalar(select(func.count()).select_from(model).where(model.answer_id == answer_id)) == 0
    assert db.session.scalar(select(func.count()).select_from(Answer).where(Answer.text.contains("Tolu"))) == 0


def test_the_english_of_an_answer_has_details_of_its_own_and_new_english_starts_anew(world: World) -> None:
    answer = world.respond("میرا نام احمد رضا ہے", language="ur")
    keep_found([Find(answer.id, "ur", "ur")])
    write(world, answer, "My name is Ahmed Raza")
    CareLooker().turn()
    assert {(row.of_english, row.kind) for row in rows(answer)} == {(False, "name"), (True, "name")}
    confirm_all(world, answer)
    assert (text(answer), english(answer)) == ("میرا نام ████████ ہے", "My name is ██████████")
    assert open_original(world, answer, "lead") == ("میرا نام احمد رضا ہے", "My name is Ahmed Raza")
    write(world, answer, "I am called Ahmed Raza")
    assert original(answer, of_english=True) is None and original(answer) is not None
    CareLooker().turn()
    assert [row.state for row in rows(answer) if row.of_english] == ["suggested"]


def test_a_machines_draft_goes_when_words_are_taken_out_of_what_it_was_made_of(world: World) -> None:
    answer = world.respond("میرا نام احمد رضا ہے", language="ur")
    keep_found([Find(answer.id, "ur", "ur")])
    with writing() as session:
        session.scalars(select(AnswerWords).where(AnswerWords.answer_id == answer.id)).one().machine_draft = "Ahmed"
    add(world, answer, "احمد رضا")
    words = db.session.scalars(select(AnswerWords).where(AnswerWords.answer_id == answer.id)).one()
    assert words.machine_draft is None


@pytest.mark.parametrize("decision", ["confirmed", "undone"])
def test_what_machines_made_of_the_words_goes_when_they_change(world: World, decision: str) -> None:
    answer, other, theme = looked_at(world, SAID), world.respond("Another"), coded.theme(world)
    if decision == "undone":
        decide(world, rows(answer)[0], "confirmed")
    run = rank(world, {answer.id: [(theme, 0.9)], other.id: [(theme, 0.9)]})
    with writing() as session:
        node = session.scalars(select(PlanNode.id).limit(1)).one()
        session.add_all([AnswerVector(answer_id=answer.id, digest="3" * 64, model="a model", vector=b"1"),
                         NodeSuggestion(run_id=run.id, answer_id=answer.id, plan_node_id=node, position=0, score=0.5)])
    decide(world, rows(answer)[0], decision)
    assert [db.session.query(model).count() for model in (AnswerVector, NodeSuggestion)] == [0, 0]
    assert db.session.scalars(select(Suggestion.answer_id)).all() == [other.id]


def test_an_answer_that_is_withheld_is_redacted_only_by_those_who_may_see_it(world: World) -> None:
    answer = looked_at(world, SAID)
    worries.flag(consultation_id=world.consultation.id, answer_id=answer.public_id or "", kind="abuse",
                 by_id=world.staff["coder"].id)
    for role in ("coder", "lead"):
        with pytest.raises(NotFound):
            add(world, answer, "Tolu", role=role)
    assert add(world, answer, "nobody", role="safeguarding") == 1
    with pytest.raises(NotAllowed):
        add(world, answer, "Ring", role="reader")


def test_the_machine_looks_once_at_each_text_and_suggests_each_worry_once(world: World) -> None:
    answer = world.respond("He hit me last night")
    looker = CareLooker()
    assert looker.turn() >= 1 and looker.turn() == 0
    [worry] = db.session.scalars(select(Worry).where(Worry.answer_id == answer.id))
    assert (worry.source, worry.raised_by_id, worry.kind) == ("rule", None, "abuse")
    assert worry.words and worry.words[0] in "He hit me last night"
    look_again(answer)
    assert db.session.scalar(select(func.count()).select_from(Worry)) == 1


def test_a_worry_that_was_closed_does_not_come_back_with_the_english(world: World) -> None:
    answer = world.respond("میرا شوہر مجھے مارتا ہے", language="ur")
    keep_found([Find(answer.id, "ur", "ur")])
    CareLooker().turn()
    [worry] = db.session.scalars(select(Worry))
    worries.close(consultation_id=world.consultation.id, public_id=worry.public_id,
                  outcome=worries.Outcome("not-passed-on"), by_id=world.staff["safeguarding"].id)
    write(world, answer, "My husband beats me")
    CareLooker().turn()
    assert db.session.scalar(select(func.count()).select_from(Worry)) == 1


def test_the_list_of_what_waits_shows_beginnings_without_the_details(world: World) -> None:
    looked_at(world, SAID)
    [row] = stored.waiting(db.session(), world.consultation.id)
    assert row.suggested == 2 and row.beginning == HIDDEN
    assert stored.count_waiting(db.session(), world.consultation.id) == 2


def test_what_the_person_learns_of_their_passages_is_in_their_own_words(world: World) -> None:
    answer = looked_at(world, SAID)
    theme = coded.theme(world)
    coded.code(world, answer, theme)
    coded.link(world, theme, "sub-streets")
    confirm_all(world, answer)
    coded.publish(world)
    traces = receipts.outcome(db.session(), db.session.get_one(Response, answer.response_id)).traces
    assert [trace.words for trace in traces] == [SAID]


def looked_at(world: World, words: str) -> Answer:
    answer = world.respond(words)
    CareLooker().turn()
    return answer


def look_again(answer: Answer) -> None:
    """Let a machine look at an answer as if it had never been looked at."""
    with writing() as session:
        session.delete(session.get_one(CareLook, (answer.id, False)))
    CareLooker().turn()


def rows(answer: Answer) -> list[Redaction]:
    db.session.expire_all()
    return list(db.session.scalars(select(Redaction).where(Redaction.answer_id == answer.id)
                                   .order_by(Redaction.of_english, Redaction.start, Redaction.end)))


def text(answer: Answer) -> str:
    db.session.expire_all()
    return db.session.get_one(Answer, answer.id).text or ""


def english(answer: Answer) -> str | None:
    return db.session.scalar(select(AnswerWords.english).where(AnswerWords.answer_id == answer.id))


def original(answer: Answer, *, of_english: bool = False) -> str | None:
    db.session.expire_all()
    kept = db.session.get(AnswerOriginal, (answer.id, of_english))
    return kept.text if kept is not None else None


def decide(world: World, row: Redaction, decision: str) -> None:
    redactions.decide(consultation_id=world.consultation.id, public_id=row.public_id, decision=decision,
                      by_id=world.staff["coder"].id)


def confirm_all(world: World, answer: Answer) -> int:
    return redactions.confirm_all(consultation_id=world.consultation.id, answer_id=answer.public_id or "",
                                  by_id=world.staff["coder"].id)


def add(world: World, answer: Answer, words: str, role: str = "coder") -> int:
    return redactions.add(consultation_id=world.consultation.id, answer_id=answer.public_id or "", words=words,
                          kind="name", by_id=world.staff[role].id)


def open_original(world: World, answer: Answer, role: str) -> tuple[str, str]:
    return redactions.open_original(consultation_id=world.consultation.id, answer_id=answer.public_id or "",
                                    by_id=world.staff[role].id)


def write(world: World, answer: Answer, words: str) -> None:
    public_id = db.session.scalars(select(AnswerWords.public_id).where(AnswerWords.answer_id == answer.id)).one()
    answer_words.write(consultation_id=world.consultation.id, public_id=public_id, english=words,
                       by_id=world.staff["translator"].id)


def receipts_draft(token: str) -> dict[str, list[str]]:
    from consult.models.responses import Draft

    return db.session.scalars(select(Draft.answers).where(Draft.token_hash == hash_of(token))).one()
