"""A release: its archive and notes, and that Home Assistant takes what people install of it."""

from collections.abc import Callable
import json
from pathlib import Path
import re
import shutil
import subprocess
import sys
import zipfile

import pytest
import yaml

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components/telephony"
RELEASED = (
    "CHANGELOG.md",
    "hacs.json",
    "scripts/release",
    "scripts/lib/release.py",
)
MADE_BY_PYTHON = shutil.ignore_patterns("__pycache__")
LOAD = """
import asyncio, json, sys
from homeassistant import config_entries, core, loader
from homeassistant.helpers import translation

async def main(folder):
    hass = core.HomeAssistant(folder)
    hass.config_entries = config_entries.ConfigEntries(hass, {})
    loader.async_setup(hass)
    found = await loader.async_get_integration(hass, "telephony")
    await found.async_get_component()
    platforms = await found.async_get_platforms(
        ["config_flow", "sensor", "trigger", "condition", "diagnostics"]
    )
    texts = await translation.async_get_translations(
        hass, "en", "config", integrations=["telephony"], config_flow=True
    )
    print(json.dumps({
        "version": str(found.version),
        "folder": str(found.file_path),
        "custom": not found.is_built_in,
        "files": sorted(module.__file__ for module in platforms.values()),
        "texts": len(texts),
    }))

asyncio.run(main(sys.argv[1]))
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout of what a release is made from."""
    folder = tmp_path / "checkout"
    for name in RELEASED:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(
        INTEGRATION, folder / "custom_components/telephony", ignore=MADE_BY_PYTHON
    )
    return folder


def version() -> str:
    """Return the integration's version."""
    said: str = json.loads((INTEGRATION / "manifest.json").read_text())["version"]
    return said


def release(checkout: Path, tag: str) -> subprocess.CompletedProcess[str]:
    """Run the script."""
    return subprocess.run(
        [checkout / "scripts/release", tag],
        capture_output=True,
        text=True,
        check=False,
    )


