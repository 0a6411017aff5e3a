"""The modules whose mutants are tested, and the tests that concern each: these alone have to notice a mutant."""

PURE = "tests/workflows/pure"
CASES = "tests/workflows/cases"
UNIT_REPORTS = "tests/workflows/unit_reports"
WARD_REPORTS = "tests/workflows/ward_reports"
SUBMISSIONS = "tests/workflows/submissions"
ROUTES = "tests/workflows/routes"
TRAIL = "tests/approvals/trail"
REGISTER = "tests/approvals/register"

MODULES: dict[str, tuple[str, tuple[str, ...]]] = {
    "aggregation": (
        "workflows/pure/aggregation.py",
        (f"{PURE}/test_aggregation.py", f"{PURE}/test_lights.py", f"{PURE}/test_numbers.py"),
    ),
    "clocks": ("workflows/cases/times/clocks.py", (f"{CASES}/test_clocks.py",)),
    "trail": (
        "approvals/trail/chain.py",
        (f"{TRAIL}/test_trail.py", f"{TRAIL}/test_page_trail.py", f"{TRAIL}/test_checkpoints.py"),
    ),
    "grants": ("units/grants.py", ("tests/units/test_grants.py", "tests/units/test_rights.py")),
    "rules": (
        "workflows/cases/rules.py",
        (
            f"{CASES}/test_rules.py",
            f"{CASES}/test_substitutes.py",
            f"{CASES}/test_leaving.py",
            f"{ROUTES}/test_routes_three_steps.py",
            f"{ROUTES}/test_who_is_asked.py",
            f"{ROUTES}/test_retract.py",
            f"{ROUTES}/steering/test_steering.py",
            f"{ROUTES}/steering/test_reassign.py",
            f"{SUBMISSIONS}/test_after_signing.py",
            f"{SUBMISSIONS}/test_co_drafters.py",
            f"{WARD_REPORTS}/test_approve.py",
            f"{WARD_REPORTS}/test_return_before_issue.py",
            f"{WARD_REPORTS}/test_sign.py",
            f"{WARD_REPORTS}/test_unwaive.py",
            f"{WARD_REPORTS}/test_page_figures.py",
            f"{UNIT_REPORTS}/test_on_behalf.py",
        ),
    ),
    "deciding": (
        "workflows/routes/underway/deciding.py",
        (
            f"{ROUTES}/test_routes_three_steps.py",
            f"{ROUTES}/test_opinions.py",
            f"{ROUTES}/test_opinions_read.py",
            f"{ROUTES}/test_signatories.py",
            f"{ROUTES}/test_step_fields.py",
            f"{SUBMISSIONS}/test_own_unit.py",
            f"{CASES}/test_substitutes.py",
            f"{WARD_REPORTS}/test_approve.py",
            f"{WARD_REPORTS}/test_send_back.py",
            f"{WARD_REPORTS}/test_page_sign.py",
        ),
    ),
    "opinions": (
        "workflows/routes/underway/opinions.py",
        (
            f"{ROUTES}/test_opinions.py",
            f"{ROUTES}/test_opinions_read.py",
            f"{ROUTES}/test_opinions_on_the_desk.py",
        ),
    ),
    "conditions": (
        "workflows/routes/when/conditions.py",
        (f"{ROUTES}/test_conditions.py", f"{ROUTES}/test_conditions_of_something.py"),
    ),
    "reconciliation": ("workflows/cases/reconciliation.py", (f"{CASES}/test_reconcile.py",)),
    "follow": ("workflows/cases/flow/follow.py", (f"{CASES}/test_follow.py", f"{CASES}/test_reconcile.py")),
    "moves": (
        "workflows/cases/moves.py",
        (
            f"{CASES}/test_moves.py",
            f"{UNIT_REPORTS}/test_submit.py",
            f"{UNIT_REPORTS}/test_take.py",
            f"{UNIT_REPORTS}/test_return.py",
            f"{UNIT_REPORTS}/test_save_draft.py",
        ),
    ),
    "register": (
        "approvals/register/actions.py",
        (
            f"{REGISTER}/test_register.py",
            f"{REGISTER}/test_register_states.py",
            f"{REGISTER}/test_recall_during_dispatch.py",
            f"{WARD_REPORTS}/test_issue.py",
        ),
    ),
}
