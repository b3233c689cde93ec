"""Builds absence files in memory, as payroll systems write them. Nobody in them exists."""

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter

TODAY = date(2021, 11, 22)

HEADING = "Anst.nr;Fr.o.m.;T.o.m.;Omfattning;Diagnos"


def paxml(
    *transactions: Mapping[str, str],
    version: str | None = "2.0",
    schedule: Mapping[str, Mapping[str, str]] | None = None,
    people: Iterable[Mapping[str, str]] = (),
    marks: str = "",
    encoding: str = "utf-8",
    declared: str | None = None,
    bom: bool = False,
) -> bytes:
    """A PAXml file. Keys of a transaction that are attributes in the standard become attributes."""
    parts = [f'<?xml version="1.0" encoding="{declared or encoding}"?>', "<paxml>"]
    parts.append("<header><format>LÖNIN</format>")
    parts.append(f"<version>{version}</version></header>" if version else "</header>")
    parts.append("<tidtransaktioner>" + marks)
    parts += [_element("tidtrans", transaction, "postid anstid persnr") for transaction in transactions]
    parts.append("</tidtransaktioner>")
    if schedule:
        parts.append("<schematransaktioner>")
        for who, days in schedule.items():
            cells = "".join(f'<dag datum="{day}" timmar="{hours}"/>' for day, hours in days.items())
            parts.append(f'<schema anstid="{who}">{cells}</schema>')
        parts.append("</schematransaktioner>")
    parts.append("<personal>")
    parts += [_element("person", person, "anstid persnr") for person in people]
    parts.append("</personal></paxml>")
    text = "\n".join(parts)
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode(encoding)


def sick_day(day: str, who: str = "7001", code: str = "SJK", **more: str) -> dict[str, str]:
    return {"anstid": who, "tidkod": code, "datum": day, **more}


def sick_days(first: str, last: str, who: str = "7001", code: str = "SJK", **more: str) -> dict[str, str]:
    return {"anstid": who, "tidkod": code, "datumfrom": first, "datumtom": last, **more}


def csv(*lines: str, heading: str = HEADING, encoding: str = "utf-8") -> bytes:
    return "\r\n".join([heading, *lines, ""]).encode(encoding)


def xlsx(*rows: Sequence[Any], heading: Sequence[str] = tuple(HEADING.split(";"))) -> bytes:
    """A workbook; dates become real date cells."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet = book.add_worksheet()
    day_format = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate([heading, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, day_format)
            else:
                sheet.write(number, column, value)
    book.close()
    return file.getvalue()


def _element(name: str, values: Mapping[str, str], attributes: str) -> str:
    in_tag = "".join(f" {key}={quoteattr(values[key])}" for key in attributes.split() if key in values)
    inner = "".join(
        f"<{key}>{escape(value)}</{key}>" for key, value in values.items() if key not in attributes.split()
    )
    return f"<{name}{in_tag}>{inner}</{name}>"
