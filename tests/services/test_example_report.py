"""The example's report has authors: their words stand in its chapters, and the quotes that they read are printed."""

from consult.extensions import db
from consult.queries import report_blocks
from consult.services import example, reports
from consult.services.example_report import load_report
from tests import coded
from tests.worlds import World


def test_the_words_of_the_examples_authors_stand_in_its_chapters(world: World) -> None:
    theme = coded.theme(world)
    coded.code(world, world.respond("More officers on foot, now."), theme)
    told = example.read("report.yaml")
    load_report(db.session(), world.consultation, told, lead_id=world.staff["lead"].id,
                translator_id=world.staff["translator"].id)
    found = reports.build_draft(db.session(), world.consultation)
    chapters = {chapter.key: chapter for chapter in found.chapters}
    for key, words in told["chapters"].items():
        assert chapters[key].words == {"en": words["en"], "ur": words["ur"]} and chapters[key].drafts == ("ur",)
        assert chapters[key].easy == {"en": words["easy"]}
    assert chapters["how-to-read"].blocks[-1].title == {"en": "Two kinds of answers", "ur": "دو قسم کے جوابات"}
    assert len(report_blocks.choices(db.session(), world.consultation.id)[theme.public_id].picks) == 1
