"""Root-cause analysis of a finished run: what one change to the target would mend is one cause. Pure.

`rules` is the table of causes that are known; `analysis` applies it; `examples` chooses the request that is shown.
"""

from kms_reports.root_causes.analysis import causes
from kms_reports.root_causes.headlines import headline, observed
from kms_reports.root_causes.ids import compact
from kms_reports.root_causes.model import Cause

__all__ = ["Cause", "causes", "compact", "headline", "observed"]
