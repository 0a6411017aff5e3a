import pytest

from tests.workflows.official_days import lay_nation


@pytest.fixture(autouse=True)
def nation(db):
    """The nation's days, which a test before that emptied the tables may have taken."""
    lay_nation()
