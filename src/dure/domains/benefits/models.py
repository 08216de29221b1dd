"""Benefits in the service: what was granted to whom by which file; amounts stand in the ledger.

Rows of the kinds stand beside: uses (sessions, lessons, hours at a place, what is valued), devices,
certificates.
"""

from __future__ import annotations

from dure.domains.benefits.models_grant import Grant as Grant
from dure.domains.benefits.models_grant import GrantRun as GrantRun
from dure.domains.benefits.models_kinds import Certificate as Certificate
from dure.domains.benefits.models_kinds import Device as Device
from dure.domains.benefits.models_kinds import DeviceProof as DeviceProof
from dure.domains.benefits.models_kinds import GrantUse as GrantUse
