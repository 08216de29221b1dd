from tests.web.matrix.rows import EVERYBODY, ROLES

ROWS = {
    "home": ("/", EVERYBODY),
    "healthz": ("/healthz", EVERYBODY),
    "calls": ("/calls/", EVERYBODY),
    "call": ("/calls/tops-2025/", EVERYBODY),
    "call_file": ("/calls/tops-2025/programme.yaml", EVERYBODY),
    "eligibility": ("/calls/tops-2025/eligibility/", EVERYBODY),
    "advice": (
        "/what-can-i-get/",
        {**EVERYBODY, "other_merchant": 302},  # who acts for one merchant is led to its own answer
    ),
    "loan_repayment": ("/loan-repayment/", EVERYBODY),
    "unemployment_benefit": ("/unemployment-benefit/", EVERYBODY),
    "search": ("/search/?q=두레", EVERYBODY),
    "results": ("/results/", EVERYBODY),
    "results_programme": ("/results/tops-2025/", EVERYBODY),
    "results_csv": ("/results/tops-2025/consult/selected.csv", EVERYBODY),
    "results_movements": ("/results/tops-2025/consult/movements.csv", EVERYBODY),
    "results_bundle": ("/results/tops-2025/consult/bundle.zip", EVERYBODY),
    "session_extend": ("/session/extend/", dict.fromkeys(ROLES, 405)),
    "styleguide": ("/styleguide/", EVERYBODY),
}
