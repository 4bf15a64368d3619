"""A film in sign language: sent, put into English, checked, corrected by who signed it, coded, and provably deleted."""

import io

import pytest
from sqlalchemy import func, select

from consult.domain.audit import Act
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.domain.signed_answers import WHOLE
from consult.extensions import db
from consult.models.answer_words import SignedAnswer, SignedWords
from consult.models.audit import AuditEvent
from consult.models.codebooks import Coding, Reading
from consult.models.responses import Answer, Attachment, Response
from consult.queries import codings as coding_queries
from consult.queries import reading_order, response_copies, response_counts, theme_counts
from consult.queries import reports as published
from consult.queries import signed_answers as stored
from consult.services import attachments, codings, drafts, reports, signed_answers, signed_words
from consult.services.attachments import Sent
from consult.services.transaction import writing
from tests import every_kind
from tests.coded import code, publish, theme
from tests.services.test_taking_back import change, newest, send
from tests.worlds import World

ENGLISH = "More light in the alley by the station, please do it soon."


def test_a_film_alone_is_a_response_that_counts(world: World) -> None:
    _received, before = response_counts.by_channel(db.session(), world.consultation.id)["online"]
    signed = sent(world)
    assert newest().answered_as == "bsl" and signed.delete_on == world.consultation.retention_until
    assert response_counts.by_channel(db.session(), world.consultation.id)["online"][1] == before + 1
    row = film()
    assert (row.draft_id, row.response_id, row.seconds) == (None, newest().id, 12)


def test_a_film_that_lies_is_empty_or_too_large_is_refused_and_the_one_before_stays(
    world: World, monkeypatch: pytest.MonkeyPatch,
) -> None:
    token = begin(world)
    keep(world, token)
    for data, expected in ((b"", "media-empty"), (b"<html>not a film", "media-kind"), (b"PK\x03\x04", "media-kind")):
        with pytest.raises(Refused, match=expected):
            keep(world, token, data=data)
    monkeypatch.setattr(attachments, "MOST_BYTES", {"video": 10})
    with pytest.raises(Refused, match="media-large"):
        keep(world, token)
    assert kept_files() == {film().stored_as}


def test_a_film_that_was_taken_away_is_not_sent_and_its_bytes_are_gone(world: World) -> None:
    token = begin(world)
    keep(world, token)
    signed_answers.remove(token=token, consultation_id=world.consultation.id, question_key="violence-words")
    assert kept_files() == set()
    with pytest.raises(Refused, match="nothing-answered"):
        send(world, token)


def test_whoever_reads_responses_never_gets_the_film(world: World) -> None:
    sent(world)
    with pytest.raises(NotFound):
        attachments.open_for_staff(consultation_id=world.consultation.id, public_id=film().public_id,
                                   by_id=world.staff["lead"].id)
    for role in ("lead", "coder", "administrator", "survey-editor"):
        with pytest.raises(NotAllowed):
            watch(world, role)


def test_each_watching_is_in_the_trail_and_its_pieces_are_one(world: World) -> None:
    sent(world)
    for is_start in (True, False, False, True):
        watch(world, "translator", is_start=is_start)
    watch(world, "translation-checker", is_start=False)
    assert [event.person_id for event in trail(Act.SIGNED_ANSWER_WATCHED)] == [
        world.staff["translator"].id, world.staff["translator"].id, world.staff["translation-checker"].id]


def test_what_two_people_stand_behind_is_an_answer_for_coders(world: World) -> None:
    sent(world)
    assert texts() == []
    written(world)
    assert texts() == []
    checked(world)
    [answer] = texts()
    assert (answer.text, answer.language) == (ENGLISH, "bfi") and answer.public_id
    view = coding_queries.answer(db.session(), world.consultation.id, answer.public_id)
    assert view is not None and not view.is_read
    code(world, answer, found := theme(world))
    assert theme_counts.by_theme(db.session(), world.consultation.id)[found.id].respondents == 1


def test_nobody_checks_their_own_english_nor_writes_without_the_right(world: World) -> None:
    signed = sent(world)
    with pytest.raises(NotAllowed):
        written(world, by="translation-checker")
    written(world)
    with pytest.raises(NotAllowed):
        checked(world, by="translator")
    with writing() as session:
        session.get_one(SignedAnswer, signed.id).written_by_id = world.staff["translation-checker"].id
    with pytest.raises(Conflict, match="own-words"):
        checked(world)


