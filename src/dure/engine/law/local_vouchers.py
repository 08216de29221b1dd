"""Local vouchers (지역사랑상품권): how much must be spent before what is left is paid back.

The decree lets each issuer's ordinance choose within bounds; a programme file tells what the ordinance chose.
"""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

_DECREE = (
    "지역사랑상품권 이용 활성화에 관한 법률 시행령(2020-07-02 시행): 잔액을 환급받을 수 있는 사용 비율은"
    " 권면금액의 60% 이상 80% 이하에서 조례로 정한다."
    " 조문 번호는 원문에서 확인하지 못하였으므로 원문과 대조해야 함"
)

REFUND_FROM_LEAST_BP = Parameter(
    "local_voucher_refund_from_least_bp",
    "basis points of the face value",
    (Period(date(2020, 7, 2), None, 6000, _DECREE),),
)
REFUND_FROM_MOST_BP = Parameter(
    "local_voucher_refund_from_most_bp",
    "basis points of the face value",
    (Period(date(2020, 7, 2), None, 8000, _DECREE),),
)
GOOD_DAYS = Parameter(
    "local_voucher_good_days",
    "days from the issue",
    (
        Period(
            date(2020, 7, 2),
            None,
            1_825,
            "지역사랑상품권 이용 활성화에 관한 법률(2020-07-02 시행): 유효기간은 발행일부터 5년,"
            " 조례로 달리 정할 수 있다. 조문 번호는 원문에서 확인하지 못하였으므로 원문과 대조해야 함",
        ),
    ),
)
