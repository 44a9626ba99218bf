"""Meetings, what stands on their agenda, who is coming and who came."""

from .coming import Attendance as Attendance
from .coming import AttendanceQuerySet as AttendanceQuerySet
from .coming import Guest as Guest
from .coming import GuestQuerySet as GuestQuerySet
from .coming import PassedOnView as PassedOnView
from .coming import Perspective as Perspective
from .coming import RememberedNeeds as RememberedNeeds
from .meeting import EVENING as EVENING
from .meeting import LINKS_BEFORE as LINKS_BEFORE
from .meeting import LONGEST as LONGEST
from .meeting import ROOM_STAYS_OPEN as ROOM_STAYS_OPEN
from .meeting import WEEK_AFTER as WEEK_AFTER
from .meeting import AgendaItem as AgendaItem
from .meeting import CarriedItem as CarriedItem
from .meeting import Meeting as Meeting
from .meeting import MeetingQuerySet as MeetingQuerySet
from .papers import Paper as Paper
from .papers import PaperFile as PaperFile
from .papers import PaperQuerySet as PaperQuerySet
from .proposals import Proposal as Proposal
from .proposals import ProposalQuerySet as ProposalQuerySet
from .room import RiskTold as RiskTold
from .room import RiskToldQuerySet as RiskToldQuerySet
from .room import RoomWish as RoomWish
from .room import RoomWishQuerySet as RoomWishQuerySet
