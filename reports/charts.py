"""Series of points → an SVG drawn on the server; no database. The same points stand in a table beside it.

Every series has a colour of its own that is readable on white and on black, and a dash pattern of its own,
so that a chart says the same in black and white. What is hidden or missing is a gap, never a line across it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import vl_convert

from experio.periods import Month
from reports.disclosure import Figure

WIDTH, HEIGHT = 1060, 280

# Relative luminance 0.14–0.30: at least 3:1 against white and against the dark background.
COLOURS = ("#0f7bc4", "#c8501e", "#2e8b57", "#9a63c4", "#8a7a1f", "#c2408c")
DASHES: tuple[list[int], ...] = ([1, 0], [6, 3], [2, 2], [8, 3, 2, 3], [10, 4], [4, 2, 1, 2])
SWEDISH_NUMBERS = {"decimal": ",", "thousands": "\u00a0", "grouping": [3], "currency": ["", "\u00a0kr"]}
ENGLISH_NUMBERS = {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", " kr"]}


@dataclass(frozen=True)
class Series:
    """A line of the chart: its name and a figure for each month."""

    label: str
    figures: tuple[tuple[Month, Figure], ...]


def line_chart(series: Sequence[Series], *, title: str, unit: str, decimals: int, language: str) -> str:
    """The SVG of a line for each series over the months."""
    specification = _line_specification(series, title=title, unit=unit, decimals=decimals)
    return _drawn(json.dumps(specification, ensure_ascii=False), language[:2] == "sv")


def _line_specification(series: Sequence[Series], *, title: str, unit: str, decimals: int) -> dict[str, Any]:
    labels = [one.label for one in series]
    values = [
        {"month": str(month), "value": figure.value, "series": one.label}
        for one in series
        for month, figure in one.figures
    ]
    months = sorted({str(month) for one in series for month, _ in one.figures})
    every = max(1, len(months) // 12)
    number = f",.{decimals}f"
    scale = {"domain": labels}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "description": title,
        "width": WIDTH,
        "height": HEIGHT,
        "background": None,
        "data": {"values": values},
        "mark": {
            "type": "line",
            "point": {"size": 26, "filled": True},
            "strokeWidth": 2,
            "invalid": "break-paths-filter-domains",
        },
        "encoding": {
            "x": {
                "field": "month",
                "type": "ordinal",
                "axis": {"values": months[::every], "labelAngle": 0 if len(months) <= 12 * every else -45},
                "title": None,
            },
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"zero": True, "nice": True},
                "axis": {"format": number, "tickCount": 6},
                "title": unit,
            },
            "color": {
                "field": "series",
                "type": "nominal",
                "sort": labels,
                "scale": {**scale, "range": [COLOURS[i % len(COLOURS)] for i in range(len(labels))]},
                "legend": {
                    "orient": "top",
                    "title": None,
                    "symbolType": "stroke",
                    "columns": 4,
                    "labelLimit": 260,
                }
                if len(labels) > 1
                else None,
            },
            "strokeDash": {
                "field": "series",
                "type": "nominal",
                "sort": labels,
                "scale": {**scale, "range": [DASHES[i % len(DASHES)] for i in range(len(labels))]},
                "legend": None,
            },
        },
        "config": _THEME,
    }


# Text and axes take the colour of the page around them, so they follow dark mode.
_THEME: dict[str, Any] = {
    "font": "Inter Variable, Inter, sans-serif",
    "axis": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "tickColor": "currentColor",
        "domainColor": "currentColor",
        "gridColor": "currentColor",
        "gridOpacity": 0.15,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
    },
    "legend": {
        "labelColor": "currentColor",
        "titleColor": "currentColor",
        "labelFontSize": 12,
        "symbolSize": 300,
    },
    "view": {"stroke": None},
}


@lru_cache(maxsize=64)
def _drawn(specification: str, swedish: bool) -> str:
    numbers = SWEDISH_NUMBERS if swedish else ENGLISH_NUMBERS
    return str(vl_convert.vegalite_to_svg(specification, format_locale=numbers))
