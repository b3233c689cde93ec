from cases.models.absence_import import AbsenceImport, FileFormat
from cases.models.case import Case, CaseOutcome, CaseReason, NoPlanReason
from cases.models.delegation import CaseUserObjectPermission, Delegation
from cases.models.journal import JournalNote, NoteKind, Visibility
from cases.models.legal_threshold import LegalThreshold
from cases.models.sick_leave import (
    Certificate,
    DiagnosisStatus,
    ExtentPeriod,
    SickLeaveCause,
    SickLeaveEpisode,
    Source,
)

__all__ = [
    "AbsenceImport",
    "Case",
    "CaseOutcome",
    "CaseReason",
    "CaseUserObjectPermission",
    "Certificate",
    "Delegation",
    "DiagnosisStatus",
    "ExtentPeriod",
    "FileFormat",
    "JournalNote",
    "LegalThreshold",
    "NoPlanReason",
    "NoteKind",
    "SickLeaveCause",
    "SickLeaveEpisode",
    "Source",
    "Visibility",
]
