"""The tables, and why identity and content never meet in them.

People stand in `person` and `invitation`; answers stand sealed in `urn`, under a slot that only the wave's key, kept in
another database, can connect with a person. A thread knows its author by the mark of a receipt, whose pepper lies there
too. Nothing a person caused carries a time, an order or a sequence number:
`urn` has no rowid, and whether somebody answered is known only through the key, which dies when the wave closes.
"""

from storage.tables.calendars import AbsenceRow, OfficeRow
from storage.tables.cards import CardProposalRow, CardRow
from storage.tables.charter import CharterRow, SignatureRow
from storage.tables.check_ins import CheckInRow, TermRow
from storage.tables.columns import Instant
from storage.tables.comments import CommentRow
from storage.tables.commitments import CommitmentAskedRow, CommitmentEventRow, CommitmentRow, JudgedRow
from storage.tables.deployment import DeploymentRow
from storage.tables.instalments import InstalmentMessageRow
from storage.tables.interviews import InterviewRow, SheetRow
from storage.tables.journal import JournalRow
from storage.tables.ledger import GateRow, InstrumentRow, LedgerRow, ParticipationRow, SuppressionRow
from storage.tables.opt_out import OptOutRow
from storage.tables.outbox import OutboxRow
from storage.tables.pace import PaceRow
from storage.tables.proposals import ProposalRow
from storage.tables.questions import QuestionRow
from storage.tables.roles import RoleRow
from storage.tables.roster import PersonRow, UnitRow
from storage.tables.series import SeriesRow
from storage.tables.survey import GroupMemberRow, SurveyRow
from storage.tables.threads import ThreadEntryRow, ThreadRow
from storage.tables.voice import VoiceChannelRow, VoiceDailyRow, VoiceEntryRow
from storage.tables.waves import InvitationRow, UrnRow, WaveRow, WaveUnitRow

__all__ = [
    "AbsenceRow",
    "CardProposalRow",
    "CardRow",
    "CharterRow",
    "CheckInRow",
    "CommentRow",
    "CommitmentAskedRow",
    "CommitmentEventRow",
    "CommitmentRow",
    "DeploymentRow",
    "GateRow",
    "GroupMemberRow",
    "InstalmentMessageRow",
    "Instant",
    "InstrumentRow",
    "InterviewRow",
    "InvitationRow",
    "JournalRow",
    "JudgedRow",
    "LedgerRow",
    "OfficeRow",
    "OptOutRow",
    "OutboxRow",
    "PaceRow",
    "ParticipationRow",
    "PersonRow",
    "ProposalRow",
    "QuestionRow",
    "RoleRow",
    "SeriesRow",
    "SheetRow",
    "SignatureRow",
    "SuppressionRow",
    "SurveyRow",
    "TermRow",
    "ThreadEntryRow",
    "ThreadRow",
    "UnitRow",
    "UrnRow",
    "VoiceChannelRow",
    "VoiceDailyRow",
    "VoiceEntryRow",
    "WaveRow",
    "WaveUnitRow",
]
