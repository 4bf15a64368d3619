"""Signed films and recordings: taken in whole or not at all, played only while they are of today's English."""

import io

import pytest
from sqlalchemy import select

from consult.clients import scanning
from consult.domain.errors import Conflict, NotAllowed, NotFound, Refused
from consult.extensions import db
from consult.intake.media import MEGABYTE
from consult.models.consultations import Consultation
from consult.models.variants import Variant, VariantFile
from consult.queries import format_readiness
from consult.queries import variant_files as stored
from consult.services import attachments, consultations, surveys, variant_files, variants
from consult.services.variant_files import MOST
from tests import played
from tests.worlds import SURVEY, World

KNIFE = "question/support-knife-crime"


def test_a_film_that_is_approved_plays_beside_its_part(world: World) -> None:
    row = played.published(world)
    assert playing(world) == {"consultation/summary": [row.public_id]}
    found = stored.of_parts(db.session(), consultation(world), ["consultation/title", "consultation/summary"])
    assert [(one.part, one.form, one.words, set(one.files)) for one in found] == [
        ("consultation/summary", "bsl", "All that is said.", {"video", "captions"})]
    with variant_files.open_public(found[0].film.public_id)[1] as stream:
        assert stream.read() == played.FILM


def test_a_draft_and_a_checked_one_are_not_public(world: World) -> None:
    row = played.keep(world)
    film = files()["video"].public_id
    for step in ("check", "approve"):
        with pytest.raises(NotFound):
            variant_files.open_public(film)
        row = getattr(variants, step)(
            consultation_id=world.consultation.id, public_id=row.public_id, revision=row.revision,
            by_id=world.staff["translation-checker" if step == "check" else "lead"].id)
    variant_files.open_public(film)[1].close()


def test_what_was_made_for_other_english_is_gone_from_the_public(world: World) -> None:
    row = played.published(world)
    change_summary(world, "Tell us more.")
    assert playing(world) == {}
    with pytest.raises(NotFound):
        variant_files.open_public(files()["video"].public_id)
    [work] = [one for one in stored.work(db.session(), consultation(world), "bsl", "bfi") if one.row is not None]
    assert (work.standing, work.row.public_id, work.row.source) == ("stale", row.public_id, "Tell us.")


def test_english_that_comes_back_brings_its_film_back(world: World) -> None:
    row = played.published(world)
    change_summary(world, "Tell us more.")
    change_summary(world, "Tell us.")
    assert playing(world) == {"consultation/summary": [row.public_id]}


def test_a_question_that_is_changed_while_people_answer_waits_for_its_film(world: World) -> None:
    played.published(world, KNIFE)
    other = SURVEY.read_bytes().replace(b"Fewer knives is the right aim", b"Fewer knives would be right")
    with pytest.raises(Conflict, match="texts-not-ready") as refused:
        surveys.import_survey(consultation_id=world.consultation.id, data=other)
    assert {"form": "bsl", "language": "bfi", "why": "stale", "keys": [KNIFE], "is_binding": False
            } in refused.value.facts["lacks"]
    db.session.rollback()
    assert KNIFE in playing(world)


def test_a_test_clip_can_never_be_approved(world: World) -> None:
    row = played.keep(world, is_test=True)
    with pytest.raises(Conflict, match="test-clip"):
        played.approve(world, row)
    db.session.rollback()
    row = only(world)
    row = played.keep(world, files={}, revision=row.revision)
    assert files()["video"].is_test
    row = played.keep(world, revision=row.revision)
    assert not files()["video"].is_test and played.approve(world, row).state == "approved"


def test_a_test_clip_counts_for_nothing(world: World) -> None:
    played.keep(world, is_test=True)
    [bsl] = format_readiness.formats(db.session(), consultation(world), [("bsl", "bfi")])
    assert (bsl.ready, bsl.is_ready, playing(world)) == (0, False, {})


def test_what_replaces_a_file_deletes_it_after_it_is_kept(world: World) -> None:
    row = played.keep(world, files=played.film(poster=played.sent(played.PICTURE, "a.png", "image/png")))
    before = {kind: one.stored_as for kind, one in files().items()}
    played.keep(world, files={"video": played.sent(played.FILM + b"more", "b.webm")}, revision=row.revision)
    after = {kind: one.stored_as for kind, one in files().items()}
    assert before["captions"] == after["captions"] and before["poster"] == after["poster"]
    assert before["video"] != after["video"] and on_disk() == set(after.values())


def test_words_alone_can_be_changed_and_are_a_draft_again(world: World) -> None:
    row = played.published(world)
    row = played.keep(world, files={}, words="Other words.", revision=row.revision, by="translation-checker")
    assert (row.state, row.words, playing(world)) == ("draft", "Other words.", {}) and len(on_disk()) == 2


