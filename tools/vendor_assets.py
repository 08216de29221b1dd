"""Take style sheets, icons, fonts and scripts of other projects into the tree: few files, pinned, hashed.

    python tools/vendor_assets.py

Versions stand in ``package.json``. Each package is fetched by its name with ``npm pack`` (never installed:
none of its scripts run), compared with the integrity that was recorded for the same version, and the files
that the service needs are copied to ``src/dure/static/vendor/NAME-VERSION/``, for documents to
``src/dure/papers/vendor/NAME-VERSION/`` or, for tests, to ``tests/vendor/NAME-VERSION/``.
``VENDOR.toml`` beside them says what each file is; ``tests/web/test_vendored.py`` holds both together.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SERVED = ROOT / "src" / "dure" / "static" / "vendor"
TESTED = ROOT / "tests" / "vendor"
SET = ROOT / "src" / "dure" / "papers" / "vendor"
"""What documents that are set on the server need; never served."""
MANIFEST = "VENDOR.toml"

SOURCE_MAP = re.compile(rb"\n?/\*# sourceMappingURL=[^*]*\*/\s*$")
REFERENCE = re.compile(r"url\(\s*['\"]?(?!data:)([^'\")]+)['\"]?\s*\)")


@dataclass(frozen=True, slots=True)
class Package:
    """What is taken of one npm package into which folder."""

    licence: str
    home: Path
    # Source in the package and place below NAME-VERSION/.
    files: Mapping[str, str]
    # Style sheets (by their source) whose references are taken along, at the same relative places.
    follow: tuple[str, ...] = ()


PACKAGES: Mapping[str, Package] = {
    "krds-uiux": Package(
        licence="KOGL Type 1 (package.json says ISC)",
        home=SERVED,
        files={
            "resources/css/token/krds_tokens.css": "css/token/krds_tokens.css",
            # Not resources/cdn/krds.min.css: that one calls out to the network for each icon.
            "resources/css/component/output.css": "css/component/output.css",
        },
        follow=("resources/css/component/output.css",),
    ),
    "pretendard-gov": Package(
        licence="OFL-1.1",
        home=SERVED,
        files={
            "dist/LICENSE.txt": "LICENSE.txt",
            # The variable font in slices: all 11,172 syllables, and a browser loads the few slices it needs.
            "dist/web/variable/pretendardvariable-gov-dynamic-subset.css": "pretendard-gov.css",
        },
        follow=("dist/web/variable/pretendardvariable-gov-dynamic-subset.css",),
    ),
    "htmx.org": Package(
        licence="0BSD",
        home=SERVED,
        files={"LICENSE": "LICENSE", "dist/htmx.min.js": "htmx.min.js"},
    ),
    "axe-core": Package(
        licence="MPL-2.0",
        home=TESTED,
        files={
            "LICENSE": "LICENSE",
            "LICENSE-3RD-PARTY.txt": "LICENSE-3RD-PARTY.txt",
            "axe.min.js": "axe.min.js",
        },
    ),
}

IN_DOCUMENTS: Mapping[str, Package] = {
    "pretendard-gov": Package(
        licence="OFL-1.1",
        home=SET,
        files={
            "dist/LICENSE.txt": "LICENSE.txt",
            # Whole fonts: the slices that browsers load are of no use to a typesetter.
            "dist/public/static/PretendardGOV-Bold.otf": "PretendardGOV-Bold.otf",
            "dist/public/static/PretendardGOV-Regular.otf": "PretendardGOV-Regular.otf",
        },
    ),
}
"""What is taken of some of the same packages for documents."""


def versions() -> dict[str, str]:
    """Return the exact version of each package that ``package.json`` names."""
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    declared: dict[str, str] = package["devDependencies"]
    loose = [f"{name} {asked}" for name, asked in declared.items() if not re.fullmatch(r"\d+(\.\d+)+", asked)]
    if loose or declared.keys() != PACKAGES.keys():
        raise SystemExit(f"package.json must pin exactly {sorted(PACKAGES)}: {loose or sorted(declared)}")
    return declared


def recorded(home: Path) -> dict[str, dict[str, object]]:
    """Return the entries of a folder's manifest by package name, none if there is no manifest yet."""
    path = home / MANIFEST
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["package"] if path.exists() else []
    return {entry["name"]: entry for entry in listed}


