"""Addresses of diagnosis: one's own, and an expert's."""

from __future__ import annotations

from django.urls import URLPattern, path

from dure.web.diagnosis import expert, merchant

_OWN = "my/applications/<int:application>/diagnosis/<slug:form>/"
_EXPERT = "diagnosis/<int:sheet>/"

urlpatterns: list[URLPattern] = [
    path(_OWN, merchant.sheet, name="my_diagnosis"),
    path(_OWN + "result/", merchant.result, name="my_diagnosis_result"),
    path(_OWN + "result/print/", merchant.printed, name="my_diagnosis_print"),
    path(_OWN + "files/<int:evidence>/", merchant.file, name="my_diagnosis_file"),
    path(_OWN + "sections/<slug:section>/", merchant.section, name="my_diagnosis_section"),
    path(_OWN + "sections/<slug:section>/save/", merchant.save, name="my_diagnosis_save"),
    path("diagnosis/", expert.home, name="diagnoses"),
    path(_EXPERT, expert.sheet, name="diagnosis_sheet"),
    path(_EXPERT + "result/", expert.result, name="diagnosis_result"),
    path(_EXPERT + "files/<int:evidence>/", expert.file, name="diagnosis_file"),
    path(_EXPERT + "sections/<slug:section>/", expert.section, name="diagnosis_section"),
    path(_EXPERT + "sections/<slug:section>/save/", expert.save, name="diagnosis_save"),
]
