"""Protected answers in words and in lines: what a chart draws, what it says aloud, how cells are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _

from reports.charts import Series
from reports.disclosure import Figure
from reports.exports import cell, row_heads
from reports.measures import DIAGNOSIS_LABELS, GENDER_LABELS, MEASURES, Measure
from reports.questions.absence_trend import AbsenceTrend

SUMMARISED = 4


@dataclass(frozen=True)
class ShownRow:
    """A row of the table: its words, its figures as written, and whether it is the total of its month."""

    heads: list[str]
    cells: list[str]
    is_total: bool


def written(figure: Figure, measure: Measure) -> str:
    """The figure as the language writes it, or its mark."""
    value = cell(figure, measure)
    if isinstance(value, str):
        return value
    return formats.number_format(value, decimal_pos=measure.decimals, use_l10n=True, force_grouping=True)


def shown_rows(trend: AbsenceTrend) -> list[ShownRow]:
    """The rows of the table: exactly those of the files."""
    return [
        ShownRow(
            heads=row_heads(trend, row),
            cells=[written(row.figures[measure.key], measure) for measure in MEASURES],
            is_total=bool(trend.question.by) and not row.gender and not row.diagnosis_group,
        )
        for row in trend.rows
    ]


def series_of(trend: AbsenceTrend, measure: Measure) -> list[Series]:
    """A line for each group of the trend; with two splits the totals stay in the table, for clarity."""
    both = len(trend.question.by) > 1
    groups = [
        (gender, diagnosis)
        for gender, diagnosis in trend.groups
        if not both or (gender and diagnosis) or (gender, diagnosis) == ("", "")
    ]
    return [
        Series(
            _group_label(gender, diagnosis),
            tuple(
                (row.month, row.figures[measure.key])
                for row in trend.rows
                if (row.gender, row.diagnosis_group) == (gender, diagnosis)
            ),
        )
        for gender, diagnosis in groups
    ]


def _group_label(gender: str, diagnosis: str) -> str:
    words = [str(GENDER_LABELS[gender])] if gender else []
    words += [str(DIAGNOSIS_LABELS[diagnosis])] if diagnosis else []
    return ", ".join(words) or _("All")


def summary_of(series: Sequence[Series], measure: Measure) -> str:
    """What the chart shows, in words, made from the same figures."""
    parts = [_line_in_words(one, measure) for one in series[:SUMMARISED]]
    rest = len(series) - SUMMARISED
    if rest > 0:
        parts.append(_("%(number)d more lines stand in the table.") % {"number": rest})
    return f"{measure.label}. " + " ".join(parts)


def _line_in_words(series: Series, measure: Measure) -> str:
    known = [(month, figure) for month, figure in series.figures if figure.value is not None]
    if not known:
        return _("%(group)s: no figure can be shown.") % {"group": series.label}
    lowest = min(known, key=lambda point: Decimal(str(point[1].value)))
    highest = max(known, key=lambda point: Decimal(str(point[1].value)))
    last = known[-1]
    text = _(
        "%(group)s: %(last)s in %(last_month)s, from %(low)s (%(low_month)s) to %(high)s (%(high_month)s)."
    )
    return text % {
        "group": series.label,
        "last": _with_unit(last[1], measure),
        "last_month": last[0],
        "low": _with_unit(lowest[1], measure),
        "low_month": lowest[0],
        "high": _with_unit(highest[1], measure),
        "high_month": highest[0],
    }


def _with_unit(figure: Figure, measure: Measure) -> str:
    return f"{written(figure, measure)}\u00a0{measure.unit}"
