from __future__ import annotations

from typing import Any

from tests.domains.people import NOW
from tests.web.matrix.merchant import own, posted
from tests.web.matrix.rows import only

_OWN = "/my/applications/{application}/diagnosis/online/"
_EXPERT = "/diagnosis/{visit}/"
_OFFICER = "/officer/diagnosis/tops-2025/"
_EXPERTS = ("reviewer", "executor_staff", "other_executor")


def experts() -> dict[str, int]:
    """Return the row of a page that is there for the expert to whom it was given, and no other."""
    return only(*_EXPERTS) | {"executor_staff": 404, "other_executor": 404}


ROWS: dict[str, tuple[str, dict[str, int]]] = {
    "my_diagnosis": (_OWN, own()),
    "my_diagnosis_section": (_OWN + "sections/selling/", own()),
    "my_diagnosis_save": (_OWN + "sections/selling/save/", posted()),
    "my_diagnosis_result": (_OWN + "result/", own()),
    "my_diagnosis_print": (_OWN + "result/print/", own()),
    "my_diagnosis_file": (_OWN + "files/1/", own(404)),
    "diagnoses": ("/diagnosis/", only(*_EXPERTS)),
    "diagnosis_sheet": (_EXPERT, experts()),
    "diagnosis_section": (_EXPERT + "sections/goods/", experts()),
    "diagnosis_save": (_EXPERT + "sections/goods/save/", only(*_EXPERTS, code=405)),
    "diagnosis_result": ("/diagnosis/{visited}/result/", experts()),
    "diagnosis_file": (_EXPERT + "files/1/", only(*_EXPERTS, code=404)),
    "officer_diagnoses": (_OFFICER, only("officer", "ministry")),
    "officer_diagnosis": (_OFFICER + "online/", only("officer", "ministry")),
    "officer_diagnosis_assign": (_OFFICER + "online/assign/", only("officer")),
    "officer_diagnosis_remind": (_OFFICER + "online/remind/", only("officer")),
    "officer_diagnosis_again": (_OFFICER + "online/again/", only("officer")),
    "officer_diagnosis_export": (_OFFICER + "online/export/", only("officer", "ministry")),
    "officer_diagnosis_case": (_OFFICER + "online/{application}/", only("officer", "ministry")),
    "officer_diagnosis_reopen": (
        _OFFICER + "online/{application}/{visited}/reopen/", only("officer", code=405),
    ),
    "officer_diagnosis_file": (
        _OFFICER + "online/{application}/{visited}/1/", only("officer", "ministry", code=404),
    ),
}  # fmt: skip


def world(made: dict[str, Any]) -> None:
    """Add a merchant's draft, two sheets of the expert (one handed in, one to fill in) and a round."""
    from dure.domains.diagnosis.models import DiagnosisRound, DiagnosisSheet

    who = made["actors"]["reviewer"].user_id
    common = {
        "programme": "tops-2025", "version": made["version_row"], "application_id": made["application"],
        "form_hash": "0" * 64, "begun_at": NOW, "changed_at": NOW,
    }  # fmt: skip
    done = {
        "state": "handed_in", "answers": {"has_page": False, "photos": 2, "orders": 20}, "score_low": 15_500,
        "score_high": 15_500, "level": "beginner", "counts": True, "revision": 1, "handed_in_at": NOW,
        "visited_on": NOW.date(),
    }  # fmt: skip
    DiagnosisSheet.objects.create(form="online", filled_by="merchant", **common)
    made["visited"] = DiagnosisSheet.objects.create(
        form="online", filled_by="expert", expert_id=who, **common, **done
    ).pk
    made["visit"] = DiagnosisSheet.objects.create(
        form="product", filled_by="expert", expert_id=who, **common
    ).pk
    DiagnosisRound.objects.create(programme="tops-2025", form="product", number=2, opened_at=NOW)
