"""Time codes (tidkoder) of PAXml 2.0, and the words other systems use for the same.

Source: the PAXml 2.0 standard, list of time codes.
"""

from cases.imports.rows import Cause

# A waiting day, employer sick pay, sickness benefit: pay codes of one and the same sick leave.
OWN_SICKNESS = {
    "SJK": Cause.SICKNESS,
    "SJK_KAR": Cause.SICKNESS,
    "SJK_LÖN": Cause.SICKNESS,
    "SJK_ERS": Cause.SICKNESS,
    "SJK_PEN": Cause.SICKNESS,
    "ASK": Cause.WORK_INJURY,
    "SMB": Cause.INFECTION_CARRIER,
}

# Somebody who has such a row was at work that day.
ATTENDANCE = frozenset({"TID", "ARB", "MER", "ÖT1", "ÖT2", "ÖT3", "ÖT4", "ÖT5"})

# Absence of other kinds: in a table with a code column these rows are passed over and counted.
OTHER_ABSENCE = frozenset(
    [
        "HAV",
        "FPE",
        "VAB",
        "UTB",
        "MIL",
        "SVE",
        "NÄR",
        "TJL",
        "SEM",
        "SEM_BET",
        "SEM_SPA",
        "SEM_OBE",
        "SEM_FÖR",
        "KOM",
        "PEM",
        "PER",
        "FAC",
        "ATK",
        "KON",
        "PAP",
        "ATF",
        "FLX",
        "FR1",
        "FR2",
        "FR3",
        "FR4",
        "FR5",
        "FR6",
        "FR7",
        "FR8",
        "FR9",
    ]
)

_WORDS = {
    "sjuk": Cause.SICKNESS,
    "sjukdom": Cause.SICKNESS,
    "sjukfrånvaro": Cause.SICKNESS,
    "egen sjukdom": Cause.SICKNESS,
    "sick": Cause.SICKNESS,
    "sickness": Cause.SICKNESS,
    "sick leave": Cause.SICKNESS,
    "own sickness": Cause.SICKNESS,
    "arbetsskada": Cause.WORK_INJURY,
    "work injury": Cause.WORK_INJURY,
    "work_injury": Cause.WORK_INJURY,
    "smitta": Cause.INFECTION_CARRIER,
    "smittbärare": Cause.INFECTION_CARRIER,
    "infection": Cause.INFECTION_CARRIER,
    "infection carrier": Cause.INFECTION_CARRIER,
}


def normal_code(text: str) -> str:
    """A time code in upper case; vendors' ASCII spellings are led back to the standard's."""
    code = text.strip().upper()
    return {"SJK_LON": "SJK_LÖN", "SEM_FOR": "SEM_FÖR"}.get(code, code)


def cause_from_text(text: str) -> Cause | None:
    """The cause behind a code or word in a table; None when it is neither."""
    return OWN_SICKNESS.get(normal_code(text)) or _WORDS.get(text.strip().casefold())


def is_other_code(text: str) -> bool:
    """Whether the code is known to mean something else than own sickness."""
    return normal_code(text) in OTHER_ABSENCE | ATTENDANCE
