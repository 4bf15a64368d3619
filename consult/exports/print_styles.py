"""How a page looks that is to be printed as PDF: usual and large print; it knows nothing of what stands on the page."""

USUAL, LARGE = "usual", "large"
SIZES = (USUAL, LARGE)
# Naskh for Urdu: of the letters of Nastaliq programs find only some in a PDF again. The browser takes the first font of
# the list that has the letter, so those of every script stand in it.
FONTS = ('"Noto Sans", Arial, "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Bengali", "Noto Sans Devanagari", '
         '"Noto Sans Gujarati", "Noto Sans Gurmukhi", "Noto Sans CJK SC", sans-serif')
BOTH = """
@page { size: A4; margin: 20mm 18mm; }
html { font: 12pt/1.5 %s; color: #0b0c0c; background: #fff; }
body { margin: 0; }
h1 { font-size: 2em; } h2 { font-size: 1.5em; } h3 { font-size: 1.25em; } h4, h5, h6 { font-size: 1.1em; }
h1, h2, h3, h4, h5, h6 { line-height: 1.3; break-after: avoid; margin: 1.2em 0 0.5em; }
p, ul, ol { margin: 0 0 0.8em; orphans: 3; widows: 3; }
ul, ol { padding-inline-start: 1.6em; }
blockquote { margin: 0 0 0.4em; padding-inline-start: 1em; border-inline-start: 3pt solid #505a5f; }
.govuk-body-l { font-size: 1.15em; } .govuk-inset-text { padding-inline-start: 1em; }
.govuk-inset-text, .app-quote { border-inline-start: 3pt solid #505a5f; margin: 0 0 0.8em; }
dl { margin: 0 0 0.8em; } dt { font-weight: bold; } dd { margin: 0 0 0.4em; padding-inline-start: 1em; }
.govuk-visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%%); }
table { border-collapse: collapse; width: 100%%; margin: 0 0 1em; }
thead { display: table-header-group; } tr { break-inside: avoid; }
caption { text-align: start; font-weight: bold; break-after: avoid; padding-block-end: 0.4em; }
th, td { border: 0.75pt solid #505a5f; padding: 3pt 5pt; text-align: start; vertical-align: top;
  overflow-wrap: break-word; }
thead th { overflow-wrap: anywhere; hyphens: auto; }
img { max-width: 100%%; height: auto; }
a { color: inherit; }
strong { font-weight: bold; }
mark { background: none; color: inherit; }
"""
# Clear print guidance asks for 18 points or more, and for no words in small ones.
ENLARGED = """
html { font-size: 18pt; }
h1 { font-size: 1.6em; } h2 { font-size: 1.35em; } h3, h4, h5, h6 { font-size: 1.15em; }
.govuk-body-l { font-size: 1em; }
p, ul, ol, blockquote { margin-block-end: 1em; }
"""


def style(size: str) -> str:
    """Return the style of a size, USUAL or LARGE; raises ValueError for another."""
    if size not in SIZES:
        raise ValueError("a size of print")
    return BOTH % FONTS + (ENLARGED if size == LARGE else "")
