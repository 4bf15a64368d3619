"""What members write is shown as whole markup that can do nothing."""

import pytest

from consult.web.community.markup import plain, shown


def test_paragraphs_lines_and_lists_are_made_of_plain_typing() -> None:
    assert shown("One\ntwo\n\n- a\n- b") == ('<p class="govuk-body">One<br>two</p>'
                                             '<ul class="govuk-list govuk-list--bullet"><li>a</li><li>b</li></ul>')


@pytest.mark.parametrize("words", [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", '"><b onmouseover=alert(1)>x',
    '<a href="javascript:alert(1)">x</a>', '<a href=" java\nscript:alert(1)">x</a>', "<iframe src=//evil></iframe>",
    '<a href="data:text/html,x">x</a>', '<a href="vbscript:x">x</a>', "<style>*{}</style>", '<b style="x:y">z</b>',
    "<form action=/x><input name=y></form>", "<scr<script>ipt>alert(1)</script>", "<math><mi//xlink:href='data:x'>"])
def test_nothing_that_runs_or_loads_is_left(words: str) -> None:
    found = str(shown(words)).lower()
    for part in ("<script", "onerror", "onload=", "onmouse", "javascript:", "vbscript:", "data:", "<img", "<svg",
                 "<iframe", "<style", "style=", "<form", "<input", "<math"):
        assert part not in found.replace("&lt;", "")


def test_a_link_keeps_only_a_full_address_and_tells_the_other_site_nothing() -> None:
    assert 'rel="noopener noreferrer nofollow"' in shown('<a href="https://example.org/x">x</a>')
    for address in ("//evil.example", "/en/space", "page", "ftp://x.example"):
        assert "href" not in shown(f'<a href="{address}">x</a>')


def test_an_address_in_the_text_becomes_a_link_without_the_full_stop() -> None:
    found = shown("See https://example.org/a?b=1&c=2. Or (https://example.org/d)")
    assert 'href="https://example.org/a?b=1&amp;c=2"' in found and 'href="https://example.org/d"' in found


def test_words_with_signs_stay_as_they_are() -> None:
    assert shown("5 < 6 & 7 > 3, I <3 you, {{7*7}} {0.__class__}") == (
        '<p class="govuk-body">5 &lt; 6 &amp; 7 &gt; 3, I &lt;3 you, {{7*7}} {0.__class__}</p>')


def test_marks_across_paragraphs_are_closed_and_opened_again() -> None:
    assert shown("<b>one\n\ntwo</b> three") == (
        '<p class="govuk-body"><b>one</b></p><p class="govuk-body"><b>two</b> three</p>')
    assert shown("</p></div></main><p>x") == '<p class="govuk-body">x</p>'


def test_words_of_a_pasted_page_do_not_run_together() -> None:
    assert plain("<p>One</p><p>two</p><ul><li>three</ul>") == "One two - three"
    assert shown("<ul><li>a</li><li>b</li></ul>").count("<li>") == 2
