"""A code frame goes out and comes in whole: all or nothing, as one version, with nothing coded or retired by it."""

import pytest
from sqlalchemy import select

from consult.domain.code_frames import CodeFrame, FrameTheme, guid_of
from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.exports.codebook_qdc import to_qdc
from consult.exports.codebook_tables import to_csv
from consult.extensions import db
from consult.intake.codebooks import read_codebook
from consult.models.audit import AuditEvent
from consult.models.base import new_public_id
from consult.models.codebooks import Theme, ThemeChange
from consult.models.consultations import Consultation
from consult.queries import code_frames
from consult.services import code_frame_files, codebooks
from consult.services.code_frame_files import Taken
from tests.worlds import World


@pytest.mark.parametrize("kind", ["csv", "xlsx", "qdc"])
def test_what_goes_out_comes_in_as_unchanged(world: World, kind: str) -> None:
    top = add(world, "Transport", definition="Ways to get about", examples="One\nTwo")
    add(world, "Buses", parent=top, include_note="Night buses")
    codebooks.retire(consultation_id=world.consultation.id, public_id=add(world, "Gone"), by_id=lead(world))
    data = code_frame_files.export(consultation_id=world.consultation.id, kind=kind, by_id=lead(world))
    assert b"Gone" not in data
    taken = take(world, data)
    assert taken.counts == {"made": 0, "changed": 0, "unchanged": 2, "left": 0}


def test_a_frame_moves_to_another_consultation_and_keeps_its_guids_where_they_are_free(world: World) -> None:
    key = new_public_id()
    frame = CodeFrame("other", (FrameTheme(key, "Transport"), FrameTheme("b", "Buses", key, "About", position=1)))
    take(world, to_qdc(frame))
    stored = code_frames.frame(db.session(), world.consultation.id).in_use
    assert [(theme.name, theme.definition) for theme in stored] == [("Transport", ""), ("Buses", "About")]
    assert stored[0].key == key and stored[1].parent == key
    assert guid_of(stored[1].key) == guid_of("b")


def test_an_import_is_one_version_with_a_line_for_each_theme(world: World) -> None:
    add(world, "Buses")
    before = version(world)
    take(world, b"name,definition\nBuses,New\nTrams,\nFerries,\n")
    changes = db.session().scalars(select(ThemeChange).where(ThemeChange.frame_version > before)).all()
    assert version(world) == before + 1
    assert sorted(change.action for change in changes) == ["changed", "made", "made"]
    assert all(change.facts["file"] for change in changes)


def test_a_look_at_a_file_stores_nothing(world: World) -> None:
    before = version(world)
    taken = take(world, b"name\nBuses\n", is_dry_run=True)
    assert taken.counts["made"] == 1 and taken.version == before == version(world)
    assert db.session().query(Theme).count() == 0


def test_two_themes_change_names_with_each_other(world: World) -> None:
    one, other = add(world, "Buses"), add(world, "Trams")
    take(world, to_csv(CodeFrame("", (FrameTheme(one, "Trams"), FrameTheme(other, "Buses")))))
    assert {theme.key: theme.name for theme in code_frames.frame(db.session(), world.consultation.id).in_use} == {
        one: "Trams", other: "Buses"}
    renamed = db.session().scalars(select(ThemeChange).where(ThemeChange.action == "changed")).all()
    assert {(change.facts["before"]["name"], change.facts["after"]["name"]) for change in renamed} == {
        ("Buses", "Trams"), ("Trams", "Buses")}


def test_a_frame_that_changed_meanwhile_takes_nothing(world: World) -> None:
    looked_at = take(world, b"name\nBuses\n", is_dry_run=True).version
    add(world, "Trams")
    with pytest.raises(Conflict, match="frame-changed-meanwhile"):
        take(world, b"name\nBuses\n", version=looked_at)
    assert db.session().query(Theme).count() == 1


def test_a_name_that_two_themes_would_have_stops_all_of_it(world: World) -> None:
    one, other = add(world, "Buses"), add(world, "Trams")
    rows = (FrameTheme(one, "Trams", position=0), FrameTheme(other, "Ferries", position=1),
            FrameTheme("new", "Buses", position=2))
    take(world, to_csv(CodeFrame("", rows)))
    with pytest.raises(Refused, match="frame-name-clash"):
        # The first keeps its name, as the second has the new one, so the third would have it twice.
        take(world, to_csv(CodeFrame("", (FrameTheme(one, "Ferries"), FrameTheme("x", "Trams", position=1)))))
    assert {name for name, in db.session().execute(select(Theme.name))} == {"Trams", "Ferries", "Buses"}


def test_five_hundred_themes_come_in_and_go_out(world: World) -> None:
    themes = tuple(FrameTheme(f"k{number}", f"Place {number}", f"k{number // 50 * 50}" if number % 50 else None,
                              position=number) for number in range(500))
    take(world, to_csv(CodeFrame("", themes)))
    data = code_frame_files.export(consultation_id=world.consultation.id, kind="qdc", by_id=lead(world))
    read = read_codebook(data).frame.in_use
    assert len(read) == 500 and sum(theme.parent is None for theme in read) == 10


@pytest.mark.parametrize("role", ["reader", "equality-lead", "administrator"])
def test_only_those_with_the_right_take_a_frame_in(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        code_frame_files.take_in(consultation_id=world.consultation.id, data=b"name\nA\n", is_dry_run=True,
                                 by_id=world.staff[role].id)


def test_both_ways_are_in_the_audit_trail(world: World) -> None:
    take(world, b"name\nBuses\n")
    code_frame_files.export(consultation_id=world.consultation.id, kind="csv", by_id=lead(world))
    acts = db.session().scalars(select(AuditEvent.action).where(AuditEvent.object_kind == "code-frame")
                                .order_by(AuditEvent.id)).all()
    assert acts == ["code-frame-imported", "code-frame-exported"]


def take(world: World, data: bytes, *, is_dry_run: bool = False, version: int | None = None) -> Taken:
    return code_frame_files.take_in(consultation_id=world.consultation.id, data=data, is_dry_run=is_dry_run,
                                    version=version, by_id=lead(world))


def add(world: World, name: str, **notes: str) -> str:
    return codebooks.add_theme(consultation_id=world.consultation.id, name=name, by_id=lead(world), **notes).public_id


def lead(world: World) -> int:
    return world.staff["lead"].id


def version(world: World) -> int:
    return db.session().scalars(
        select(Consultation.frame_version).where(Consultation.id == world.consultation.id)).one()
