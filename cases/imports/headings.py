"""The heading row of a table: which column is which, in Swedish or English, however it is abbreviated."""

import re
from collections.abc import Sequence

# Spaces, dots, hyphens and case are ignored when headings are compared.
SYNONYMS: dict[str, str] = {
    "employee_number": """
        employee number, employee no, employee id, employment number, emp no, anställningsnummer,
        anställningsnr, anstnummer, anst.nr, anstnr, anst.id, anstid, anställningsid, medarbetarnummer,
        personalnummer, löpnummer""",
    "personal_number": """
        personal number, personal identity number, personnummer, personnr, persnr, pnr, person-id, ssn""",
    "first_day": """
        first day, from, from date, start, start date, första dag, första dagen, första sjukdag, fr.o.m., fr
        o m, fom, från, från och med, from o m, from datum, fr.o.m. datum, startdatum, frånvaro from""",
    "last_day": """
        last day, to, to date, until, end, end date, through, sista dag, sista dagen, sista sjukdag, t.o.m.,
        t o m, tom, till, till och med, tom datum, t.o.m. datum, slutdatum, frånvaro tom""",
    "day": "date, day, datum, dag, frånvarodatum, frånvarodag",
    "extent": """
        extent, extent %, extent percent, percent, per cent, %, degree, omfattning, omfattning %, omf, omf
        %, grad, grad %, procent, sjukskrivningsgrad, frånvarograd, frånvaroomfattning""",
    "diagnosis": "diagnosis, diagnosis code, icd, icd-10, icd10, diagnos, diagnoskod, icd-10-se, icd-kod",
    "cause": """
        cause, cause code, absence code, absence type, code, orsak, orsakskod, frånvarokod, frånvaroorsak,
        frånvarotyp, tidkod, kod""",
    "first_name": "first name, given name, förnamn, tilltalsnamn",
    "last_name": "last name, surname, family name, efternamn",
    "gender": "gender, sex, kön",
    "birth_date": "birth date, date of birth, birthday, födelsedatum, född, födelsedag",
    "unit_code": """
        unit, unit code, workplace, enhet, enhetskod, arbetsplats, arbetsställe, kostnadsställe""",
    "weekly_hours": """
        weekly hours, hours a week, hours per week, veckoarbetstid, timmar per vecka, timmar/vecka""",
    "employment_percent": "employment percent, sysselsättningsgrad, sysgrad, tjänstgöringsgrad",
    "employed_from": """
        employed from, employment start, anställd from, anställd fr.o.m., anställningsdatum, anstdatum""",
    "employed_to": "employed to, employment end, anställd tom, anställd t.o.m., avgångsdatum, avgdatum",
}

_PLAIN = re.compile(r"[\W_]+")


def plain(heading: str) -> str:
    """The heading without case, spaces and punctuation; a lone percent sign stays."""
    text = heading.strip().casefold()
    return text if text == "%" else _PLAIN.sub("", text)


_FIELDS = {plain(word): field for field, words in SYNONYMS.items() for word in words.split(",")}


def fields_of(headings: Sequence[str]) -> dict[str, int]:
    """Field name → column number, for the headings that are known. The first of two alike wins."""
    found: dict[str, int] = {}
    for column, heading in enumerate(headings):
        field = _FIELDS.get(plain(heading))
        if field:
            found.setdefault(field, column)
    return found


def is_heading_row(fields: dict[str, int]) -> bool:
    """Whether enough columns are recognised to tell heading from data: a person and a day."""
    has_person = "employee_number" in fields or "personal_number" in fields
    return has_person and bool({"first_day", "last_day", "day"} & fields.keys())


def missing_columns(fields: dict[str, int]) -> tuple[str, ...]:
    """Names of required fields that no column carries."""
    if "day" in fields and "first_day" not in fields and "last_day" not in fields:
        return ()
    return tuple(field for field in ("first_day", "last_day") if field not in fields)
