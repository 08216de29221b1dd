"""Addresses of the ledger."""

from __future__ import annotations

from django.urls import path

from dure.web.ledger import accounts, closings, execution, files, trial

OF = "ledger/<slug:programme>"

urlpatterns = [
    path("ledger/", accounts.programmes, name="ledger_programmes"),
    path("ledger/closings/<int:closing>/", closings.one, name="ledger_closing"),
    path("ledger/accounts/<int:account>/", accounts.statement, name="ledger_account"),
    path(f"{OF}/", accounts.account_list, name="ledger_accounts"),
    path(f"{OF}/trial/", trial.page, name="ledger_trial"),
    path(f"{OF}/execution/", execution.page, name="ledger_execution"),
    path(f"{OF}/closings/", closings.closing_list, name="ledger_closings"),
    path(f"{OF}/closings/new/", closings.propose, name="ledger_close"),
    path(f"{OF}/file/", files.page, name="ledger_file"),
]
