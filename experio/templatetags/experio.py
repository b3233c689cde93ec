"""How values are shown: the display filters and the few tags that every page shares."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import template
from django.forms import DateInput
from django.http import QueryDict
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

register = template.Library()

NBSP = "\N{NO-BREAK SPACE}"
HIDDEN = ".."


@register.filter
def extent(value: int | Decimal | None) -> str:
    """An extent of sick leave in per cent: `50 %`, with a space that does not break."""
    if value is None or value == "":
        return ""
    return f"{formats.number_format(value, use_l10n=True)}{NBSP}%"


@register.filter
def percent(value: Decimal | float | int | str | None) -> str:
    """
    A share that already stands in per cent (4.27 means 4.27 %), with one decimal, rounded half up.

    Nothing, or a value that disclosure control has hidden, is shown as `..`.
    """
    if value is None or value in ("", HIDDEN):
        return HIDDEN
    rounded = Decimal(str(value)).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{formats.number_format(rounded, decimal_pos=1, use_l10n=True)}{NBSP}%"


@register.filter
def number(value: Decimal | float | int | str | None, decimals: int = 0) -> str:
    """A figure with thousands kept apart, rounded half up; hidden ones are shown as `..`."""
    if value is None or value in ("", HIDDEN):
        return HIDDEN
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-int(decimals)), rounding=ROUND_HALF_UP)
    return formats.number_format(rounded, decimal_pos=int(decimals), use_l10n=True, force_grouping=True)


@register.filter
def period(value: Any) -> str:
    """
    First and last day of a `Period`, an episode, an extent or anything else that has both:
    `2021-03-01 – 2021-04-02`, one date when they are the same, `2021-03-01 – ongoing` without end.
    """
    first: date | None = getattr(value, "first_day", None)
    last: date | None = getattr(value, "last_day", None)
    if first is None:
        return ""
    if last is None:
        return f"{first.isoformat()} – {gettext('ongoing')}"
    if last == first:
        return first.isoformat()
    return f"{first.isoformat()} – {last.isoformat()}"


@register.filter
def day(value: date | None) -> SafeString | str:
    """A date as a `time` element that does not break across lines; a dash for none."""
    if value is None or value == "":
        return "–"
    shown = value.isoformat()[:10]
    return format_html('<time datetime="{}" class="exp-nowrap">{}</time>', shown, shown)


@register.filter
def person(value: Any) -> str:
    """The name to show: a staff member's `shown_name` (protected identities kept), else a user's name."""
    if value is None:
        return "–"
    return str(getattr(value, "shown_name", value))


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """
    The page's query string with some parts replaced, for sorting and paging links:
    `href="{% query page=2 %}"`. None or an empty text takes a part away.
    """
    request = context.get("request")
    parts = request.GET.copy() if request is not None else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            parts.pop(name, None)
        else:
            parts[name] = str(value)
    return f"?{parts.urlencode()}" if parts else "?"


@register.inclusion_tag("partials/sort_header.html", takes_context=True)
def sort_header(context: dict[str, Any], name: str, label: str, numeric: bool = False) -> dict[str, Any]:
    """
    A column heading that sorts the table by `name` (`?sort=name`, `?sort=-name`) and says how it
    is sorted now. Changing the order goes back to the first page.
    """
    request = context.get("request")
    current = request.GET.get("sort", "") if request is not None else ""
    order = "ascending" if current == name else "descending" if current == f"-{name}" else "none"
    target = f"-{name}" if order == "ascending" else name
    return {
        "label": label,
        "order": order,
        "numeric": numeric,
        "href": query(context, sort=target, page=None),
    }


@register.simple_tag
def page_numbers(page_obj: Any) -> list[int | str]:
    """The page numbers to show, long runs cut short by an ellipsis."""
    return list(page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=2, on_ends=1))


@register.filter
def field_kind(field: Any) -> str:
    """Which widget a form field has (`date`, `select`, `checkbox` …): the style sheet sets widths by it."""
    widget = field.field.widget
    if isinstance(widget, DateInput):
        return "date"
    return str(getattr(widget, "input_type", "") or type(widget).__name__.lower())
