"""The outlook of one contract on one day: its ends, its status, what falls due and why."""

from tenderwatch.outlook.kinds import ReasonKind
from tenderwatch.outlook.moment import Moment
from tenderwatch.outlook.moments import Reason
from tenderwatch.outlook.outlook import Outlook, look_at
