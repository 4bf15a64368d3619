"""The stacked lines of a chart as small PNG pictures, for documents that hold no SVG; the words stand beside them."""

import io

from PIL import Image, ImageDraw, ImageFont

from consult.domain.languages import direction
from consult.exports.charts import FILLS, FITS, INK, PERCENT, Chart, Line

WIDTH, HEIGHT, LETTERS = 1200, 64, 30


def png(chart: Chart, line: Line) -> bytes:
    """Return a stacked line as PNG, 1200 by 64, each part with its number; equal lines give equal bytes."""
    image = Image.new("RGB", (WIDTH, HEIGHT), "#ffffff")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(LETTERS)
    total = max(sum(part.percent or 0 for part in line.parts), PERCENT)
    is_mirrored, at = direction(chart.language) == "rtl", 0.0
    for number, part in enumerate(line.parts):
        share = 100 * (part.percent or 0) / total
        left = 100 - at - share if is_mirrored else at
        at += share
        if not share:
            continue
        fill, ink = FILLS[number % len(FILLS)]
        edges = [round(left * (WIDTH - 1) / 100), 0, round((left + share) * (WIDTH - 1) / 100), HEIGHT - 1]
        pen.rectangle(edges, fill=fill, outline=INK, width=3)
        if share >= FITS:
            pen.text(((edges[0] + edges[2]) / 2, HEIGHT / 2), str(number + 1), fill=ink, font=font, anchor="mm")
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()
