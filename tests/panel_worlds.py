"""A panel beside a test world: people who were chosen, with weights; no test."""

from consult.domain.channels import PANEL
from consult.domain.responses import Submission, check_submission
from consult.models.responses import Response
from consult.models.samples import Sample
from consult.queries import surveys
from consult.services.measures import MEASURES
from consult.services.responses import store
from consult.services.secrets import keyed_hash, new_token
from consult.services.transaction import writing
from tests.worlds import World


def panel(world: World, name: str = "A panel of Londoners") -> Sample:
    """Make a panel."""
    with writing() as session:
        found = Sample(consultation_id=world.consultation.id, key=name.lower().replace(" ", "-"), name=name,
                       method="Asked by telephone in March, weighted by age.")
        session.add(found)
        return found


def member(world: World, sample: Sample, answers: dict[str, list[str]], weight: float = 1.0) -> Response:
    """Store what one member of a panel answered."""
    with writing() as session:
        version = surveys.current(session, world.consultation.id)
        assert version is not None
        token = new_token()
        response = Response(
            consultation_id=world.consultation.id, survey_version_id=version.id, channel=PANEL, language="en",
            sample_id=sample.id, weight=weight, submission_hash=keyed_hash("submission", token),
            receipt_hash=keyed_hash("receipt", token))
        checked = check_submission(version.survey, Submission("adult", answers, True, True), MEASURES)
        store(session, response, checked, question_ids=surveys.question_ids(session, version.id))
        world.responses.append(response)
        return response
