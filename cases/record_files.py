"""The record of processing as files: JSON, Markdown and PDF."""

import json
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cases.questions.record_of_processing import RecordOfProcessing
from experio.documents.pdf import pdf_of

TEMPLATE = Path(__file__).parent / "typst" / "record_of_processing.typ"


def facts_of(record: RecordOfProcessing) -> list[tuple[str, str]]:
    """What the employer says of itself, in words; a dash where nothing has been said."""
    details = record.controller
    return [
        (_("Employer"), record.employer.employer_name),
        (_("Controller"), _joined(details.controller_name, details.controller_contact) if details else "–"),
        (
            _("Data protection officer"),
            _joined(details.officer_name, details.officer_contact) or "–" if details else "–",
        ),
        (_("Legal basis"), details.legal_basis or "–" if details else "–"),
        (_("Recipients"), details.recipients or "–" if details else "–"),
        (_("Transfers to third countries"), _("none: the product calls nobody while it runs")),
        (_("As it stands on"), record.day.isoformat()),
    ]


def as_json(record: RecordOfProcessing) -> dict[str, Any]:
    """The record for machines."""
    return {
        "record": "record_of_processing",
        "version": "1",
        "employer": record.employer.slug,
        "day": record.day.isoformat(),
        "facts": [{"name": name, "text": text} for name, text in facts_of(record)],
        "activities": [
            {
                "purpose": one.purpose,
                "purpose_name": one.purpose_name,
                "subjects": list(one.subjects),
                "categories": list(one.categories),
                "retention": list(one.retention),
                "tables": [
                    {
                        "table": held.table,
                        "title": held.title,
                        "subjects": held.subjects,
                        "kept": held.kept,
                        "fields": [
                            {"category": category, "names": list(names)}
                            for category, names in held.categories
                        ],
                    }
                    for held in one.holdings
                ],
            }
            for one in record.activities
        ],
        "security_measures": list(record.measures),
    }


def json_bytes(record: RecordOfProcessing) -> bytes:
    return json.dumps(as_json(record), ensure_ascii=False, indent=1).encode()


def markdown_bytes(record: RecordOfProcessing) -> bytes:
    """The record as a page of Markdown, to be kept with other papers."""
    lines = [f"# {_('Record of processing activities')}", ""]
    lines += [f"- **{name}:** {_one_line(text)}" for name, text in facts_of(record)]
    for one in record.activities:
        lines += ["", f"## {one.purpose_name[:1].upper()}{one.purpose_name[1:]}", ""]
        lines += [f"- **{_('Whose data')}:** {', '.join(one.subjects)}"]
        lines += [f"- **{_('Categories')}:** {', '.join(one.categories)}"]
        lines += [f"- **{_('Kept')}:** {'; '.join(one.retention)}", ""]
        lines += [f"| {_('Table')} | {_('Categories and fields')} | {_('Kept')} |", "|---|---|---|"]
        for held in one.holdings:
            fields = "; ".join(f"{category}: {', '.join(names)}" for category, names in held.categories)
            lines.append(f"| {held.title} | {_cell(fields)} | {_cell(held.kept)} |")
    lines += ["", f"## {_('Security measures')}", ""]
    lines += [f"- {_one_line(text)}" for text in record.measures]
    return ("\n".join(lines) + "\n").encode()


def pdf_bytes(record: RecordOfProcessing) -> bytes:
    """The record on paper: tagged PDF (PDF/UA-1)."""
    data = {
        **as_json(record),
        "title": _("Record of processing activities"),
        "whose": _("Whose data"),
        "categories_title": _("Categories"),
        "kept_title": _("Kept"),
        "head": [_("Table"), _("Categories and fields"), _("Kept")],
        "measures_title": _("Security measures"),
    }
    return pdf_of(TEMPLATE, data)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return _one_line(text).replace("|", "\\|")
