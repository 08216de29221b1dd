"""Up to which score a merchant counts as one of low credit (저신용), by credit bureau."""

from __future__ import annotations

from datetime import date

from dure.engine.law.dated import Parameter, Period

_SCORES = date(2021, 1, 1)
"""Since then scores count; before there were ten grades (개인신용등급), of which scores were the basis."""
_BEFORE = (
    "개인신용등급 6등급 이하를 저신용으로 읽은 점수(신용평가사가 공개한 등급별 점수 구간)."
    " 2020년까지는 점수가 아니라 등급으로 정했으므로 그때의 시행 기준과 대조해야 함"
)
_SINCE = (
    "개인신용평점 하위 20 %(등급제가 점수제로 바뀐 2021-01-01의 전환 기준)."
    " 해마다 다시 정할 수 있으므로 그해 시행 기준과 대조해야 함"
)

LOW_CREDIT_NICE = Parameter(
    "low_credit_score_nice",
    "points of the score of NICE, inclusive",
    (Period(date(2016, 1, 1), _SCORES, 749, _BEFORE), Period(_SCORES, None, 744, _SINCE)),
)
LOW_CREDIT_KCB = Parameter(
    "low_credit_score_kcb",
    "points of the score of KCB, inclusive",
    (Period(date(2016, 1, 1), _SCORES, 697, _BEFORE), Period(_SCORES, None, 700, _SINCE)),
)