@pytest.mark.parametrize(("files", "field", "code"), [
    ({"captions": (played.CAPTIONS, "a.vtt")}, "video", "file-missing"),
    ({"video": (played.FILM, "a.webm")}, "captions", "file-missing"),
    ({"video": (b"<html>", "a.webm"), "captions": (played.CAPTIONS, "a.vtt")}, "video", "film-kind"),
    ({"video": (played.FILM, "a.exe"), "captions": (played.CAPTIONS, "a.vtt")}, "video", "film-kind"),
    ({"video": (b"\x00\x00\x00\x18ftypqt  " + bytes(20), "a.mov"), "captions": (played.CAPTIONS, "a.vtt")}, "video",
     "film-kind"),
    ({"video": (b"", "a.webm"), "captions": (played.CAPTIONS, "a.vtt")}, "video", "media-empty"),
    ({"video": (played.FILM, "a.webm"), "captions": (b"1\n00:00:01,000", "a.srt")}, "captions", "captions-kind"),
    ({"video": (played.FILM, "a.webm"), "captions": (played.CAPTIONS, "a.vtt"), "poster": (b"%PDF-1.4 %%EOF", "a.pdf")},
     "poster", "poster-kind"),
])
def test_a_file_that_lies_or_is_missing_leaves_nothing(
    world: World, files: dict[str, tuple[bytes, str]], field: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        played.keep(world, files={kind: played.sent(*given) for kind, given in files.items()})
    assert (refused.value.field, refused.value.code) == (field, code)
    assert on_disk() == set() and only(world) is None


def test_a_film_that_is_too_big_is_refused_with_its_limit(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(variant_files, "MOST", {**MOST, "video": len(played.FILM) - 1})
    with pytest.raises(Refused, match="media-large"):
        played.keep(world)
    assert on_disk() == set() and MOST["video"] == 100 * MEGABYTE


def test_an_old_film_needs_a_word_that_it_still_fits(world: World) -> None:
    row = played.published(world)
    change_summary(world, "Tell us.  Now.")
    with pytest.raises(Refused, match="film-stale"):
        played.keep(world, files={}, revision=row.revision)
    row = played.keep(world, files={}, revision=row.revision, still_fits=True)
    assert (row.state, row.source) == ("draft", "Tell us.  Now.")


def test_nobody_writes_over_what_they_have_not_seen_and_no_file_is_left(world: World) -> None:
    played.keep(world)
    before = on_disk()
    with pytest.raises(Conflict, match="changed-meanwhile"):
        played.keep(world)
    assert on_disk() == before


@pytest.mark.parametrize("place", [
    {"part": "question/nowhere"}, {"language": "en"}, {"form": "audio", "language": "fr"}, {"form": "language"}])
def test_a_place_that_is_none_takes_nothing(world: World, place: dict[str, str]) -> None:
    with pytest.raises(NotFound):
        played.keep(world, files=played.film(audio=played.sent(played.sound(), "a.wav")), **place)  # type: ignore[arg-type]
    assert on_disk() == set()


def test_only_translators_put_films_in_and_take_them_away(world: World) -> None:
    with pytest.raises(NotAllowed):
        played.keep(world, by="lead")
    row = played.keep(world)
    with pytest.raises(NotAllowed):
        remove(world, row, by="lead")
    with pytest.raises(NotAllowed):
        variant_files.open_for_staff(consultation_id=world.consultation.id, public_id=files()["video"].public_id,
                                     by_id=world.staff["coder"].id)


def test_what_is_removed_leaves_neither_row_nor_byte(world: World) -> None:
    row = played.published(world)
    played.keep(world, files={}, revision=row.revision)
    row = only(world)
    with pytest.raises(Conflict, match="changed-meanwhile"):
        remove(world, row, revision=row.revision - 1)
    db.session.rollback()
    remove(world, only(world))
    assert (only(world), files(), on_disk(), playing(world)) == (None, {}, set(), {})


def test_a_harmful_file_is_refused_and_one_that_is_not_looked_into_waits(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for verdict, error, code in ((scanning.HARMFUL, Refused, "media-harmful"),
                                 (scanning.UNKNOWN, Conflict, "media-unchecked")):
        monkeypatch.setattr(attachments, "scanner", lambda said=verdict: FakeScanner(said))
        with pytest.raises(error, match=code):
            played.keep(world)
        assert on_disk() == set()
    monkeypatch.setattr(attachments, "scanner", lambda: FakeScanner(scanning.CLEAN))
    assert played.keep(world).state == "draft"


def test_the_sweep_of_lost_files_leaves_films_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    played.keep(world)
    attachments.store().keep(io.BytesIO(b"orphan"), 100)
    monkeypatch.setattr(attachments, "ORPHAN_SECONDS", -60)
    assert attachments.sweep(db.session()) == 1 and len(on_disk()) == 2


def test_a_page_asks_nothing_where_nothing_is_played(world: World, statements: list[str]) -> None:
    found = consultation(world)
    statements.clear()
    assert stored.of_parts(db.session(), found, [KNIFE, "page/knife"]) == [] and statements == []


class FakeScanner:
    """A scanner that always says the same."""

    is_there = True

    def __init__(self, said: str) -> None:
        self.said = said

    def verdict(self, stream: io.BytesIO) -> str:
        return self.said


def change_summary(world: World, english: str) -> None:
    consultations.change(consultation_id=world.consultation.id, by_id=world.staff["survey-editor"].id,
                         facts={"summary": {"en": english, "ur": f"ہمیں بتائیں۔ {len(english)}"}})


def remove(world: World, row: Variant | None, *, revision: int | None = None, by: str = "translator") -> None:
    assert row is not None
    variant_files.remove(consultation_id=world.consultation.id, public_id=row.public_id, by_id=world.staff[by].id,
                         revision=row.revision if revision is None else revision)


def consultation(world: World) -> Consultation:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Consultation, world.consultation.id)


def playing(world: World) -> dict[str, list[str]]:
    return dict(consultation(world).playing)


def only(world: World) -> Variant | None:
    consultation(world)
    return db.session.scalars(select(Variant).where(Variant.form.in_(("bsl", "audio")))).one_or_none()


def files() -> dict[str, VariantFile]:
    db.session.rollback()
    db.session.expire_all()
    return {row.kind: row for row in db.session.scalars(select(VariantFile))}


def on_disk() -> set[str]:
    folder = attachments.store().folder
    return {path.name for path in folder.iterdir()} if folder.is_dir() else set()
