from cases.models.absence_import import AbsenceImport, FileFormat
from cases.models.case import Case, CaseOutcome, CaseReason, NoPlanReason
from cases.models.controller import ControllerDetails
from cases.models.data_request import DataRequest, RequestKind, RequestOutcome, Withholding
from cases.models.delegation import CaseUserObjectPermission, Delegation
from cases.models.disclosure_assessment import DisclosureAssessment, DisclosureDecision
from cases.models.disposal import Disposal, DisposalKind, DisposalRow, DisposalState
from cases.models.extract_release import ExtractFormat, ExtractReceiver, ExtractRelease
from cases.models.journal import JournalNote, NoteKind, Visibility
from cases.models.legal_threshold import LegalThreshold
from cases.models.restriction import Restriction, RestrictionGround, RetentionHold
from cases.models.retention import EVENTS_OF, CountedFrom, RecordKind, RetentionRule
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
    "ControllerDetails",
    "CountedFrom",
    "DataRequest",
    "Delegation",
    "DiagnosisStatus",
    "DisclosureAssessment",
    "DisclosureDecision",
    "Disposal",
    "DisposalKind",
    "DisposalRow",
    "DisposalState",
    "EVENTS_OF",
    "ExtentPeriod",
    "ExtractFormat",
    "ExtractReceiver",
    "ExtractRelease",
    "FileFormat",
    "JournalNote",
    "LegalThreshold",
    "NoPlanReason",
    "NoteKind",
    "RecordKind",
    "RequestKind",
    "RequestOutcome",
    "Restriction",
    "RestrictionGround",
    "RetentionHold",
    "RetentionRule",
    "SickLeaveCause",
    "SickLeaveEpisode",
    "Source",
    "Visibility",
    "Withholding",
]