def test_english_that_changed_meanwhile_is_not_checked_unseen(world: World) -> None:
    sent(world)
    written(world)
    revision = one().revision
    written(world, english="Other words")
    with pytest.raises(Conflict, match="changed-meanwhile"):
        checked(world, revision=revision)


def test_english_is_sent_back_with_a_reason(world: World) -> None:
    sent(world)
    written(world)
    with pytest.raises(Refused, match="reason-missing"):
        back(world, " ")
    back(world, "The third sign means soon")
    assert (one().state, one().note) == ("waiting", "The third sign means soon")


def test_one_film_of_the_whole_survey_answers_several_questions(world: World) -> None:
    token = begin(world)
    keep(world, token, key=WHOLE)
    send(world, token)
    film_view = stored.one(db.session(), world.consultation.id, one().public_id)
    assert film_view is not None and [place.key for place in film_view.places] == ["violence-words", "missing-words"]
    signed_words.write(consultation_id=world.consultation.id, public_id=one().public_id, note="", revision=1,
                       english={"violence-words": "More light", "missing-words": "Deaf people", "nowhere": "Lost"},
                       by_id=world.staff["translator"].id)
    checked(world)
    assert {answer.text for answer in texts()} == {"More light", "Deaf people"}


def test_what_was_signed_stands_beside_what_was_typed(world: World) -> None:
    token = begin(world)
    change(world, token, "violence-words", ["Typed words"])
    keep(world, token)
    send(world, token)
    written(world)
    checked(world)
    assert [(answer.text, answer.language) for answer in db.session.scalars(
        select(Answer).where(Answer.response_id == newest().id).order_by(Answer.id))] == [
            ("Typed words", "en"), (ENGLISH, "bfi")]
    assert response_copies.values_of(db.session(), newest()) == {"violence-words": ["Typed words"]}


def test_who_typed_and_signed_to_one_question_is_one_person_in_the_report(world: World) -> None:
    token = begin(world)
    change(world, token, "violence-words", ["Typed words"])
    keep(world, token)
    send(world, token)
    written(world)
    checked(world)
    found = theme(world)
    for answer in db.session.scalars(select(Answer).where(Answer.response_id == newest().id)).all():
        code(world, answer, found)
    silent = begin(world)
    change(world, silent, "missing-words", ["Only this"])
    send(world, silent, submission="silent")
    draft = reports.build_draft(db.session(), world.consultation)
    assert [(one_theme.respondents, one_theme.base) for one_theme in draft.themes] == [(1, 1)]
    [question] = [asked for asked in draft.uncoded if asked.question_key == "violence-words"]
    assert (question.answers, question.not_answered) == (5, 1)


def test_a_comment_on_a_part_of_the_plan_can_be_signed(world: World) -> None:
    every_kind.ask(world, needs_files=False)
    token = begin(world)
    from tests.services.test_attachments import RIGHT
    for key, values in RIGHT.items():
        change(world, token, key, values)
    keep(world, token, key="anywhere@aim-trust")
    send(world, token)
    written(world, key="anywhere@aim-trust")
    checked(world)
    assert texts()[0].plan_node_key == "aim-trust"


def test_the_one_who_signed_corrects_the_english_and_it_comes_up_again(world: World) -> None:
    coded_film(world)
    assert correct(world, "Less light, I said")
    [answer] = texts()
    assert answer.text == "Less light, I said" and one().corrected_at is not None
    assert db.session.scalar(select(func.count()).select_from(Reading).where(Reading.answer_id == answer.id)) == 0
    [coding] = db.session.scalars(select(Coding))
    assert coding.withdrawn_at is not None and coding.withdrawn_by_id is None
    assert reading_order.next_answer(db.session(), world.consultation.id, "violence-words") is not None
    assert trail(Act.SIGNED_ANSWER_CORRECTED)[0].facts == {"withdrawn": 1}
    assert ENGLISH not in str([event.facts for event in db.session.scalars(select(AuditEvent))])


