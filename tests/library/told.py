"""What the sources tell, figure by figure: every other figure of a file must stand under ``assumed``.

Paths are those of ``assumed``: keys joined by dots, items of lists by their id.
"""

from __future__ import annotations

TOLD: dict[str, dict[str, int | str]] = {
    "ad-points-2023": {
        "indicators.growth.reported": 33_000,
    },
    "city-regulars-2025": {
        "year": 2025,
        "stages.areas.quota.total": 100,
        "indicators.areas.target": 100,
        "indicators.areas.measured_on": "2025-12-31",
        "pledges.city_level.due_on": "2025-12-31",
    },
    "comeback-centre-2019": {
        "year": 2019,
        "indicators.centres.target": 30,
        "indicators.centres.measured_on": "2019-12-31",
    },
    "e-marketing-fair-2022": {
        "stages.taking_part.quota.total": 900,
        "stages.taking_part.quota.per_executor": 900,
        "indicators.sellers.target": 900,
        "indicators.sellers.reported": 900,
        "indicators.best_growth.reported": 62_800,
    },
    "fountain-fund-2025": {
        "funds.ai_education.total_won": 60_000_000_000,
        "funds.ai_education.sources.platform.total_won": 60_000_000_000,
        "indicators.spent.target": 60_000_000_000,
        "indicators.spent.measured_on": "2029-12-31",
    },
    "global-mall-2020": {
        "year": 2020,
        "stages.consultation.quota.total": 1_200,
        "indicators.consulted.target": 1_200,
        "indicators.consulted.measured_on": "2020-12-31",
    },
    "good-store-2023": {
        "referrals.ilsacheolli.merchants": 300,
        "indicators.supported_growth.reported": 8_900,
        "indicators.overall_growth.reported": 2_900,
        "indicators.difference.reported": 6_000,
        "indicators.from_ilsacheolli.reported": 300,
    },
    "hundred-year-store-2022": {
        "year": 2022,
        "indicators.total_2019.target": 300,
        "indicators.total_2019.measured_on": "2019-12-31",
        "indicators.total_2022.target": 1_000,
        "indicators.total_2022.measured_on": "2022-12-31",
    },
    "k-deal-2023": {
        "benefits.fee_waiver.relief_bp": 10_000,
    },
    "knowledge-courses-2023": {
        "benefits.lessons.contents": 29,
        "indicators.contents.target": 29,
        "indicators.contents.reported": 29,
        "indicators.learners.reported": 27_000,
        "indicators.satisfaction.reported": 483,
    },
    "local-voucher-2020": {
        "year": 2020,
        "benefits.voucher.total_won": 5_500_000_000_000,
        "funds.issue_2020.total_won": 5_500_000_000_000,
        "indicators.issued_2019.reported": 4_500_000_000_000,
        "indicators.issued_2019.measured_on": "2019-12-31",
        "indicators.issued_2020.target": 5_500_000_000_000,
        "indicators.issued_2020.measured_on": "2020-12-31",
    },
    "lotte-promotion-2022": {
        "stages.sale_day.quota.total": 4_000,
        "stages.sale_day.quota.per_executor": 4_000,
        "indicators.took_part.target": 4_000,
        "indicators.took_part.reported": 4_000,
        "indicators.best_month.reported": 100_000_000,
    },
    "makers-growth-fund-2020": {
        "year": 2020,
        "funds.growth_fund.total_won": 100_000_000_000,
        "indicators.lent.target": 100_000_000_000,
        "indicators.lent.measured_on": "2020-12-31",
    },
    "matched-package-2023": {
        "benefits.private_package.recipients": 2_200,
        "benefits.menu_photos.recipients": 1_500,
        "funds.packages.matching.ratio_bp": 10_000,
        "indicators.both.target": 2_200,
        "indicators.both.reported": 2_200,
        "indicators.extra.target": 1_500,
        "indicators.extra.reported": 1_500,
        "indicators.matched.target": 10_000,
    },
    "one-person-media-2020": {
        "year": 2020,
        "stages.trained.quota.total": 500,
        "indicators.trained.target": 500,
        "indicators.trained.measured_on": "2020-12-31",
        "indicators.centres.target": 2,
        "indicators.centres.measured_on": "2020-12-31",
    },
    "open-market-listing-2022": {
        "stages.listed.quota.total": 2_800,
        "stages.listed.quota.per_executor": 2_800,
        "indicators.listed.target": 2_800,
        "indicators.listed.reported": 2_800,
        "indicators.one_seller.reported": 30_000,
    },
    "platform-sales-2023": {
        "year": 2023,
        "indicators.merchants.reported": 16_867,
        "indicators.private_resources.reported": 7_000_000_000,
        "indicators.outside_sales.reported": 400_000_000_000,
    },
    "platform-smart-store-2023": {
        "stages.equipped.quota.total": 200,
        "funds.own_money.total_won": 1_500_000_000,
        "funds.own_money.sources.platform.total_won": 1_500_000_000,
        "indicators.stores.target": 200,
        "indicators.stores.reported": 200,
        "indicators.spent.target": 1_500_000_000,
        "indicators.spent.reported": 1_500_000_000,
    },
    "post-agency-2022": {
        "indicators.exhibitions.target": 13,
        "indicators.exhibitions.reported": 13,
        "indicators.deals.reported": 300,
        "executor_evaluation.bodies": 27,
        "executor_evaluation.reported_rank": 1,
    },
    "regulars-project-2023": {
        "stages.markets.quota.total": 111,
        "indicators.markets.target": 111,
        "indicators.markets.reported": 111,
        "indicators.sales_growth.reported": 309,
        "indicators.net_growth.reported": 274,
    },
    "results-sharing-2023": {
        "stages.plaques.quota.total": 6,
        "indicators.plaques.target": 6,
        "indicators.plaques.reported": 6,
    },
    "smart-store-2020": {
        "year": 2020,
        "stages.install.quota.total": 1_100,
    },
    "special-guarantee-2020": {
        "funds.guarantees.total_won": 5_000_000_000_000,
        "indicators.guaranteed.target": 5_000_000_000_000,
        "indicators.guaranteed.measured_on": "2020-12-31",
    },
    "storm-insurance-2023": {
        "stages.enrolled.quota.total": 30_000,
        "benefits.storm_cover.term_months": 12,
        "benefits.storm_cover.paid_for_merchant_bp": 10_000,
        "indicators.enrolled.target": 30_000,
        "indicators.enrolled.reported": 30_000,
    },
    "tops-2025": {
        "year": 2025,
        "window.opens_at": "2025-03-18T09:00:00+09:00",
        "reference_day": "2025-03-18",
        "stages.consult.quota.total": 3_000,
        "stages.promote.quota.total": 300,
        "stages.champion.quota.total": 30,
        "funds.resources.matching.ratio_bp": 10_000,
    },
    "unemployment-benefit-2019": {
        "year": 2019,
        "reference_day": "2019-10-01",
    },
}
