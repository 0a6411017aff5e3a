import pytest

from tests import signing


@pytest.fixture(autouse=True)
def trusted(settings, tmp_path):
    """The authority is trusted; documents are kept in a folder of the test's own."""
    signing.trust(settings, tmp_path)
    return tmp_path
