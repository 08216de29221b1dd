"""Addresses of vouchers."""

from __future__ import annotations

from django.urls import path

from dure.web.vouchers import counter, keys, register, running, sale, till, wallets

RUN = "officer/vouchers/<slug:programme>/<slug:benefit>"

urlpatterns = [
    path("vouchers/", sale.sales, name="voucher_sales"),
    path("vouchers/<int:issue>/buy/", sale.buy, name="buy_voucher"),
    path("vouchers/<int:issue>/verified/", sale.verified, name="voucher_verified"),
    path("my/vouchers/", wallets.mine, name="my_wallets"),
    path("my/vouchers/<int:wallet>/", wallets.one, name="my_wallet"),
    path("my/voucher-orders/<int:order>/", wallets.order, name="voucher_order"),
    path("my/shops/", counter.shops, name="voucher_shops"),
    path("my/shops/register/", counter.register, name="register_voucher_shop"),
    path("my/shops/<int:shop>/", counter.shop, name="voucher_shop"),
    path("my/shops/<int:shop>/counter/", counter.counter, name="voucher_counter"),
    path("my/shops/<int:shop>/keys/", keys.keys, name="voucher_till_keys"),
    path("my/shops/spends/<int:spend>/", counter.taken, name="voucher_spend"),
    path("api/v1/till/balance", till.balance, name="till_balance"),
    path("api/v1/till/spends", till.take, name="till_spend"),
    path("api/v1/till/spends/<str:spend>/back", till.back, name="till_give_back"),
    path("officer/vouchers/", running.vouchers, name="officer_vouchers"),
    path(f"{RUN}/", running.voucher, name="officer_voucher"),
    path(f"{RUN}/issue/", running.issue, name="officer_voucher_issue"),
    path(f"{RUN}/issues/<int:issue>/end/", running.end, name="officer_voucher_end"),
    path(f"{RUN}/orders/", running.orders, name="officer_voucher_orders"),
    path(f"{RUN}/orders/<int:order>/", running.order, name="officer_voucher_order"),
    path(f"{RUN}/shops/", register.shops, name="officer_voucher_shops"),
    path(f"{RUN}/shops/<int:shop>/", register.shop, name="officer_voucher_shop"),
    path(f"{RUN}/shops/file/", register.export, name="officer_voucher_file"),
    path(f"{RUN}/file/", running.figures_file, name="officer_voucher_figures"),
]
