"""Who is told of the report and the plan: an address that can be one, letters tried in steps, and forgetting."""

from datetime import UTC, datetime

import pytest

from consult.domain import news
from consult.domain.errors import Refused

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("words", ["", "nobody", "a@b", "@example.org", "a b@example.org", "a@exam ple.org", "a@.",
                                   f"{'a' * 250}@example.org"])
def test_what_cannot_be_an_address_is_refused(words: str) -> None:
    with pytest.raises(Refused) as refused:
        news.address_of(words)
    assert (refused.value.field, refused.value.code) == ("address", "news-address")


def test_an_address_is_kept_as_it_was_typed_without_what_does_not_print() -> None:
    assert news.address_of("  Ann.Other@Example.org\x00 ") == "Ann.Other@Example.org"


def test_capitals_make_no_second_person() -> None:
    assert news.same_address("Ann@Example.org") == news.same_address("ann@EXAMPLE.org ")


def test_whoever_wants_nothing_is_asked_again_and_unknown_wishes_are_none() -> None:
    assert news.wants_of(["plan", "report", "money"]) == "both" and news.wants_of(["plan"]) == "plan"
    for none in ([], ["money"]):
        with pytest.raises(Refused):
            news.wants_of(none)


def test_each_try_waits_longer_and_the_sixth_is_the_last() -> None:
    waits = [news.next_try(NOW, tries) for tries in range(1, 6)]
    assert waits == sorted(wait for wait in waits if wait is not None) and None not in waits
    assert news.next_try(NOW, 6) is None


def test_an_address_has_done_its_work_once_all_was_told() -> None:
    assert not news.is_over("both", ["confirm", "report-2"])
    assert news.is_over("both", ["report-2", "plan"]) and news.is_over("report", ["report-1"])
    assert not news.is_over("plan", ["confirm"])


def test_each_edition_is_told_of_by_a_letter_of_its_own() -> None:
    assert news.about_report(2) != news.about_report(3)
    assert {news.occasion_of(news.about_report(2)), news.occasion_of("plan")} == {"report", "plan"}
