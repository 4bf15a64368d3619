"""Charts: well-formed SVG with title and description, every shown number in words, hidden ones drawn nowhere."""

import re
from xml.etree import ElementTree

import pytest

from consult.exports import chart_strips, charts
from consult.exports.chart_words import places, wrapped
from consult.exports.charts import BARS, DOTS, STACKED, Chart, Line, Part

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("kind", charts.KINDS)
def test_a_picture_has_a_title_and_a_description_that_says_every_line(kind):
    picture = ElementTree.fromstring(charts.picture(chart(kind)).decode())
    assert picture.get("role") == "img" and picture.get("aria-labelledby") == "title description"
    said = picture.find(f"{SVG}desc").text
    assert picture.find(f"{SVG}title").text == "Lights & <buses>"
    for words in ("Men: 40 of 100", "Women: fewer than 10") if kind != STACKED else ("Men: Agree 60%, Disagree 40%",):
        assert words in said


def test_a_hidden_number_is_not_drawn():
    drawn = charts.strip(chart(BARS), chart(BARS).lines[1])
    assert "app-bar" not in drawn and "app-track" in drawn
    assert "app-dot" not in charts.strip(chart(DOTS), chart(DOTS).lines[1])


def test_parts_of_a_stacked_bar_fill_it_and_are_numbered():
    drawn = charts.strip(chart(STACKED), chart(STACKED).lines[0])
    assert [float(width) for width in re.findall(r'width="([\d.]+)%" height="20"', drawn)] == [60.0, 40.0]
    assert re.findall(r">(\d)</text>", drawn) == ["1", "2"]


def test_rounded_shares_never_pass_the_end_of_the_bar():
    parts = tuple(Part(str(n), "x", 34, "34%") for n in range(3))
    drawn = charts.strip(chart(STACKED), Line("a", "All", "", parts=parts))
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%" height="20"', drawn)]
    assert sum(widths) <= 100.01


def test_a_chart_in_urdu_is_mirrored():
    left, right = (charts.strip(chart(BARS, tag), chart(BARS, tag).lines[0]) for tag in ("en", "ur"))
    assert 'class="app-bar" x="0%"' in left and 'class="app-bar" x="60%"' in right


def test_equal_charts_are_equal_bytes():
    assert charts.picture(chart(STACKED, "ur")) == charts.picture(chart(STACKED, "ur"))
    line = chart(STACKED).lines[0]
    assert chart_strips.png(chart(STACKED), line) == chart_strips.png(chart(STACKED), line)


def test_a_strip_is_a_small_png():
    assert chart_strips.png(chart(STACKED), chart(STACKED).lines[0]).startswith(b"\x89PNG")


@pytest.mark.parametrize("words", ["a " * 300, "x" * 500, "我们需要更多的路灯" * 30, "ہمیں روشنی چاہیے " * 30])
def test_words_are_broken_into_lines_that_fit_and_none_is_lost(words):
    lines = wrapped(words)
    assert all(places(line) <= 84 for line in lines)
    assert "".join("".join(lines).split()) == "".join(words.split())


def chart(kind: str, language: str = "en") -> Chart:
    parts = (Part("agree", "Agree", 60, "60%"), Part("disagree", "Disagree", 40, "40%"))
    lines = ((Line("m", "Men", "", parts=parts),) if kind == STACKED else
             (Line("m", "Men", "40 of 100", 40, reference=50), Line("w", "Women", "fewer than 10")))
    return Chart("t", kind, "Lights & <buses>", "Most agree.", lines, 100, language)
