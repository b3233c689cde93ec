"""A trend as columns and cells: the page's table, CSV, XLSX and the command line share these."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from experio.spreadsheets import Column
from reports.disclosure import Figure
from reports.measures import DIAGNOSIS_LABELS, GENDER_LABELS, MEASURES, Measure
from reports.questions.absence_trend import AbsenceTrend, TrendRow

MONTH = gettext_lazy("Month")
GENDER = gettext_lazy("Gender")
DIAGNOSIS_GROUP = gettext_lazy("Diagnosis group")


def trend_columns(trend: AbsenceTrend) -> list[Column]:
    """Month, what the trend is split by, then every measure."""
    columns = [Column(str(MONTH), width=10)]
    if "gender" in trend.question.by:
        columns.append(Column(str(GENDER), width=10))
    if "diagnosis_group" in trend.question.by:
        columns.append(Column(str(DIAGNOSIS_GROUP), width=28))
    return columns + [Column(str(m.label), "0.0" if m.decimals else "0", 14) for m in MEASURES]


def trend_rows(trend: AbsenceTrend) -> Iterator[list[str | Decimal | int]]:
    for row in trend.rows:
        yield [*row_heads(trend, row), *(cell(row.figures[measure.key], measure) for measure in MEASURES)]


def row_heads(trend: AbsenceTrend, row: TrendRow) -> list[str]:
    """The words at the beginning of a row."""
    heads = [str(row.month)]
    if "gender" in trend.question.by:
        heads.append(str(GENDER_LABELS[row.gender]))
    if "diagnosis_group" in trend.question.by:
        heads.append(str(DIAGNOSIS_LABELS[row.diagnosis_group]))
    return heads


def cell(figure: Figure, measure: Measure) -> str | Decimal | int:
    """The figure as a number with the decimals of its measure, or its mark."""
    if figure.value is None:
        return figure.mark
    if measure.decimals:
        return Decimal(str(round(figure.value, measure.decimals))).quantize(
            Decimal(1).scaleb(-measure.decimals)
        )
    return int(round(figure.value))


def explanation() -> Sequence[tuple[str, str]]:
    """What the marks mean, for a footnote or a sheet."""
    return (
        ("..", _("hidden, because a small group could be recognised")),
        (".", _("not applicable: nobody is in the group")),
        ("-", _("missing: not known yet")),
        ("0", _("zero")),
    )
