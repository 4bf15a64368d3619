"""The example's releases: the first edition's data are out after two looks, the next day is told."""

import yaml

from consult.config import ROOT
from consult.extensions import db
from consult.queries import data_releases
from consult.services.example_releases import load_releases
from tests import coded


def test_the_first_edition_is_out_and_the_next_day_is_announced(world):
    coded.code(world, world.respond("More officers on foot."), coded.theme(world))
    coded.publish(world)
    given = yaml.safe_load((ROOT / "consult" / "example" / "releases.yaml").read_bytes())
    load_releases(world.consultation, given, lead_id=world.staff["lead"].id, second_id=world.staff["equality-lead"].id)
    planned, out = data_releases.calendar(db.session(), world.consultation.id)
    assert (planned.state, out.state, out.edition) == ("planned", "released", 1)
    assert len(data_releases.checks(db.session(), world.consultation.id, 1)) == 2
