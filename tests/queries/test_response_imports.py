"""Files of answers as pages list them: the newest first, and as many statements for many as for few."""

import io

from consult.extensions import db
from consult.models.samples import RefusedImportRow
from consult.queries import response_imports as stored
from consult.services import import_files, samples
from consult.services.transaction import writing
from tests.statements import count_statements
from tests.worlds import World


def test_files_are_listed_with_their_source_and_panel_in_one_statement(world: World) -> None:
    here = {"consultation_id": world.consultation.id, "by_id": world.staff["lead"].id}
    panel = samples.add(name="A panel", method="Asked.", **here)
    for number in range(3):
        import_files.bring(stream=io.BytesIO(b"id,w\n1,x\n"), name=f"{number}.csv", source="A tool",
                           sample_key=panel.key if number == 2 else "", **here)
    consultation_id, session = world.consultation.id, db.session()
    with count_statements() as statements:
        found = stored.listed(session, consultation_id)
    assert [(one.row.file_name, one.source, one.sample) for one in found] == [
        ("2.csv", "A tool", "A panel"), ("1.csv", "A tool", ""), ("0.csv", "A tool", "")]
    assert len(statements) == 1
    assert [one.row.file_name for one in stored.listed(session, consultation_id, before=found[1].row.id)] == ["0.csv"]


def test_refused_rows_come_batch_by_batch_and_all(world: World) -> None:
    row = import_files.bring(consultation_id=world.consultation.id, stream=io.BytesIO(b"id\n1\n"), name="a.csv",
                             source="A tool", by_id=world.staff["lead"].id)
    with writing() as session:
        session.add_all([RefusedImportRow(import_id=row.id, number=number, code="import-row-long")
                         for number in range(2_500)])
    import_id = row.id
    assert [one.number for one in stored.every_refused(db.session(), import_id)] == list(range(2_500))
    assert len(stored.refused(db.session(), import_id, 10)) == 10
