"""The numbers set by law, agreement or routine (lagens tal), each with the days it applies and its source.

The rows fill the table of legal numbers in a new database; administrators may then change the rows without a
new version of Experio. `is_confirmed` is False where the number or its dates come from a secondary source or
from general knowledge; `source` then says what is uncertain. A number is read by the day it applied: for an
absence, its first day.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class LegalNumber:
    """One number and the days on which it applies; `valid_to` is the last of them, None while it goes on."""

    name: str
    value: int
    unit: str
    valid_from: date
    valid_to: date | None
    source: str
    is_confirmed: bool = True


# Sick pay has covered 14 days since this day; before it the period was longer. Numbers that are older than
# anybody's data start here too, because nothing earlier has been looked up.
OLDEST = date(2005, 1, 1)

SICK_PAY_ACT = "Sjuklönelagen (1991:1047)"
INSURANCE_CODE = "Socialförsäkringsbalken (2010:110)"
WORK_TRIAL_BILL = "prop. 2025/26:53"

LEGAL_NUMBERS: tuple[LegalNumber, ...] = (
    # Sick pay.
    LegalNumber("sick_pay_days", 14, "days", OLDEST, None, f"{SICK_PAY_ACT} 7 §, SFS 2004:1240"),
    LegalNumber("relapse_days", 5, "days", OLDEST, None, f"{SICK_PAY_ACT} 7 § third paragraph"),
    LegalNumber(
        "karens_max_in_12_months",
        10,
        "deductions",
        date(2019, 1, 1),
        None,
        f"{SICK_PAY_ACT} 6 §, prop. 2017/18:96: general high-risk protection",
    ),
    # The medical certificate.
    LegalNumber(
        "certificate_day",
        8,
        "day number",
        OLDEST,
        date(2020, 3, 12),
        f"{SICK_PAY_ACT} 8 § second paragraph",
    ),
    LegalNumber(
        "certificate_day",
        15,
        "day number",
        date(2020, 3, 13),
        date(2021, 9, 30),
        "Temporary pandemic rules: no certificate in the sick-pay period. Dates from employers' "
        "organisations; the decrees were not read. Försäkringskassan asked for day 22 in parts of it",
        is_confirmed=False,
    ),
    LegalNumber(
        "certificate_day",
        8,
        "day number",
        date(2021, 10, 1),
        date(2022, 1, 18),
        f"{SICK_PAY_ACT} 8 § second paragraph",
    ),
    LegalNumber(
        "certificate_day",
        15,
        "day number",
        date(2022, 1, 19),
        date(2022, 3, 31),
        "Prop. 2021/22:86: no certificate in the sick-pay period, with effect back to 2022-01-19",
    ),
    LegalNumber(
        "certificate_day",
        8,
        "day number",
        date(2022, 4, 1),
        None,
        f"{SICK_PAY_ACT} 8 § second paragraph",
    ),
    # The employer's report to Försäkringskassan.
    LegalNumber(
        "fk_report_from_day", 15, "day number", OLDEST, None, "Försäkringskassan's guidance to employers"
    ),
    LegalNumber(
        "fk_report_latest_day",
        21,
        "day number",
        OLDEST,
        None,
        f"{INSURANCE_CODE} 27:17: no benefit for more than seven days before the report",
    ),
    # The return-to-work plan.
    LegalNumber("plan_day", 30, "day number", date(2018, 7, 1), None, f"{INSURANCE_CODE} 30:6"),
    LegalNumber("plan_min_length_days", 60, "days", date(2018, 7, 1), None, f"{INSURANCE_CODE} 30:6"),
    LegalNumber(
        "ask_length_day",
        25,
        "day number",
        date(2018, 7, 1),
        None,
        "Routine, not law: leaves five days to make the plan. The employer may change it",
        is_confirmed=False,
    ),
    # The rehabilitation chain.
    LegalNumber(
        "chain_own_work_last_day",
        90,
        "day number",
        date(2008, 7, 1),
        None,
        f"{INSURANCE_CODE} 27:46–47 (first day of validity from general knowledge)",
    ),
    LegalNumber(
        "chain_employer_last_day",
        180,
        "day number",
        date(2008, 7, 1),
        None,
        f"{INSURANCE_CODE} 27:47–48 (first day of validity from general knowledge)",
    ),
    LegalNumber(
        "chain_group_last_day",
        365,
        "day number",
        date(2008, 7, 1),
        None,
        f"{INSURANCE_CODE} 27:48–49 (first day of validity from general knowledge)",
    ),
    LegalNumber(
        "chain_late_day",
        550,
        "day number",
        date(2022, 2, 1),
        None,
        f"{INSURANCE_CODE} 27:48, special reasons; the first day of validity is not confirmed",
        is_confirmed=False,
    ),
    LegalNumber(
        "chain_join_days",
        90,
        "days",
        date(2008, 7, 1),
        None,
        f"{INSURANCE_CODE} 27: days of periods less than 90 days apart are added; the number is not "
        "confirmed, and a day number stated by Försäkringskassan goes before it",
        is_confirmed=False,
    ),
    # Work trial with kept benefit.
    LegalNumber(
        "work_trial_max_days",
        14,
        "days",
        date(2026, 3, 1),
        None,
        f"{WORK_TRIAL_BILL} (length from news reports)",
        is_confirmed=False,
    ),
    LegalNumber(
        "work_trial_max_periods",
        2,
        "periods",
        date(2026, 3, 1),
        None,
        f"{WORK_TRIAL_BILL} (number from news reports)",
        is_confirmed=False,
    ),
    LegalNumber(
        "work_trial_window_days",
        365,
        "days",
        date(2026, 3, 1),
        None,
        f"{WORK_TRIAL_BILL}: twice a year; read here as any 365 days, which is not confirmed",
        is_confirmed=False,
    ),
    LegalNumber(
        "work_trial_extent",
        100,
        "percent",
        date(2026, 3, 1),
        None,
        f"{WORK_TRIAL_BILL}: full benefit for the whole trial (from news reports)",
        is_confirmed=False,
    ),
    # Statistics.
    LegalNumber(
        "long_term_days",
        60,
        "days",
        OLDEST,
        None,
        "Mandatory sickness-absence report: SFS 2002:1065, förordning 2000:605 7 kap. 3 §",
    ),
    LegalNumber(
        "age_young_last",
        29,
        "years",
        OLDEST,
        None,
        "Mandatory sickness-absence report: SFS 2002:1065, förordning 2000:605 7 kap. 3 §",
    ),
    LegalNumber(
        "age_middle_last",
        49,
        "years",
        OLDEST,
        None,
        "Mandatory sickness-absence report: SFS 2002:1065, förordning 2000:605 7 kap. 3 §",
    ),
    LegalNumber(
        "fk_break_days",
        5,
        "days",
        OLDEST,
        None,
        "Försäkringskassan's statistics: a case ends after a break of at least five days",
    ),
    LegalNumber(
        "inera_gap_days",
        5,
        "days",
        OLDEST,
        None,
        "Inera Intygsstatistik and Rehabstöd: certificates at most five days apart are one case",
    ),
)
