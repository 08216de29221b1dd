"""Addresses of the money of programmes."""

from __future__ import annotations

from django.urls import path

from dure.web.funds import checks, exporting, orders, own, programme, statement, withdrawing

RUN = "officer/funds/<slug:programme>"
OWN = "funds/<slug:programme>/<slug:executor>"

urlpatterns = [
    path("officer/funds/", programme.programmes, name="officer_funds"),
    path("officer/fund-orders/<int:order>/", orders.one, name="officer_fund_order"),
    path("officer/deliveries/<int:delivery>/", checks.delivery, name="officer_delivery"),
    path("officer/settlements/<int:settlement>/", checks.settlement, name="officer_settlement"),
    path(f"{RUN}/", programme.page, name="officer_fund"),
    path(f"{RUN}/orders/", orders.order_list, name="officer_fund_orders"),
    path(f"{RUN}/deliveries/", checks.delivery_list, name="officer_deliveries"),
    path(f"{RUN}/file/", exporting.page, name="officer_fund_file"),
    path(f"{RUN}/<slug:fund>/allot/", orders.allot, name="officer_fund_allot"),
    path(f"{RUN}/<slug:fund>/carry/", orders.carry, name="officer_fund_carry"),
    path(f"{RUN}/<slug:fund>/reallocate/", orders.reallocate, name="officer_fund_reallocate"),
    path(f"{RUN}/<slug:fund>/withdraw/", withdrawing.withdraw, name="officer_fund_withdraw"),
    path(f"{RUN}/<slug:fund>/advance/", orders.advance, name="officer_fund_advance"),
    path(f"{RUN}/<slug:fund>/settle/", checks.settle, name="officer_fund_settle"),
    path("funds/", own.own_list, name="my_funds"),
    path("funds/deliveries/<int:delivery>/file/", own.delivery_file, name="delivery_file"),
    path("funds/deliveries/<int:delivery>/take-back/", own.drop_delivery, name="my_delivery_take_back"),
    path(f"{OWN}/statement/<slug:kind>/", statement.statement, name="fund_statement"),
    path(f"{OWN}/", own.page, name="my_fund"),
    path(f"{OWN}/<slug:fund>/deliver/", own.deliver, name="my_fund_deliver"),
]
