"""Addresses of payments."""

from __future__ import annotations

from django.urls import path

from dure.web.payments import batches, own, payees, taxes, waiting, withheld

RUN = "officer/payments/<slug:programme>"

urlpatterns = [
    path(f"{RUN}/", waiting.payments, name="officer_payments"),
    path(f"{RUN}/batches/", batches.batch_list, name="officer_batches"),
    path(f"{RUN}/batches/draft/", waiting.draft, name="officer_batch_draft"),
    path(f"{RUN}/payees/", payees.payee_list, name="officer_payees"),
    path(f"{RUN}/withheld/", withheld.withheld, name="officer_withheld"),
    path(f"{RUN}/withheld/<int:year>/<int:month>/", taxes.hand_over, name="officer_tax_handover"),
    path("officer/tax-handovers/<int:handover>/", taxes.handed, name="officer_tax_handed"),
    path(f"{RUN}/file/", withheld.file, name="officer_payments_file"),
    path("officer/payables/<int:payable>/", waiting.payable, name="officer_payable"),
    path("officer/payees/<int:payee>/", payees.payee, name="officer_payee"),
    path("officer/payment-batches/<int:batch>/", batches.batch, name="officer_batch"),
    path("officer/payment-batches/<int:batch>/file/", batches.file, name="officer_batch_file"),
    path("my-payments/", own.payments, name="my_payments"),
    path("my-payments/<int:payee>/account/", own.account, name="my_payee_account"),
]
