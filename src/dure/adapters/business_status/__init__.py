"""The tax service's business status (국세청 사업자등록 상태조회·진위확인): client, types, codes and stub."""

from dure.adapters.business_status.client import BusinessStatusClient
from dure.adapters.business_status.types import BusinessStatus, Faulty, Status, Unreachable, Validity

__all__ = ["BusinessStatus", "BusinessStatusClient", "Faulty", "Status", "Unreachable", "Validity"]
