"""Whatever is sent to any operation, the answer is one that the document tells, and never a fault of ours."""

import itertools

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from hypothesis import HealthCheck, Phase
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from deploy.wsgi import application
from tests.workflows import arrange
from workflows.api.views import document
from workflows.models import Submission, UnitReport, WardReport

pytestmark = [pytest.mark.starts_from(arrange.draft, on="2026-11-28 09:00"), pytest.mark.twice]
EXAMPLES = 8
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
# The cases that schemathesis makes of each bound of the document, 3,000, on PostgreSQL alone: nearly all are answered
# before a database is asked. What it makes by chance goes to both.
BOUNDS = {"phases": {"coverage": {"enabled": connection.vendor == "postgresql"}}}
schema = schemathesis.openapi.from_dict(document(), config=schemathesis.Config.from_dict(BOUNDS))
schema.app = application
turns = itertools.count()
MODELS = {"unit-reports": UnitReport, "ward-reports": WardReport, "submissions": Submission}


@pytest.fixture
def one_connection():
    """As Django's own client has it: a request opens and closes none, since the test's transaction is on it."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(start, on_day, program, cast, one_connection) -> str:
    on_day("2026-11-28 09:00")
    return program(cast.coordinator, "act").secret


def known(case: schemathesis.Case) -> None:
    """Every other time it is about a report that there is."""
    model = MODELS.get(case.path.split("/")[1], WardReport)
    if "report" in case.path_parameters and next(turns) % 2:
        case.path_parameters["report"] = model.objects.values_list("pk", flat=True).first()


@schema.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_documented(case, secret):
    known(case)
    case.headers["Authorization"] = f"Bearer {secret}"
    case.call_and_validate(checks=CHECKS)
