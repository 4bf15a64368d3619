"""A file of many rows stored in steps: nothing counts before all is in, and what stops half way is not half done."""

import io
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from consult.domain.access import Permission
from consult.domain.errors import Conflict, NotAllowed, Refused
from consult.domain.responses import IMPORTING
from consult.extensions import db
from consult.models.care import CareLook
from consult.models.responses import Answer, Response
from consult.models.runs import Run
from consult.models.samples import RefusedImportRow, ResponseImport, Sample
from consult.queries import register
from consult.services import import_files, import_steps, response_imports, runs, samples
from consult.services.import_steps import Turn
from consult.services.transaction import writing
from tests.response_worlds import response_count, use
from tests.services.test_response_imports import close
from tests.worlds import World

MAPPING = {"id": "Ref", "channel": "post", "consent": True, "columns": {"Agree": "agree", "Why": "why"}}


class Killed(Exception):
    """A worker that is gone from one instant to the next."""


def test_nothing_counts_before_all_is_in_and_then_all_does(world: World, small_steps: None) -> None:
    row = stored_import(world, rows(7))
    seen: list[tuple[int, int]] = []
    import_steps.store(row.id, turn(row, lambda done, total: seen.append((counted(world), waiting(world)))))
    assert {count for count, _waits in seen} == {3} and max(waits for _count, waits in seen) >= 4
    assert (counted(world), waiting(world)) == (10, 0) and fresh(row).state == "done"


def test_a_worker_that_is_killed_leaves_nothing_half_done_and_the_next_goes_on(world: World, small_steps: None
                                                                               ) -> None:
    row = stored_import(world, rows(9))
    with pytest.raises(Killed):
        import_steps.store(row.id, turn(row, killed_after(6)))
    assert counted(world) == 3 and 0 < waiting(world) < 9
    taken_over(row)
    assert import_steps.store(row.id, turn(row)) == 9
    assert counted(world) == 12 and len(set(words(world))) == 9


def test_the_worker_that_lost_its_run_writes_nothing_more(world: World, small_steps: None) -> None:
    row = stored_import(world, rows(9))
    late = turn(row)
    taken_over(row)
    with pytest.raises(runs.Superseded):
        import_steps.store(row.id, late)
    assert waiting(world) == 0


