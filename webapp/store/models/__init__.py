"""Every table, one module a topic. Codes are texts held by a CHECK; times are aware, in UTC; secrets are digests."""

from webapp.store.models.accounts import (
    Account,
    Attempt,
    AuditEntry,
    MailedCode,
    Membership,
    OneTimeToken,
    OutgoingMail,
    RecoveryCode,
    SecondFactor,
    WebSession,
)
from webapp.store.models.campaigns import (
    Campaign,
    CampaignPlan,
    JournalEntry,
    OpeningDocument,
    PersonIdentity,
    RankSheetRow,
    SealedText,
    WishVersion,
)
from webapp.store.models.challenges import ChallengeRow
from webapp.store.models.convocations import Convocation
from webapp.store.models.desk import ProposedCorrection, WaitUntil
from webapp.store.models.following import AbsenceRow, AttendanceWarning, PastStageRow, StageDecision
from webapp.store.models.live import RoomLink, TurnNotice
from webapp.store.models.preparing import (
    Acknowledgement,
    CampaignEdit,
    CampaignMapping,
    LastVisit,
    PlanVersion,
    UploadedFile,
)
from webapp.store.models.proxies import ProxyPaper
from webapp.store.models.results import AgencyText, ClosingRank, ExportFile, ExportJob, HospitalAccount
from webapp.store.models.simulation import MockRound, Scenario
from webapp.store.models.themes import Theme

__all__ = [
    "AbsenceRow",
    "Account",
    "Acknowledgement",
    "AgencyText",
    "Attempt",
    "AttendanceWarning",
    "AuditEntry",
    "Campaign",
    "CampaignEdit",
    "CampaignMapping",
    "CampaignPlan",
    "ChallengeRow",
    "ClosingRank",
    "Convocation",
    "ExportFile",
    "ExportJob",
    "HospitalAccount",
    "JournalEntry",
    "LastVisit",
    "MailedCode",
    "Membership",
    "MockRound",
    "OneTimeToken",
    "OpeningDocument",
    "OutgoingMail",
    "PastStageRow",
    "PersonIdentity",
    "PlanVersion",
    "ProposedCorrection",
    "ProxyPaper",
    "RankSheetRow",
    "RecoveryCode",
    "RoomLink",
    "Scenario",
    "SealedText",
    "SecondFactor",
    "StageDecision",
    "Theme",
    "TurnNotice",
    "UploadedFile",
    "WaitUntil",
    "WebSession",
    "WishVersion",
]
