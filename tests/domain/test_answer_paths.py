"""The way of a response: the findings that rest on what it said, and no other."""

from consult.domain.answer_paths import Said, reached
from consult.domain.report_findings import ReportedDecision, ReportedEvidence, ReportedFinding

FOOT, HATE = ("theme-foot", "words"), ("theme-hate", "words")


def test_a_finding_is_reached_by_the_theme_that_it_rests_on() -> None:
    found = reached([finding(1, ("theme", "theme-foot")), finding(2, ("theme", "theme-other"))], Said({FOOT, HATE}))
    assert [(one.finding.number, one.themes) for one in found] == [(1, ("theme-foot",))]


def test_a_finding_on_two_of_her_themes_is_told_once() -> None:
    [found] = reached([finding(1, ("theme", "theme-foot"), ("theme", "theme-hate"))], Said({FOOT, HATE}))
    assert found.themes == ("theme-foot", "theme-hate")


def test_a_finding_on_the_answers_to_one_question_is_not_reached_by_another() -> None:
    narrow = ReportedEvidence("theme", "theme-foot", {"en": "Foot"}, question="other-words")
    found = ReportedFinding("f1", 1, {"en": "People say so."}, "fair", evidence=(narrow,))
    assert reached([found], Said({FOOT})) == ()
    assert len(reached([found], Said({("theme-foot", "other-words")}))) == 1


def test_what_she_chose_leads_to_a_finding_and_what_others_chose_does_not() -> None:
    findings = [finding(1, ("closed", "support:agree")), finding(2, ("closed", "support:disagree")),
                finding(3, ("closed", "other:agree"))]
    found = reached(findings, Said(choices={("support", "agree")}))
    assert [(one.finding.number, one.choices) for one in found] == [(1, (("support", "agree"),))]


def test_what_events_forums_and_committees_said_is_nobodys_single_response() -> None:
    rows = [("events", "theme-foot"), ("forum-ask", "theme-foot"), ("recommendation-ask", "theme-foot")]
    assert reached([finding(number, row) for number, row in enumerate(rows, 1)], Said({FOOT}, {("", "")})) == ()


def test_an_organisation_reaches_the_findings_that_name_it_and_a_person_none_of_them() -> None:
    findings = [finding(1, ("organisation", "r1")), finding(2, ("organisation", "r2")),
                finding(3, ("organisation", ""))]
    assert [one.finding.number for one in reached(findings, Said(organisation="r1"))] == [1]
    assert reached(findings, Said()) == ()


def test_without_a_decision_nothing_is_decided() -> None:
    undecided, decided = finding(1, ("theme", "theme-foot")), finding(2, ("theme", "theme-foot"), outcome="partly")
    assert [one.is_decided for one in reached([undecided, decided], Said({FOOT}))] == [False, True]


def finding(number: int, *evidence: tuple[str, str], outcome: str = "") -> ReportedFinding:
    decision = ReportedDecision(outcome, {"en": "A reason."}, "A name", "An office", "2027-03-01") if outcome else None
    return ReportedFinding(f"f{number}", number, {"en": "People say so."}, "fair", decision=decision, evidence=tuple(
        ReportedEvidence(kind, ref, {"en": ref}) for kind, ref in evidence))
