"""One cell of text → one value. Pure; every form that is accepted stands in the table of its test."""

import re
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from cases.imports.rows import DIAGNOSIS_NOT_SHARED, UNKNOWN_DIAGNOSIS, Diagnosis
from cases.rules.diagnosis_group import InvalidDiagnosisCode, normalised_code

EARLIEST_DAY = date(1950, 1, 1)
YEARS_AHEAD = 5
OPEN_END_YEAR = 2900  # payroll systems write an open end as 9999-12-31 or 2999-12-31
EXCEL_DAY_ZERO = date(1899, 12, 30)

_DAY_FORMS = (
    (re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{2}:\d{2}.*)?"), "ymd"),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), "ymd"),
    (re.compile(r"(\d{2})(\d{2})(\d{2})"), "ymd"),
    (re.compile(r"(\d{2})-(\d{2})-(\d{2})"), "ymd"),
    (re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})"), "ymd"),
    (re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})"), "dmy"),
    (re.compile(r"(\d{1,2})/(\d{1,2})[/-](\d{2})"), "dmy"),
)
_DAY_AND_MONTH = re.compile(r"(\d{1,2})/(\d{1,2})")
_NUMBER = re.compile(r"[+-]?\d{1,12}(?:\.\d{0,30})?")
_NOT_SHARED = {
    "delas ej", "ej delad", "delas inte", "inte delad", "ej angiven av medarbetaren", "uppges ej",
    "vill ej dela", "vill inte dela", "not shared", "not shared by the employee", "sekretess",
}  # fmt: skip


class Unreadable(ValueError):
    """The text is not a value of the kind asked for."""


def day_from_text(text: str, *, today: date) -> date | None:
    """A date with its year, or None when the text is day/month alone (see `day_without_year`).

    YYYY-MM-DD (a time after it is ignored), YYYYMMDD, YYMMDD, YY-MM-DD, YYYY/MM/DD, DD/MM/YYYY, DD.MM.YYYY,
    DD/MM/YY. A slash after a day of one or two digits is always day/month, never the American order. A year
    of two digits is the latest century that keeps the year within five years from now. Raises Unreadable.
    """
    text = text.strip()
    for form, order in _DAY_FORMS:
        if match := form.fullmatch(text):
            parts = match.groups()
            year, month, day = parts if order == "ymd" else reversed(parts)
            return _date(_year(year, today), int(month), int(day))
    if _DAY_AND_MONTH.fullmatch(text):
        return None
    raise Unreadable(text)


def day_without_year(text: str, *, today: date, on_or_after: date | None = None) -> date:
    """DD/MM: for a first day the latest such date that is not in the future; for a last day (`on_or_after`
    the first day) the earliest such date from there on. Raises Unreadable.
    """
    match = _DAY_AND_MONTH.fullmatch(text.strip())
    if not match:
        raise Unreadable(text)
    day, month = int(match[1]), int(match[2])
    # Nine years: 29 February may be eight years away (1896–1904, 2096–2104).
    years = range(9)
    for step in years:
        year = today.year - step if on_or_after is None else on_or_after.year + step
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if on_or_after is None and candidate <= today:
            return candidate
        if on_or_after is not None and candidate >= on_or_after:
            return candidate
    raise Unreadable(text)


def day_from_excel_number(number: float, *, today: date) -> date:
    """A number in a date column: 20211101, 211101, or the day count of the spreadsheet (1900 system)."""
    if number != int(number) and not 20_000 <= number < 80_000:
        raise Unreadable(str(number))
    whole = int(number)
    if 20_000 <= whole < 80_000:
        return EXCEL_DAY_ZERO + timedelta(days=whole)
    found = day_from_text(str(whole), today=today)
    if found is None:
        raise Unreadable(str(number))
    return found


def is_believable_day(day: date, *, today: date) -> bool:
    """Within 1950 and five years ahead: outside is a typing error or a damaged file."""
    return day >= EARLIEST_DAY and day.year <= today.year + YEARS_AHEAD


def decimal_from_text(text: str) -> Decimal:
    """A number with decimal comma or point; thin and hard spaces are ignored. Raises Unreadable."""
    text = re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")
    if not _NUMBER.fullmatch(text):
        raise Unreadable(text)
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise Unreadable(text) from error


def extent_from_text(text: str) -> tuple[Decimal, bool]:
    """(number, is certainly percent): '50', '50 %', '50,0' and '0,5' as written; whether 0,5 and 1 are parts
    of one is for the whole file to tell (see `whole_percent`). Raises Unreadable.
    """
    text = text.strip()
    marked = text.endswith("%")
    for word in ("%", "procent", "percent"):
        text = text.removesuffix(word).strip()
    return decimal_from_text(text), marked


def whole_percent(number: Decimal) -> int:
    """Percent rounded half up to a whole number, at least 1 when there is any extent at all."""
    rounded = int(number.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return max(rounded, 1) if number > 0 else rounded


def diagnosis_from_text(text: str) -> Diagnosis:
    """An ICD-10-SE code without its dot, 'not shared', or nothing. Raises Unreadable.

    Whether the code exists is asked of the classification later; here only its shape is judged.
    """
    text = text.strip()
    if not text or text in {"-", "–"}:
        return UNKNOWN_DIAGNOSIS
    if text.casefold().strip(".() ") in _NOT_SHARED:
        return DIAGNOSIS_NOT_SHARED
    # "F43.2 Anpassningsstörning": the code stands first, the words after it are for people.
    try:
        return Diagnosis(normalised_code(text.split()[0].rstrip(",;:-")))
    except InvalidDiagnosisCode as error:
        raise Unreadable("diagnosis") from error


def timestamp_from_text(text: str) -> datetime:
    """ISO date and time as PAXml writes it, as local time: fractions and zone are passed over."""
    match = re.match(r"(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)", text.strip())
    if not match:
        raise Unreadable(text)
    try:
        return datetime.fromisoformat(f"{match[1]}T{match[2]}")
    except ValueError as error:
        raise Unreadable(text) from error


def is_clean_text(text: str) -> bool:
    """No control characters; those never belong in a number or a name."""
    return text.isprintable()


def _year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year + YEARS_AHEAD else year - 100


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Unreadable("date") from error
