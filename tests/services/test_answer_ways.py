"""Twenty receipts of a small consultation: each shows its true way to what was decided, and no other."""

from dataclasses import dataclass, replace

import pytest

from consult.domain.answer_paths import AFTER_REPORT, IN_NO_THEME, IN_THEMES, NO_REPORT, NOT_COUNTED, WITHDRAWN, Told
from consult.domain.decisions import TextChange
from consult.extensions import db
from consult.models.reports import EditionRecall
from consult.models.responses import Answer, Response
from consult.queries import reports, traces
from consult.services import responses, taking_back
from consult.services.transaction import writing
from tests import coded
from tests.finding_worlds import CHANGE, confirm, confirmed, decided, drafted, rest
from tests.worlds import World

# What each of the twenty said (themes) and chose, and the findings that they are part of by hand.
WAYS: tuple[tuple[tuple[str, ...], str, tuple[int, ...]], ...] = (
    (("foot",), "agree", (1, 3)), (("foot",), "disagree", (1,)), (("foot", "hate"), "agree", (1, 2, 3)),
    (("hate",), "agree", (2, 3)), (("hate",), "neither", (2,)), ((), "agree", (3,)), ((), "disagree", ()),
    (("silent",), "disagree", ()), (("silent",), "agree", (3,)), (("foot", "silent"), "neither", (1,)),
    (("foot", "hate", "silent"), "disagree", (1, 2)), (("hate",), "", (2,)), (("foot",), "", (1,)), ((), "neither", ()),
    (("foot",), "strongly-agree", (1,)), (("hate", "silent"), "agree", (2, 3)), (("silent",), "", ()),
    (("foot", "hate"), "", (1, 2)), (("hate",), "disagree", (2,)), (("foot",), "neither", (1,)),
)


def test_each_of_twenty_receipts_shows_its_true_way(published: "Twenty") -> None:
    found = [way_shown(told_of(response)) for response in published.responses]
    by_hand = [(IN_THEMES if themes else IN_NO_THEME, set(themes), findings) for themes, _choice, findings in WAYS]
    assert len(found) == 20 and found == by_hand


def test_a_finding_names_only_themes_that_the_words_were_given(published: "Twenty") -> None:
    for response, (themes, _choice, _findings) in zip(published.responses, WAYS, strict=True):
        named = {name["en"] for step in told_of(response).steps for _key, name in step.themes}
        assert named <= set(themes) and (not named or named == set(themes) - {"silent"})


def test_each_way_agrees_with_the_report_that_everyone_reads(published: "Twenty") -> None:
    report = reports.report(db.session(), published.world.consultation.id)
    assert report is not None
    told = [told_of(response) for response in published.responses]
    for finding in report.findings[:2]:
        by_hand = sum(any(step.reached.finding.key == finding.key for step in one.steps) for one in told)
        assert by_hand == finding.respondents == sum(finding.number in way for _themes, _choice, way in WAYS)


def test_a_decision_comes_with_its_reason_and_the_words_before_and_after(published: "Twenty") -> None:
    [first, second, third] = [step.reached.finding.decision for step in told_of(published.responses[2]).steps]
    assert first is not None and first.outcome == "accepted" and first.changes[0].after == CHANGE.after
    assert second is not None and (second.outcome, second.goes_to) == ("not-ours", "The Home Office")
    assert third is None


def test_one_that_was_taken_back_shows_nothing_but_that(published: "Twenty") -> None:
    taking_back.withdraw(public_id=published.responses[2].public_id)
    told = told_of(published.responses[2])
    assert told.state == WITHDRAWN and (told.spoken, told.steps) == ((), ())


def test_one_that_staff_left_out_shows_no_theme_and_no_finding(published: "Twenty") -> None:
    response = published.responses[0]
    responses.exclude(consultation_id=published.world.consultation.id, public_id=response.public_id, reason="test",
                      by_id=published.world.staff["lead"].id)
    assert told_of(response) == replace(told_of(response), state=NOT_COUNTED, spoken=(), steps=())
    responses.restore(consultation_id=published.world.consultation.id, public_id=response.public_id,
                      by_id=published.world.staff["lead"].id)
    # Its choice was not surely counted when the edition was frozen: only the codings, which are frozen with it, are.
    assert [step.reached.finding.number for step in told_of(response).steps] == [1]