def test_what_is_given_up_half_way_is_taken_out_to_the_last_row(world: World, small_steps: None,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.services.response_batches.STEP_BACK", 2)
    row = stored_import(world, rows(9))
    with pytest.raises(Killed):
        import_steps.store(row.id, turn(row, killed_after(6)))
    import_files.cancel(consultation_id=world.consultation.id, public_id=row.public_id, by_id=officer(world))
    assert waiting(world) > 0 and fresh(row).state == "cancelled"
    import_steps.undo(row.id, claimed(row))
    assert (waiting(world), response_count(world)) == (0, 3) and fresh(row).stored_as is None


def test_what_machines_made_of_the_rows_meanwhile_does_not_keep_them(world: World, small_steps: None) -> None:
    row = stored_import(world, rows(3))
    with pytest.raises(Killed):
        import_steps.store(row.id, turn(row, killed_after(2)))
    with writing() as session:
        answer_id = session.scalars(select(Answer.id).order_by(Answer.id.desc()).limit(1)).one()
        session.add(CareLook(answer_id=answer_id, digest="x"))
    import_files.cancel(consultation_id=world.consultation.id, public_id=row.public_id, by_id=officer(world))
    import_steps.undo(row.id, claimed(row))
    assert db.session().scalar(select(func.count()).where(Answer.id == answer_id)) == 0


def test_the_register_balances_before_within_and_after_an_import(world: World, small_steps: None) -> None:
    row = stored_import(world, rows(7))
    sums: list[bool] = []

    def balanced() -> bool:
        lines = register.lines(db.session(), world.consultation.id)
        return sum(line.tally.received for line in lines) == register.at_the_door(db.session(), world.consultation.id)

    import_steps.store(row.id, turn(row, lambda done, total: sums.append(balanced())))
    assert all([*sums, balanced()]) and len(sums) > 2


def test_the_check_stores_no_response_and_names_each_refusal_without_its_words(world: World) -> None:
    row = stored_import(world, rows(2) + [("x", "perhaps", "")], state="checking")
    import_steps.check(row.id, turn(row))
    found = fresh(row)
    assert (found.state, found.rows_read, found.taken, found.refused) == ("checked", 3, 2, 1)
    one = db.session().scalars(select(RefusedImportRow)).one()
    assert (one.number, one.column, one.code, one.facts) == (4, "Agree", "import-cell-unknown", {})
    assert found.facts["unknown"] == {"Agree": ["perhaps"]} and response_count(world) == 3


def test_a_check_that_is_begun_again_counts_each_row_once(world: World) -> None:
    row = stored_import(world, [("1", "perhaps", ""), *rows(2)], state="checking")
    with pytest.raises(Killed):
        import_steps.check(row.id, turn(row, killed_after(2)))
    taken_over(row)
    import_steps.check(row.id, turn(row))
    assert db.session().scalar(select(func.count()).select_from(RefusedImportRow)) == 1
    assert fresh(row).rows_read == 3


def test_rows_that_came_late_are_kept_by_the_rule_once_all_is_in(world: World, small_steps: None) -> None:
    close(world, "kept")
    row = stored_import(world, rows(3), is_used=True)
    import_steps.store(row.id, turn(row))
    found = db.session().scalars(select(Response).where(Response.import_id == row.id)).all()
    assert {(one.is_late, one.excluded_reason, one.excluded_at is not None) for one in found} == {
        (True, "out-of-time", True)}


def test_the_answers_of_a_panel_have_its_name_its_way_and_their_weights(world: World) -> None:
    use(world)
    panel = samples.add(consultation_id=world.consultation.id, name="A panel", method="Asked.", by_id=officer(world))
    outcome = load(world, [("1", "agree", "a", "0.5"), ("2", "agree", "b", "1,5"), ("3", "agree", "c", "0"),
                           ("4", "agree", "d", "")],
                   {**MAPPING, "channel": "panel", "sample": panel.key, "weight": "W"}, ("Ref", "Agree", "Why", "W"))
    assert [(one.number, one.refused.code) for one in outcome.refused] == [
        (4, "import-weight-shape"), (5, "import-weight-shape")]
    found = db.session().scalars(select(Response).where(Response.sample_id == panel.id).order_by(Response.id)).all()
    assert [(one.channel, one.weight) for one in found] == [("panel", 0.5), ("panel", 1.5)]


def test_the_same_id_in_a_panel_and_in_the_open_consultation_are_two_people(world: World) -> None:
    use(world)
    panel = samples.add(consultation_id=world.consultation.id, name="A panel", method="Asked.", by_id=officer(world))
    mapping = {name: value for name, value in MAPPING.items() if name != "channel"} | {"sample": panel.key}
    assert [load(world, rows(2)).taken, load(world, rows(2), mapping).taken, load(world, rows(2), mapping).known
            ] == [2, 2, 2]


@pytest.mark.parametrize(("change", "code"), [
    ({"weight": "Why"}, "mapping-weight-alone"), ({"sample": "nobody"}, "sample-unknown"),
    ({"channel": "panel"}, "mapping-value-wrong"), ({"data_row": 1}, "mapping-value-wrong"),
    ({"encoding": "klingon"}, "mapping-value-wrong"),
])
def test_a_panel_and_its_weights_belong_together(world: World, change: dict[str, Any], code: str) -> None:
    use(world)
    with pytest.raises(Refused) as refused:
        load(world, rows(1), {**MAPPING, **change})
    assert code in {refused.value.code, *(one.code for one in response_imports.problems_of(refused.value))}
    assert response_count(world) == 3


def test_a_panel_has_a_name_of_its_own_and_says_how_it_was_done(world: World) -> None:
    here = {"consultation_id": world.consultation.id, "by_id": officer(world)}
    first = samples.add(name="Ünsere Panel", method="Asked.", **here)
    for name, method, code in (("", "m", "name-missing"), ("x", "", "sample-method-missing"),
                               ("Ünsere Panel", "m", "sample-name-taken"), ("x" * 121, "m", "sample-name-long"),
                               ("x", "m" * 4001, "sample-method-long")):
        with pytest.raises(Refused, match=code):
            samples.add(name=name, method=method, **here)
    samples.change(public_id=first.public_id, name="Ünsere Panel", method="Asked again.", **here)
    assert (db.session().scalars(select(Sample)).one().method, first.key) == ("Asked again.", "unsere-panel")


def test_only_those_with_the_right_bring_check_store_and_give_up(world: World) -> None:
    row = stored_import(world, rows(1), state="checked")
    here = {"consultation_id": world.consultation.id, "public_id": row.public_id, "by_id": world.staff["coder"].id}
    for use_case in (import_files.check, import_files.take_in, import_files.cancel, import_files.go_on):
        with pytest.raises(NotAllowed):
            use_case(**here)
    with pytest.raises(NotAllowed):
        import_files.bring(consultation_id=world.consultation.id, stream=io.BytesIO(b"a\n1\n"), name="a.csv",
                           source="A", by_id=world.staff["coder"].id)
    assert Permission.IMPORT_RESPONSES and fresh(row).state == "checked"


def test_what_was_changed_since_the_check_is_not_stored(world: World) -> None:
    row = stored_import(world, rows(1), state="checked")
    here = {"consultation_id": world.consultation.id, "public_id": row.public_id, "by_id": officer(world)}
    import_files.describe(mapping=MAPPING, **here)
    with pytest.raises(Conflict, match="import-unchecked"):
        import_files.take_in(**here)


def test_two_who_press_the_button_at_once_start_one_piece_of_work(world: World) -> None:
    row = stored_import(world, rows(1), state="checked")
    here = {"consultation_id": world.consultation.id, "public_id": row.public_id, "by_id": officer(world)}
    import_files.take_in(**here)
    for use_case in (import_files.take_in, import_files.check):
        with pytest.raises(Conflict, match="import-going"):
            use_case(**here)
    assert db.session().scalar(select(func.count()).select_from(Run).where(Run.state == "queued")) == 1


def test_a_stopped_command_is_taken_up_by_a_worker(world: World, small_steps: None, monkeypatch: pytest.MonkeyPatch
                                                   ) -> None:
    use(world)
    monkeypatch.setattr(response_imports, "_beat", lambda run, done: killed_after(5)(done, 0))
    with pytest.raises(Killed):
        load(world, rows(9))
    assert counted(world) == 3 and waiting(world) > 0
    row = db.session().scalars(select(ResponseImport)).one()
    taken_over(row)
    import_steps.work(row.run_id or 0, turn(row))
    assert counted(world) == 12 and load(world, rows(9)).known == 9


def rows(count: int) -> list[tuple[str, ...]]:
    return [(f"r{number}", "agree", f"Words of row {number}") for number in range(count)]


def table(lines: list[tuple[str, ...]], header: tuple[str, ...] = ("Ref", "Agree", "Why")) -> bytes:
    return "".join(",".join(f'"{cell}"' for cell in line) + "\n" for line in [header, *lines]).encode()


def load(world: World, lines: list[tuple[str, ...]], mapping: dict[str, Any] | None = None,
         header: tuple[str, ...] = ("Ref", "Agree", "Why")) -> response_imports.Outcome:
    return response_imports.take_in(consultation_id=world.consultation.id, data=table(lines, header),
                                    mapping=json.dumps(mapping or MAPPING).encode())


def stored_import(world: World, lines: list[tuple[str, ...]], *, state: str = "storing", is_used: bool = False
                  ) -> ResponseImport:
    """Bring a file by the real route, and put its import and a run into the state that the test begins with."""
    if not is_used:
        use(world)
    here = {"consultation_id": world.consultation.id, "by_id": officer(world)}
    row = import_files.bring(stream=io.BytesIO(table(lines)), name="in.csv", source="A tool", **here)
    import_files.describe(public_id=row.public_id, mapping=MAPPING, **here)
    import_files.check(public_id=row.public_id, **here)
    if state != "checking":
        import_steps.check(row.id, claimed(row))
    if state == "storing":
        import_files.take_in(public_id=row.public_id, without_refused=True, **here)
    if state != "checked":
        claimed(row)
    return fresh(row)


def claimed(row: ResponseImport) -> Turn:
    run_id = fresh(row).run_id or 0
    return Turn(run_id, runs.claim(run_id) or 0, lambda done, total: None)


def turn(row: ResponseImport, beat: Callable[[int, int], object] = lambda done, total: None) -> Turn:
    run = db.session().get_one(Run, fresh(row).run_id, populate_existing=True)
    return Turn(run.id, run.token, beat)  # type: ignore[arg-type]


def taken_over(row: ResponseImport) -> None:
    """Let the run of a dead worker be found and given to the next one, as the sweep does."""
    runs.sweep(timedelta(seconds=-1))
    assert runs.claim(fresh(row).run_id or 0) is not None


def killed_after(count: int) -> Callable[[int, int], None]:
    def beat(done: int, total: int) -> None:
        if done >= count:
            raise Killed
    return beat


def fresh(row: ResponseImport) -> ResponseImport:
    db.session().rollback()
    return db.session().get_one(ResponseImport, row.id, populate_existing=True)


def counted(world: World) -> int:
    return db.session().scalar(select(func.count()).select_from(Response).where(
        Response.consultation_id == world.consultation.id, Response.excluded_reason.is_(None))) or 0


def waiting(world: World) -> int:
    return db.session().scalar(select(func.count()).select_from(Response).where(
        Response.consultation_id == world.consultation.id, Response.excluded_reason == IMPORTING)) or 0


def words(world: World) -> list[str]:
    return list(db.session().scalars(select(Answer.text).where(Answer.text.like("Words of row%"))))


def officer(world: World) -> int:
    return world.staff["intake-officer"].id


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(import_steps, "STEP", 2)
    monkeypatch.setattr("consult.services.import_rows.CHUNK", 2)
    yield