def loaded(configuration: Path) -> dict[str, object]:
    """Return what Home Assistant says of the integration that it finds in a configuration."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD, configuration],
        cwd=configuration,
        env={"PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told: dict[str, object] = json.loads(done.stdout)
    return told


def install_by_hand(checkout: Path, target: Path) -> None:
    """Type what the documentation says, over an older version; only the download is ours."""
    page = (ROOT / "docs/installation.md").read_text()
    [typed] = re.findall(
        r"^### By hand\n.*?^```sh\n(.*?)^```$", page, re.DOTALL | re.MULTILINE
    )
    (target / "cti").mkdir(parents=True)
    (target / "cti/of_an_older_version.py").touch()
    assert release(checkout, f"v{version()}").returncode == 0
    address = json.loads((INTEGRATION / "manifest.json").read_text())["documentation"]
    download = f"""
    wget() {{
        [ "$3" = {address}/releases/latest/download/telephony.zip ] &&
        cp {checkout}/artefacts/telephony.zip "$2"
    }}
    command -v unzip > /dev/null || unzip() {{ {sys.executable} -m zipfile -e "$1" "$3"; }}
    """
    subprocess.run(
        ["bash", "-e", "-c", download + typed], check=True, cwd=target.parents[1]
    )
    assert not (target / "cti/of_an_older_version.py").exists()
    assert [path.name for path in target.parents[1].iterdir()] == ["custom_components"]


def install_from_release(checkout: Path, target: Path) -> None:
    """Unpack the archive, as HACS does."""
    assert release(checkout, f"v{version()}").returncode == 0
    with zipfile.ZipFile(checkout / "artefacts/telephony.zip") as archive:
        archive.extractall(target)


@pytest.mark.parametrize("install", [install_by_hand, install_from_release])
def test_home_assistant_loads_what_was_installed(
    install: Callable[[Path, Path], None], checkout: Path, tmp_path: Path
) -> None:
    target = tmp_path / "config/custom_components/telephony"
    install(checkout, target)
    told = loaded(tmp_path / "config")
    assert told["version"] == version()
    assert told["folder"] == str(target)
    assert told["custom"] is True
    files = told["files"]
    assert isinstance(files, list)
    assert len(files) == 5
    assert all(Path(file).is_relative_to(target) for file in files)
    assert isinstance(told["texts"], int)
    assert told["texts"] > 50


def test_the_archive_holds_the_whole_integration(
    checkout: Path, tmp_path: Path
) -> None:
    install_from_release(checkout, tmp_path / "unpacked")
    unpacked = {
        file.relative_to(tmp_path / "unpacked").as_posix(): file.read_bytes()
        for file in (tmp_path / "unpacked").rglob("*")
        if file.is_file()
    }
    assert unpacked == {
        file.relative_to(INTEGRATION).as_posix(): file.read_bytes()
        for file in INTEGRATION.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }


def test_the_same_sources_make_the_same_archive(checkout: Path) -> None:
    archive = checkout / "artefacts/telephony.zip"
    made = set()
    for name in ("first", "second"):
        (checkout / "custom_components/telephony/manifest.json").touch()
        assert release(checkout, f"v{version()}").returncode == 0
        made.add(archive.read_bytes())
        archive.rename(archive.with_name(name))
    assert len(made) == 1


@pytest.mark.parametrize(
    ("tag", "told"),
    [
        ("v9.9.9", "manifest.json says"),
        ("1.0.0", "is no tag of a release"),
        ("v1.0", "is no tag of a release"),
        ("v1.0.0-final", "is no tag of a release"),
    ],
)
def test_a_tag_that_does_not_fit_makes_no_release(
    checkout: Path, tag: str, told: str
) -> None:
    done = release(checkout, tag)
    assert done.returncode == 1
    assert told in done.stderr
    assert not (checkout / "artefacts").exists()


def test_the_notes_are_the_changelogs(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(
        f"# Changelog\n\n## 9.0.0\n\n- Later.\n\n## {version()} (today)\n\n"
        "- Hold works.\n\n### Breaking\n\n- None.\n\n## 0.0.1\n\n- Before.\n"
    )
    assert release(checkout, f"v{version()}").returncode == 0
    notes = (checkout / "artefacts/notes.md").read_text()
    assert notes == "- Hold works.\n\n### Breaking\n\n- None.\n"


@pytest.mark.parametrize("changelog", ["# Changelog\n", "## {}\n\n## 0.0.1\n\n- A.\n"])
def test_a_version_of_which_nothing_is_told_is_not_released(
    checkout: Path, changelog: str
) -> None:
    (checkout / "CHANGELOG.md").write_text(changelog.format(version()))
    done = release(checkout, f"v{version()}")
    assert done.returncode == 1
    assert "CHANGELOG.md tells nothing of" in done.stderr


def test_hacs_finds_the_archive_and_the_lowest_home_assistant() -> None:
    hacs = json.loads((ROOT / "hacs.json").read_text())
    assert hacs["zip_release"] is True
    assert hacs["filename"] == "telephony.zip"
    assert (ROOT / f"requirements_test_{hacs['homeassistant']}.txt").is_file()


FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"))


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.stem)
def test_each_form_is_one_that_github_shows(form: Path) -> None:
    content = yaml.safe_load(form.read_text())
    assert content.keys() <= {"name", "description", "title", "labels", "body"}
    assert content["name"]
    assert content["description"]
    fields = [each for each in content["body"] if each["type"] != "markdown"]
    assert len({field["id"] for field in fields}) == len(fields) > 0
    for field in fields:
        assert field["type"] in {"input", "textarea", "dropdown", "checkboxes"}
        assert field["attributes"]["label"]
        assert set(field.get("validations", {})) <= {"required"}


def test_reports_of_faults_ask_for_diagnostics_and_offer_a_recording() -> None:
    for form in FORMS:
        if form.stem == "feature_request":
            continue
        fields = {
            each.get("id"): each for each in yaml.safe_load(form.read_text())["body"]
        }
        assert fields["diagnostics"]["validations"]["required"] is True
        assert fields["recording"]["validations"]["required"] is False
