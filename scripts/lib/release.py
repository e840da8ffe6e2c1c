"""Make the archive that HACS installs and the notes of a release: release.py TAG."""

import json
from pathlib import Path
import re
import sys
import zipfile

ROOT = Path(__file__).resolve().parent.parent.parent
MADE_BY_PYTHON = "__pycache__"
EPOCH = (1980, 1, 1, 0, 0, 0)
SEMANTIC = re.compile(r"v(\d+\.\d+\.\d+(?:-(?:alpha|beta|rc)\.\d+)?)")


class NotReleasable(Exception):
    """The tag does not fit what is in the checkout; the text says what to do."""


def version_of(tag: str) -> str:
    """Return the semantic version that a tag stands for."""
    if (found := SEMANTIC.fullmatch(tag)) is None:
        raise NotReleasable(f"{tag} is no tag of a release: v1.2.3, or v1.2.3-beta.1")
    return found[1]


def check_manifest(manifest: str, version: str) -> None:
    """See that the integration says the same version."""
    said = json.loads(manifest)["version"]
    if said != version:
        raise NotReleasable(
            f"manifest.json says {said}, the tag says {version}: make them the same"
        )


def notes_of(changelog: str, version: str) -> str:
    """Return what the changelog tells of a version."""
    sections = re.split(r"^## ", changelog, flags=re.MULTILINE)[1:]
    for section in sections:
        title, _, text = section.partition("\n")
        if title.split()[0].strip("[]") == version and text.strip():
            return text.strip() + "\n"
    raise NotReleasable(f"CHANGELOG.md tells nothing of {version}: add a section to it")


def write_archive(integration: Path, archive: Path) -> None:
    """Pack the folder's content, as HACS unpacks it; the same content makes the same archive."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as opened:
        for file in sorted(integration.rglob("*")):
            if file.is_dir() or MADE_BY_PYTHON in file.parts:
                continue
            entry = zipfile.ZipInfo(file.relative_to(integration).as_posix(), EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            opened.writestr(entry, file.read_bytes())


def release(tag: str, root: Path = ROOT) -> None:
    """Write the archive and the notes, or raise what stands in the way."""
    integration = root / "custom_components/telephony"
    version = version_of(tag)
    check_manifest((integration / "manifest.json").read_text(), version)
    notes = notes_of((root / "CHANGELOG.md").read_text(), version)
    name = json.loads((root / "hacs.json").read_text())["filename"]
    artefacts = root / "artefacts"
    artefacts.mkdir(exist_ok=True)
    write_archive(integration, artefacts / name)
    (artefacts / "notes.md").write_text(notes)
    print(f"artefacts/{name} and artefacts/notes.md are those of {version}.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: scripts/release TAG")
    try:
        release(sys.argv[1])
    except NotReleasable as problem:
        sys.exit(f"release: error: {problem}")
