"""A register extract as files: JSON for machines (`docs/register-extract.schema.json`), PDF for people."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.questions.register_extract import AWAITS_REVIEW, Extract
from experio.data_protection.contents import Change, FieldValue, Row
from experio.documents.pdf import pdf_of

SCHEMA_VERSION = "1"
TEMPLATE = Path(__file__).parent / "typst" / "register_extract.typ"


def as_json(extract: Extract) -> dict[str, Any]:
    """The extract for machines. Dates are ISO 8601; codes stand as they are stored."""
    released = {"assessment": extract.assessment} if extract.is_for_others else {}
    return {
        "extract": "register_extract",
        "version": SCHEMA_VERSION,
        "made_at": extract.made_at.isoformat(timespec="seconds"),
        "made_by": extract.made_by,
        "is_own": extract.is_own,
        **released,
        "employer": extract.person.subproject.employer_name,
        "controller": extract.controller.controller_name if extract.controller else "",
        "sections": [
            {
                "table": section.model,
                "title": section.title,
                "categories": list(section.category_names),
                "rows": [_row(row) for row in section.rows],
            }
            for section in extract.sections
        ],
        "readers": [
            {
                "at": one.at.isoformat(timespec="seconds"),
                "who": one.who,
                "capacity": one.capacity,
                "act": one.act,
                "purpose": one.purpose,
                "page": one.page,
            }
            for one in extract.readers
        ],
        "rows_about_others": extract.deeds,
        "withheld": list(extract.withheld),
    }


def json_bytes(extract: Extract) -> bytes:
    return json.dumps(as_json(extract), ensure_ascii=False, indent=1).encode()


def pdf_bytes(extract: Extract) -> bytes:
    """The extract on paper: tagged PDF (PDF/UA-1), in the language of the reader."""
    return pdf_of(TEMPLATE, _for_paper(extract))


def reason_in_words(reason: str) -> str:
    """Why a text is not handed out."""
    if reason == AWAITS_REVIEW:
        return _("goes through HR's review first")
    return _("withheld: %(ground)s") % {"ground": reason}


def _row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key,
        "deleted": row.is_deleted,
        "fields": {one.name: _value(one) for one in row.fields},
        "history": [
            {
                "at": change.at.isoformat(timespec="seconds"),
                "what": change.what,
                "by": change.by,
                "reason": change.reason,
                "fields": {one.name: _value(one) for one in change.fields},
            }
            for change in row.history
        ],
    }


def _value(one: FieldValue) -> dict[str, Any]:
    found = {"label": one.label, "value": one.value}
    return {**found, "withheld": one.withheld} if one.withheld else found


def _for_paper(extract: Extract) -> dict[str, Any]:
    """Everything the template prints, in words."""
    person, controller = extract.person, extract.controller
    facts = [
        (_("Person"), f"{person.full_name}, {person.employee_number}"),
        (_("Employer"), person.subproject.employer_name),
        (
            _("Controller"),
            _joined(controller.controller_name, controller.controller_contact) if controller else "–",
        ),
        (
            _("Data protection officer"),
            _joined(controller.officer_name, controller.officer_contact) if controller else "–",
        ),
        (_("Made"), f"{extract.made_at:%Y-%m-%d %H:%M}, {extract.made_by}"),
    ]
    if extract.is_for_others:
        facts.append((_("Disclosure assessment"), extract.assessment))
    read = Counter((f"{one.at:%Y-%m-%d}", one.who, one.act_name, one.purpose) for one in extract.readers)
    return {
        "title": _("Register extract"),
        "lead": _lead(extract),
        "facts": [[name, text or "–"] for name, text in facts],
        "withheld_title": _("Not handed out"),
        "withheld": [reason_in_words(reason) for reason in extract.withheld],
        "sections": [
            {
                "title": section.title[:1].upper() + section.title[1:],
                "categories": ", ".join(section.category_names),
                "rows": [_paper_row(row) for row in section.rows],
            }
            for section in extract.sections
        ],
        "history_title": _("Changes"),
        "readers_title": _("Who has read this"),
        "readers_head": [_("Day"), _("Who"), _("Act"), _("Purpose"), _("Times")],
        "readers": [
            [day, who, act, purpose or "–", str(number)] for (day, who, act, purpose), number in read.items()
        ],
        "nobody": _("Nobody yet."),
        "shows_readers": not extract.is_for_others,
        "deeds_title": _("In rows about others"),
        "deeds": [_deed(name, number) for name, number in extract.deeds.items()],
    }


def _lead(extract: Extract) -> str:
    if extract.is_for_others:
        return _(
            "What the employer holds about the person in Experio, with every change, handed out on request "
            "after a disclosure assessment. What it masks is named, not shown."
        )
    return _(
        "What your employer holds about you in Experio, with every change, and who has read it. You may "
        "ask for correction, restriction or erasure, and complain to the Swedish Authority for Privacy "
        "Protection."
    )


def _paper_row(row: Row) -> dict[str, Any]:
    later = [change for change in row.history if change.what != "insert" or row.is_deleted]
    return {
        "heading": _("deleted") if row.is_deleted else "",
        "fields": [[one.label, _text(one)] for one in row.fields],
        "history": [_paper_change(change) for change in later],
    }


def _paper_change(change: Change) -> str:
    told = "; ".join(f"{one.label}: {_text(one)}" for one in change.fields)
    reason = f" ({change.reason})" if change.reason else ""
    return f"{change.at:%Y-%m-%d %H:%M} {change.verb}, {change.by}{reason}. {told}".strip()


def _deed(name: str, number: int) -> str:
    rows = ngettext("%(count)d row", "%(count)d rows", number) % {"count": number}
    return f"{name}: {rows}"


def _text(one: FieldValue) -> str:
    return reason_in_words(one.withheld) if one.withheld else one.shown


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)
