"""Plain words out of labels that carry Markdown or HTML, and the few words that we add ourselves; nothing is shown."""

import html
import re

from consult.domain.texts import clean

_LINK = re.compile(r"!?\[([^\[\]\n]*)\]\(\s*([^()\s]+)[^()\n]*\)")
_ANCHOR = re.compile(
    r"<a\b[^<>]*?href\s*=\s*(?:\"([^\"<>]*)\"|'([^'<>]*)'|([^\s<>\"']+))[^<>]*>(.*?)</a\s*>", re.I | re.S)
_BREAK = re.compile(r"<br\b[^<>]*>|</(?:p|div|li|h[1-6])\s*>", re.I)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.S)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.M)
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1", re.S)
# A star inside a word is no markup: German writes Bürger*innen.
_STAR = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]+?)(?<=[^\s*\\])\*(?![\w*])")
_LINE = re.compile(r"(?<![\w_$\\{])_(?=[^\s_])([^_\n]+?)(?<=[^\s_\\])_(?![\w_}])")
_ESCAPED = re.compile(r"\\([\\*_#\[\]<>`])")
_PIPE = re.compile(r"\$\{[^{}]*\}")

ABOUT_YOU = {"en": "About you", "ur": "آپ کے بارے میں", "de": "Über Sie", "fr": "À propos de vous",
             "es": "Sobre usted", "pl": "O Tobie"}
OTHER = {"en": "Other", "ur": "کوئی اور", "de": "Sonstiges", "fr": "Autre", "es": "Otro", "pl": "Inne"}
SAY_OTHER = {"en": "Say what it is", "ur": "بتائیں کہ کیا", "de": "Bitte angeben", "fr": "Précisez",
             "es": "Especifique", "pl": "Proszę podać"}


def plain_words(words: str) -> str:
    """Return the words without Markdown and HTML; the address of a link follows its words in brackets.

    Names of earlier answers, as in `${name}`, stay untouched.
    """
    kept = _PIPE.findall(words)
    held = iter(kept)
    found = _PIPE.sub("\ue000", clean(words))
    found = _ANCHOR.sub(lambda link: _with_address(link[4], link[1] or link[2] or link[3]), found)
    found = _TAG.sub("", _BREAK.sub("\n", found))
    for _round in range(3):
        before, found = found, _STRONG.sub(r"\2", _LINK.sub(lambda link: _with_address(link[1], link[2]), found))
        if before == found:
            break
    found = _LINE.sub(r"\1", _STAR.sub(r"\1", _HEADING.sub("", found)))
    found = html.unescape(_ESCAPED.sub(r"\1", found))
    return re.sub("\ue000", lambda _mark: next(held, ""), found).strip()


def _with_address(words: str, address: str) -> str:
    said = words.strip()
    return said if not address or address in said else f"{said} ({html.unescape(address)})" if said else address


def in_languages(words: dict[str, str], languages: tuple[str, ...]) -> dict[str, str]:
    """Return our own words in these languages, those that we have none for in English."""
    return {tag: words.get(tag.split("-")[0], words["en"]) for tag in languages}