def integrity(archive: bytes) -> str:
    """Return the subresource integrity that npm publishes for an archive."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode("ascii")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def fetch(name: str, version: str, folder: Path) -> Path:
    """Download one package's archive by name into a folder and return its path."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed; it is needed only to take new versions of the vendored files")
    folder.mkdir()
    subprocess.run(  # noqa: S603 - fixed program, pinned names
        [npm, "pack", "--silent", "--ignore-scripts", f"{name}@{version}", "--pack-destination", str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    (archive,) = folder.glob("*.tgz")
    return archive


def read_archive(archive: Path) -> dict[str, bytes]:
    """Return the files of an npm archive that can be wanted: texts, sheets, pictures, scripts, fonts."""
    wanted = (".css", ".js", ".svg", ".txt", ".woff2", ".otf", "LICENSE")
    found = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and member.name.endswith(wanted):
                file = tar.extractfile(member)
                assert file is not None
                found[member.name.partition("/")[2]] = file.read()
    return found


def taken(package: Package, content: Mapping[str, bytes]) -> dict[str, tuple[str, bytes]]:
    """Return the source and the bytes of each file to write, by its place below NAME-VERSION/."""
    files = {place: (source, content[source]) for source, place in package.files.items()}
    for sheet in package.follow:
        place = package.files[sheet]
        for reference in sorted(set(REFERENCE.findall(content[sheet].decode("utf-8")))):
            files[_joined(place, reference)] = (source := _joined(sheet, reference), content[source])
    return dict(sorted(files.items()))


def _joined(file: str, reference: str) -> str:
    parts = file.split("/")[:-1]
    for part in reference.split("/"):
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def write(name: str, version: str, archive: Path, package: Package) -> dict[str, object]:
    """Write what is taken of a package into one folder and return its entry for the manifest there."""
    found = integrity(archive.read_bytes())
    before = recorded(package.home).get(name, {})
    if before.get("version") == version and before.get("integrity") != found:
        raise SystemExit(f"{name} {version}: the archive is not the one that was recorded ({found})")
    for old in package.home.glob(f"{name}-[0-9]*"):
        shutil.rmtree(old)
    folder = package.home / f"{name}-{version}"
    files = []
    for place, (source, data) in taken(package, read_archive(archive)).items():
        # A hashed static storage refuses a style sheet that names a map which is not there.
        kept = SOURCE_MAP.sub(b"\n", data) if place.endswith(".css") else data
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(kept)
        entry = {"path": place, "source": source, "sha256": sha256(kept)}
        if kept != data:
            entry["changed"] = "its last line, which names a source map, is left out"
            entry["sha256_before"] = sha256(data)
        files.append(entry)
    return {
        "name": name,
        "version": version,
        "licence": package.licence,
        "integrity": found,
        "folder": f"{name}-{version}",
        "file": files,
    }


def manifest(entries: list[dict[str, object]]) -> str:
    """Return the text of a manifest."""
    lines = [
        "# Written by tools/vendor_assets.py (`make vendor`): files of other projects as they were published."
    ]
    for entry in entries:
        lines += ["", "[[package]]"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in entry.items() if key != "file"]
        files = entry["file"]
        assert isinstance(files, list)
        for file in files:
            lines += ["", "[[package.file]]"]
            lines += [f"{key} = {json.dumps(value)}" for key, value in file.items()]
    return "\n".join(lines) + "\n"


def main() -> int:
    entries: dict[Path, list[dict[str, object]]] = {SERVED: [], TESTED: [], SET: []}
    with tempfile.TemporaryDirectory() as folder:
        for name, version in sorted(versions().items()):
            archive = fetch(name, version, Path(folder) / name)
            for package in (PACKAGES[name], *([IN_DOCUMENTS[name]] if name in IN_DOCUMENTS else [])):
                entries[package.home].append(write(name, version, archive, package))
            print(f"{name} {version}: taken")
    for home, listed in entries.items():
        (home / MANIFEST).write_text(manifest(listed), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
