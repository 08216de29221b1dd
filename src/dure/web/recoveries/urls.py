"""Addresses of recoveries and bans."""

from __future__ import annotations

from django.urls import path

from dure.web.recoveries import bans, officer, own

urlpatterns = [
    path("officer/recoveries/<slug:programme>/", officer.case_list, name="officer_recoveries"),
    path("officer/recoveries/<slug:programme>/file/", officer.export, name="officer_recoveries_file"),
    path("officer/payees/<int:payee>/recovery/", officer.open_one, name="officer_recovery_open"),
    path("officer/recovery/<int:case>/", officer.case, name="officer_recovery"),
    path("officer/recovery-files/<int:file>/", officer.file, name="officer_recovery_file"),
    path("officer/sanctions/", bans.ban_list, name="officer_sanctions"),
    path("officer/sanctions/file/", bans.export, name="officer_sanctions_file"),
    path("officer/sanctions/<int:sanction>/", bans.ban, name="officer_sanction"),
    path("my-recoveries/", own.case_list, name="my_recoveries"),
    path("my-recoveries/<int:case>/", own.case, name="my_recovery"),
    path("my-recovery-files/<int:file>/", own.file, name="my_recovery_file"),
]
