"""Which tests `deploy/test --fast` chooses for a change."""

import grimp
import pytest

from tests.affected import CHANGED, FAR, NEAR, Sources, chosen


@pytest.fixture
def reasons(tmp_path):
    """Why each test is chosen when the paths change, in a house of a few modules and templates."""
    graph = grimp.ImportGraph()
    imports = {
        "workflows.models.states": [],
        "workflows.models": ["workflows.models.states"],
        "workflows.boards.views.desk": ["workflows.models"],
        "tests.conftest": ["workflows.models"],
        "tests.workflows.test_states": ["workflows.models.states"],
        "tests.workflows.unit_reports.test_submit": ["workflows.models"],
        "tests.workflows.boards.test_page_desk": [],
        "tests.units.test_desk": [],
        "tests.workflows.arrange": ["workflows.models.states"],
        "approvals.signing.levels": [],
        "tests.approvals.signing.test_forms": [],
    }
    for module, imported in imports.items():
        graph.add_module(module)
        path = tmp_path / (module.replace(".", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            'render(request, "workflows/boards/desk.html")' if module == "workflows.boards.views.desk" else ""
        )
        for name in imported:
            graph.add_import(importer=module, imported=name)
    folder = tmp_path / "templates" / "workflows" / "boards"
    folder.mkdir(parents=True)
    (folder / "desk.html").write_text('{% include "workflows/boards/_strip.html" %}')
    (folder / "_strip.html").write_text("")
    sources = Sources(tmp_path, graph.modules)

    def reasons(*paths):
        return {test.rpartition(".")[2]: why for test, why in chosen(graph, sources, paths).items()}

    return reasons


def test_what_imports_the_changed_module_comes_first_then_what_imports_its_importers(reasons):
    assert reasons("workflows/models.py") == {
        "test_submit": (NEAR, "imports workflows.models"),
        "test_page_desk": (FAR, "is named after workflows.boards.views.desk, which imports workflows.models"),
    }
    assert reasons("workflows/models/states.py") == {
        "test_states": (NEAR, "imports workflows.models.states"),
        "test_submit": (FAR, "imports workflows.models, which imports workflows.models.states"),
    }


def test_a_changed_test_comes_before_all(reasons):
    assert reasons("workflows/models/states.py", "tests/workflows/unit_reports/test_submit.py")["test_submit"] == (
        CHANGED,
        "changed",
    )


def test_a_page_is_tested_by_the_file_that_is_named_after_it_in_its_own_app(reasons):
    assert reasons("workflows/boards/views/desk.py") == {
        "test_page_desk": (NEAR, "is named after workflows.boards.views.desk")
    }


def test_a_room_is_tested_by_the_folder_of_its_name(reasons):
    assert reasons("approvals/signing/levels.py") == {"test_forms": (NEAR, "lies beside approvals.signing.levels")}


def test_a_template_leads_to_the_page_that_includes_it(reasons):
    assert list(reasons("templates/workflows/boards/_strip.html")) == ["test_page_desk"]


def test_what_nothing_names_leads_nowhere(reasons):
    assert reasons("docs/benchmarks.md", "workflows/gone.py") == {}


def test_what_all_tests_share_leads_to_them_all(reasons):
    assert set(reasons("tests/conftest.py")) == {
        "test_states",
        "test_submit",
        "test_page_desk",
        "test_desk",
        "test_forms",
    }