def test_the_same_words_again_are_no_correction(world: World) -> None:
    coded_film(world)
    assert not correct(world, f" {ENGLISH} ")
    assert trail(Act.SIGNED_ANSWER_CORRECTED) == []
    with pytest.raises(Refused, match="text-missing"):
        correct(world, " ")


def test_words_that_were_corrected_leave_the_edition_that_printed_them(world: World) -> None:
    coded_film(world)
    publish(world)
    assert ENGLISH in str(published.report(db.session(), world.consultation.id))
    correct(world, "Less light is what I said, in every street of ours")
    printed = str(published.report(db.session(), world.consultation.id))
    assert ENGLISH not in printed and "Less light" not in printed


def test_corrected_before_the_check_the_words_stand_and_are_checked(world: World) -> None:
    sent(world)
    written(world)
    correct(world, "My own words")
    for change_them in (lambda: written(world), lambda: back(world, "No")):
        with pytest.raises(Conflict, match="corrected-by-sender"):
            change_them()
    checked(world)
    assert texts()[0].text == "My own words"


def test_nobody_corrects_the_film_of_another(world: World) -> None:
    coded_film(world)
    with pytest.raises(NotFound):
        signed_words.correct(response_id=world.responses[0].public_id, public_id=one().public_id, english={})


WEBM = b"\x1a\x45\xdf\xa3" + bytes(8) + b"webm" + bytes(2000)


def begin(world: World) -> str:
    return drafts.begin(consultation_id=world.consultation.id, age_route="adult")


def keep(world: World, token: str, *, key: str = "violence-words", data: bytes = WEBM, seconds: int = 12) -> None:
    signed_answers.keep(token=token, consultation_id=world.consultation.id, question_key=key,
                        sent=Sent(io.BytesIO(data), "me.webm", "video/webm;codecs=vp9", seconds))


def sent(world: World) -> SignedAnswer:
    """Send a response that holds one film."""
    token = begin(world)
    keep(world, token)
    send(world, token)
    return one()


def coded_film(world: World) -> Response:
    """Send a film and have it put into English, checked, coded and read to the end."""
    sent(world)
    written(world)
    checked(world)
    [answer] = texts()
    code(world, answer, theme(world))
    codings.mark_read(consultation_id=world.consultation.id, answer_id=answer.public_id or "",
                      by_id=world.staff["coder"].id)
    return newest()


def written(world: World, *, english: str = ENGLISH, key: str = "violence-words", by: str = "translator") -> None:
    signed_words.write(consultation_id=world.consultation.id, public_id=one().public_id, english={key: english},
                       note="", revision=one().revision, by_id=world.staff[by].id)


def checked(world: World, *, by: str = "translation-checker", revision: int | None = None) -> None:
    signed_words.check(consultation_id=world.consultation.id, public_id=one().public_id, by_id=world.staff[by].id,
                       revision=one().revision if revision is None else revision)


def back(world: World, note: str) -> None:
    signed_words.give_back(consultation_id=world.consultation.id, public_id=one().public_id, note=note,
                           revision=one().revision, by_id=world.staff["translation-checker"].id)


def correct(world: World, words: str) -> bool:
    """Let the one who signed put their words in the place of the English."""
    part = db.session.scalars(select(SignedWords)).one()
    changed = signed_words.correct(response_id=newest().public_id, public_id=one().public_id,
                                   english={part.public_id: words})
    db.session.expire_all()
    return changed


def watch(world: World, role: str, *, is_start: bool = True) -> None:
    _row, stream = signed_words.watch(consultation_id=world.consultation.id, public_id=one().public_id,
                                      is_start=is_start, by_id=world.staff[role].id)
    stream.close()


def one() -> SignedAnswer:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(SignedAnswer)).one()


def film() -> Attachment:
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Attachment)).one()


def texts() -> list[Answer]:
    """Return the answers that were signed."""
    db.session.rollback()
    return list(db.session.scalars(select(Answer).where(Answer.language == "bfi").order_by(Answer.id)))


def trail(act: Act) -> list[AuditEvent]:
    db.session.rollback()
    return list(db.session.scalars(select(AuditEvent).where(AuditEvent.action == act.value).order_by(AuditEvent.id)))


def kept_files() -> set[str]:
    folder = attachments.store().folder
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