def test_one_that_came_after_the_report_is_part_of_nothing_in_it(published: "Twenty") -> None:
    told = told_of(published.respond(("foot",), "agree"))
    assert told.state == AFTER_REPORT and told.steps == ()


def test_nothing_is_told_from_what_is_not_published(world: World) -> None:
    twenty = Twenty(world)
    response = twenty.respond(("foot",), "agree")
    decided(world, confirmed(world, twenty.themes["foot"]))
    told = told_of(response)
    assert told.state == NO_REPORT and (told.spoken, told.steps) == ((), ())


def test_an_edition_that_was_called_back_tells_nothing(published: "Twenty") -> None:
    with writing() as session:
        session.add(EditionRecall(edition_id=published.edition_id, reason="A slip.",
                                  by_id=published.world.staff["lead"].id))
    told = told_of(published.responses[0])
    assert told.state == NO_REPORT and (told.edition, told.steps) == (None, ())


def test_findings_that_nobody_confirmed_and_newer_decisions_wait_for_the_next_edition(published: "Twenty") -> None:
    world, themes = published.world, published.themes
    drafted(world, themes["silent"])
    decided(world, published.findings[2], "accepted")
    assert told_of(published.responses[7]).steps == ()
    before = told_of(published.responses[0]).steps[1].reached.finding.decision
    coded.publish(world, "The second edition.")
    after = told_of(published.responses[0]).steps[1].reached.finding.decision
    assert before is None and after is not None and after.outcome == "accepted"


def test_the_way_of_an_easy_read_answer_is_told_in_easy_read(published: "Twenty") -> None:
    assert not told_of(published.responses[0]).is_easy_read
    with writing() as session:
        session.get_one(Response, published.responses[0].id).answered_as = "easy-read"
    assert told_of(published.responses[0]).is_easy_read


def way_shown(told: Told) -> tuple[str, set[str], tuple[int, ...]]:
    return told.state, {spoken.theme for spoken in told.spoken}, tuple(
        step.reached.finding.number for step in told.steps)


def told_of(response: Response) -> Told:
    return traces.told_of(db.session(), db.session().get_one(Response, response.id))


@dataclass
class Twenty:
    """A world with three themes, the responses of WAYS, findings on them, and what was decided."""

    world: World

    def __post_init__(self) -> None:
        self.themes = {name: coded.theme(self.world, name) for name in ("foot", "hate", "silent")}
        self.responses: list[Response] = []
        self.findings: list[object] = []
        self.edition_id = 0

    def respond(self, themes: tuple[str, ...], choice: str) -> Response:
        """Store a response that speaks of themes and chooses one answer, and code it."""
        others = {"support_knife_crime": choice} if choice else {}
        answer: Answer = self.world.respond("Officers on foot, hate crime and silence.", **others)
        for theme in themes:
            coded.code(self.world, answer, self.themes[theme])
        found = db.session().get_one(Response, answer.response_id)
        self.responses.append(found)
        return found


@pytest.fixture
def published(world: World) -> Twenty:
    """The twenty responses, three findings (accepted, somebody else's, not decided) and an edition."""
    twenty = Twenty(world)
    for themes, choice, _findings in WAYS:
        twenty.respond(themes, choice)
    first, second = confirmed(world, twenty.themes["foot"]), confirmed(world, twenty.themes["hate"])
    third = drafted(world)
    rest(world, third, "closed", "support-knife-crime:agree")
    confirm(world, third)
    decided(world, first, "accepted", changes=(TextChange(CHANGE.node, CHANGE.before, CHANGE.after),))
    decided(world, second, "not-ours", goes_to="The Home Office")
    twenty.findings = [first, second, third]
    twenty.edition_id = coded.publish(world).id
    return twenty
