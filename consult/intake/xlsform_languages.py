"""Which language a column of an XLSForm is in, as a BCP 47 tag; the names that people write are many."""

import re

# What the table of names does not know keeps its words under a tag for private use (BCP 47, ISO 639-2: qaa to qtz).
PRIVATE = tuple(f"qa{letter}" for letter in "abcdefghijklmnopqrstuvwxyz")
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_IN_BRACKETS = re.compile(r"\(\s*([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\s*\)\s*$")
_NAMES = {
    "en": "english englisch anglais inglés ingles", "de": "deutsch german allemand alemán",
    "fr": "français francais french französisch", "es": "español espanol spanish castellano spanisch",
    "pt": "português portugues portuguese", "it": "italiano italian", "nl": "nederlands dutch",
    "pl": "polski polish", "ro": "română romana romanian", "bg": "български bulgarian", "ru": "русский russian",
    "uk": "українська ukrainian", "tr": "türkçe turkce turkish", "ar": "العربية عربي arabic arabisch",
    "fa": "فارسی persian farsi", "ps": "پښتو pashto", "ur": "اردو urdu", "hi": "हिन्दी हिंदी hindi",
    "bn": "বাংলা bengali bangla",
    "pa": "ਪੰਜਾਬੀ punjabi panjabi", "gu": "ગુજરાતી gujarati", "ta": "தமிழ் tamil", "ne": "नेपाली nepali",
    "zh": "中文 chinese mandarin", "ja": "日本語 japanese", "ko": "한국어 korean", "vi": "tiếng_việt vietnamese",
    "so": "soomaali somali", "sw": "kiswahili swahili", "am": "አማርኛ amharic", "ti": "ትግርኛ tigrinya",
    "yo": "yorùbá yoruba", "ha": "hausa", "ig": "igbo", "sq": "shqip albanian", "el": "ελληνικά greek",
    "hu": "magyar hungarian", "cs": "čeština czech", "sk": "slovenčina slovak", "lt": "lietuvių lithuanian",
    "cy": "cymraeg welsh", "ga": "gaeilge irish", "ku": "kurdî kurdish", "ckb": "سۆرانی sorani", "he": "עברית hebrew",
    "yi": "ייִדיש yiddish", "my": "မြန်မာ burmese", "tl": "tagalog filipino", "id": "bahasa_indonesia indonesian",
    "da": "dansk danish", "sv": "svenska swedish", "no": "norsk norwegian", "fi": "suomi finnish",
    "lg": "luganda", "ht": "kreyòl haitian_creole", "bfi": "bsl british_sign_language",
}
TAGS = {name.replace("_", " "): tag for tag, names in _NAMES.items() for name in names.split()}


def tag_of(label: str) -> str | None:
    """Return the tag for what stands behind `label::`, such as `English (en)`, `en` or `English`; None if unknown."""
    label = label.strip()
    if found := _IN_BRACKETS.search(label):
        return _shaped(found[1])
    if (tag := TAGS.get(label.casefold())) is not None:
        return tag
    return _shaped(label) if _TAG.fullmatch(_shaped(label)) and len(label.split("-")[0]) <= 3 else None


def _shaped(tag: str) -> str:
    first, *rest = tag.replace("_", "-").split("-")
    return "-".join([first.lower(), *rest])


def tags_for(labels: list[str]) -> dict[str, str]:
    """Return the tag of each label; those that nobody knows get tags of their own that name no language.

    One unknown language alone is taken to be English, as XLSForm's own `default` is.
    """
    found = {label: tag_of(label) for label in labels}
    unknown = [label for label, tag in found.items() if tag is None]
    if len(labels) == 1 and unknown:
        return {labels[0]: "en"}
    spare = (tag for tag in PRIVATE if tag not in found.values())
    return {label: tag if tag is not None else next(spare, "qaz") for label, tag in found.items()}
