"""``dure bundle`` and ``dure replay``: a published bundle repeats, and a changed one is found out."""

from __future__ import annotations

import hashlib
import json
import stat
import subprocess
import sys
import warnings
import zipfile

import pytest
from tests.cli.applications import SEED, crowd, selected
from tests.files.commands import done, dure, refused, write_csv

from dure.engine.selection.movements import Movement
from dure.files.movements import movements_bytes

COMMITMENT = hashlib.sha256(SEED.encode()).hexdigest()
COMMITTED = ("--seed", SEED, "--commitment", COMMITMENT)

MEMBERS = [
    "README.txt", "applications.csv", "checker.py", "decisions.csv", "law.json", "manifest.json",
    "programme.yaml", "stage.json",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.setenv("DURE_LANG", "en")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bundle")
    source = write_csv(folder / "applications.csv", crowd())
    assert done("bundle", "tops-2025", "promote", source, "-o", folder / "b.zip", *COMMITTED).lines == [
        "b.zip: 65 selected, 16 in reserve, 9 not selected; proved"
    ]
    return folder


@pytest.fixture(scope="module")
def members(folder):
    with zipfile.ZipFile(folder / "b.zip") as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def _bundle(path, members):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def _vouched(members):
    """Return members whose manifest vouches for what they are now."""
    manifest = json.loads(members["manifest.json"])
    manifest["files"] = {name: hashlib.sha256(members[name]).hexdigest() for name in manifest["files"]}
    return {**members, "manifest.json": json.dumps(manifest).encode()}


def test_it_accepts_its_own_bundle(folder):
    said = done("replay", folder / "b.zip")
    assert said.err == ""
    assert "tops-2025, stage promote, 90 decisions are the same, byte for byte" in said.out


def test_the_same_inputs_give_the_same_bytes(folder, tmp_path):
    header, *rows = crowd()
    source = write_csv(tmp_path / "other name.csv", [header, *reversed(rows)])
    done("bundle", "tops-2025", "promote", source, "-o", tmp_path / "c.zip", *COMMITTED)
    assert (tmp_path / "c.zip").read_bytes() == (folder / "b.zip").read_bytes()


def test_it_holds_what_the_contract_names_and_the_decisions_of_select(folder, members):
    assert sorted(members) == MEMBERS
    selected(folder, crowd(), "promote", "--seed", SEED)
    assert members["decisions.csv"] == (folder / "decisions.csv").read_bytes()
    manifest = json.loads(members["manifest.json"])
    assert manifest["seed"] == SEED
    assert manifest["files"] == {
        name: hashlib.sha256(content).hexdigest()
        for name, content in sorted(members.items())
        if name != "manifest.json"
    }


def test_no_personal_data_is_in_it(members):
    header, *rows = crowd()
    text = members["applications.csv"].decode("utf-8-sig")
    assert text.splitlines()[0] == (
        "application_no,choices,executor,score,trait.outside_capital,trait.female,trait.youth"
    )
    for content in members.values():
        words = set(content.decode().replace("\n", ",").split(","))
        for name in ("business_no", "name", "region", "owner_birth_year"):
            assert not words & {row[header.index(name)] for row in rows if row[header.index(name)]}


@pytest.mark.parametrize("flags", [["-I", "-S"], ["-I", "-S", "-O"]])
def test_the_checker_inside_runs_alone(members, tmp_path, flags):
    for name, content in members.items():
        (tmp_path / name).write_bytes(content)
    checker = [sys.executable, *flags, str(tmp_path / "checker.py")]
    ran = subprocess.run(checker, cwd="/", capture_output=True, text=True, env={}, timeout=60, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("PROVED. Stage promote: 90 decisions, ")
    (tmp_path / "decisions.csv").write_bytes(members["decisions.csv"].replace(b",open,", b",youth,", 1))
    ran = subprocess.run(checker, cwd="/", capture_output=True, text=True, env={}, timeout=60, check=False)
    assert ran.returncode == 1
    assert "file_changed" in ran.stdout
    (tmp_path / "stage.json").unlink()
    ran = subprocess.run(checker, cwd="/", capture_output=True, text=True, env={}, timeout=60, check=False)
    assert ran.returncode == 2


@pytest.mark.parametrize("name", [name for name in MEMBERS if name != "manifest.json"])
@pytest.mark.parametrize("content", [b"", b"\xff\xfe{", None], ids=["emptied", "garbage", "one more line"])
def test_a_changed_member_is_named(members, tmp_path, name, content):
    changed = members[name] + b"\n" if content is None else content
    said = dure("replay", _bundle(tmp_path / "b.zip", {**members, name: changed}))
    assert said.code == 1
    assert f"{name} is not the file that was published" in said.lines
    assert said.lines[-1].startswith("not proved")


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (["stage"], "consult", "stage.json does not say what the programme file says"),
        (["programme", "id"], "other", "manifest.json does not say what the other files say"),
        (["programme", "hash"], "0" * 64, "the programme file does not have the published hash"),
        (["files", "law.json"], "0" * 64, "law.json is not the file that was published"),
        (["files", "more.txt"], "0" * 64, "manifest.json does not say what the other files say"),
        (["more"], 1, "manifest.json does not say what the other files say"),
    ],
)
def test_a_changed_manifest_is_named(members, tmp_path, path, value, said):
    manifest = json.loads(members["manifest.json"])
    part = manifest
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = value
    changed = {**members, "manifest.json": json.dumps(manifest).encode()}
    found = dure("replay", _bundle(tmp_path / "b.zip", changed))
    assert found.code == 1
    assert said in found.lines


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("decisions.csv", b",open\n", b",set_aside:youth\n", "The reason is set_aside:youth"),
        ("decisions.csv", b"\nA1,", b"\n'A1,", "There is no decision on this application."),
        ("decisions.csv", b"\nA1,", b'\n"A1",', "its file is not the published one"),
        ("applications.csv", b"\nA0,", b"\nB0,", "There is no decision on this application."),
        ("stage.json", b'"quota": 300', b'"quota": 301', "stage.json does not say what the programme file"),
        ("law.json", b"5000000000", b"5000000001", "the law tables differ in small_enterprise_sales_ceiling"),
        ("programme.yaml", b"share_bp: 4000", b"share_bp: 5000", "does not have the published hash"),
    ],
)
def test_a_member_changed_together_with_its_fingerprint_is_found(members, tmp_path, name, old, new, said):
    assert old in members[name]
    changed = _vouched({**members, name: members[name].replace(old, new, 1)})
    found = dure("replay", _bundle(tmp_path / "b.zip", changed))
    assert found.code == 1, found
    assert any(said in line for line in found.lines), found.lines


def test_the_seed_decides_and_is_checked(tmp_path):
    rows = [["application_no", "choices", "score"], *([f"N{i}", "acorn", "50"] for i in range(40))]
    source = write_csv(tmp_path / "a.csv", rows)
    done("bundle", "tops-2025", "promote", source, "-o", tmp_path / "b.zip", *COMMITTED)
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for seed in ("other", None):
        manifest = {**json.loads(members["manifest.json"]), "seed": seed}
        changed = {**members, "manifest.json": json.dumps(manifest).encode()}
        assert dure("replay", _bundle(tmp_path / "c.zip", changed)).code == 1


def test_another_checker_is_told_and_never_run(members, tmp_path):
    evil = f"open({str(tmp_path / 'ran')!r}, 'w')\n".encode()
    changed = _vouched({**members, "checker.py": evil})
    said = done("replay", _bundle(tmp_path / "b.zip", changed))
    assert said.lines == [
        "warning: the checker in the bundle is of another version than this one; it was not run"
    ]
    assert not (tmp_path / "ran").exists()


def test_a_seed_without_the_hash_that_is_published_before_the_draw_is_warned_of(folder, members, tmp_path):
    """tops-2025 says commitment: sha256; a bundle may lose that hash and still be whole in all else."""
    warning = (
        "warning: stage promote: the hash of the seed is published before the draw, and it is not in the"
        " bundle: nothing shows that the seed was not chosen afterwards; give the hash as --commitment"
    )
    bundle = tmp_path / "b.zip"
    said = done("bundle", "tops-2025", "promote", folder / "applications.csv", "-o", bundle, "--seed", SEED)
    assert said.lines[0] == warning
    assert done("replay", bundle).lines == [warning]
    assert done("replay", bundle, "--commitment", COMMITMENT).lines == []
    manifest = json.loads(members["manifest.json"])
    assert manifest.pop("commitment") == COMMITMENT
    stripped = _bundle(tmp_path / "c.zip", {**members, "manifest.json": json.dumps(manifest).encode()})
    assert done("replay", stripped).lines == [warning]


def _attack(kind, path, members):
    if kind == "a name out of the folder":
        return _bundle(path, {**members, "../evil.txt": b"x"})
    if kind == "an absolute name":
        return _bundle(path, {**members, "/tmp/evil.txt": b"x"})  # noqa: S108
    if kind == "a member missing":
        return _bundle(path, {n: c for n, c in members.items() if n != "law.json"})
    if kind == "a folder":
        return _bundle(path, {**members, "more/": b""})
    if kind == "no manifest":
        return _bundle(path, {**members, "manifest.json": b"[]"})
    if kind == "a manifest without end":
        return _bundle(path, {**members, "manifest.json": b"[" * 200_000})
    if kind == "another format":
        return _bundle(path, {**members, "manifest.json": members["manifest.json"].replace(b"e/1", b"e/2")})
    if kind == "a seed that is no text":
        return _bundle(
            path, {**members, "manifest.json": members["manifest.json"].replace(b'"2025', rb'"\ud800', 1)}
        )
    if kind == "an unknown stage":
        manifest = {**json.loads(members["manifest.json"]), "stage": "nothing"}
        return _bundle(path, {**members, "manifest.json": json.dumps(manifest).encode()})
    if kind == "members doubled":
        with warnings.catch_warnings(), zipfile.ZipFile(_bundle(path, members), "a") as archive:
            warnings.simplefilter("ignore")
            archive.writestr("law.json", members["law.json"])
    elif kind == "a link":
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                entry = zipfile.ZipInfo(name)
                entry.external_attr = (stat.S_IFLNK | 0o777) << 16 if name == "law.json" else 0
                archive.writestr(entry, b"/etc/passwd" if name == "law.json" else content)
    elif kind == "larger than it says":
        whole = bytearray(_bundle(path, members).read_bytes())
        at = whole.rindex(b"PK\x01\x02", 0, whole.rindex(b"README.txt")) + 24
        whole[at : at + 4] = (5).to_bytes(4, "little")
        path.write_bytes(whole)
    elif kind == "a bomb":
        _bundle(path, {**members, "README.txt": b"\0" * (1 << 26)})
    elif kind == "a gigabyte declared":
        whole = bytearray(_bundle(path, members).read_bytes())
        at = whole.rindex(b"PK\x01\x02", 0, whole.rindex(b"decisions.csv")) + 24
        whole[at : at + 4] = (0xFFFF_FFF0).to_bytes(4, "little")
        path.write_bytes(whole)
    elif kind == "encrypted":
        whole = bytearray(_bundle(path, members).read_bytes())
        at = 0
        while (at := whole.find(b"PK\x01\x02", at + 1)) > 0:
            whole[at + 8] |= 1
        path.write_bytes(whole)
    elif kind == "damaged":
        whole = bytearray(_bundle(path, members).read_bytes())
        whole[200:260] = bytes(60)
        path.write_bytes(whole)
    elif kind == "cut":
        path.write_bytes(_bundle(path, members).read_bytes()[:-30])
    elif kind == "empty":
        path.write_bytes(b"")
    else:
        path.write_text("no zip file")
    return path


@pytest.mark.parametrize(
    "kind",
    [
        "a name out of the folder", "an absolute name", "a member missing", "a folder", "no manifest",
        "a manifest without end", "another format", "a seed that is no text", "an unknown stage",
        "members doubled", "a link", "larger than it says", "a bomb", "a gigabyte declared", "encrypted",
        "damaged", "cut", "empty", "text",
    ],
)  # fmt: skip
def test_what_is_no_bundle_is_refused(members, tmp_path, kind):
    path = _attack(kind, tmp_path / "b.zip", members)
    assert len(refused("replay", path)) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == ["b.zip"]


def test_a_programme_that_cannot_be_read_is_refused_where_the_manifest_vouches_for_it(members, tmp_path):
    changed = _vouched({**members, "programme.yaml": b"id: [\n"})
    (line,) = refused("replay", _bundle(tmp_path / "b.zip", changed))[:1]
    assert line.startswith("programme.yaml:")


def test_a_bundle_without_applications_repeats_and_its_checker_too(tmp_path):
    source = write_csv(tmp_path / "a.csv", [["application_no", "choices", "score"]])
    done("bundle", "tops-2025", "consult", source, "-o", tmp_path / "b.zip")
    done("replay", tmp_path / "b.zip")
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        archive.extractall(tmp_path / "out")
    ran = subprocess.run(
        [sys.executable, "-I", "checker.py"], cwd=tmp_path / "out", capture_output=True, check=False
    )
    assert ran.returncode == 0, ran.stderr


def _log(members, *, refused_moves_up=False):
    """Return the log in which the first selected gives a place up and whoever follows by the rule has it."""
    rows = [line.split(",") for line in members["decisions.csv"].decode("utf-8-sig").splitlines()[1:]]
    decided = {row[0]: row for row in rows}
    leaves = min(n for n, row in decided.items() if row[1] == "selected" and row[5] == "open")
    executor = decided[leaves][2]
    waits = sorted((int(row[7]), n) for n, row in decided.items() if row[1:3] == ["reserve", executor])
    moves_up = waits[1 if refused_moves_up else 0][1]
    return movements_bytes(
        hashlib.sha256(members["decisions.csv"]).hexdigest(),
        [
            Movement(1, 1, "2025-05-20T10:00:00+09:00", "given_up", leaves, executor),
            Movement(2, 1, "2025-05-20T10:00:00+09:00", "moved_up", moves_up, executor, "open"),
        ],
    )


def test_the_log_of_places_is_repeated_after_the_bundle_and_its_last_hash_is_told(folder, members, tmp_path):
    log = tmp_path / "movements.csv"
    log.write_bytes(_log(members))
    last = log.read_text(encoding="utf-8-sig").splitlines()[-1].rsplit(",", 1)[1]
    assert done("replay", folder / "b.zip", "--movements", log).out.splitlines()[1:] == [
        "repeated: tops-2025, stage promote, 90 decisions are the same, byte for byte",
        f"repeated: 2 entries of the log follow by the rule; its last hash is {last}",
    ]


def test_a_log_that_was_changed_or_does_not_follow_by_the_rule_is_a_no(folder, members, tmp_path):
    log = tmp_path / "movements.csv"
    log.write_bytes(_log(members).replace(b"given_up", b"lapsed"))
    changed = dure("replay", folder / "b.zip", "--movements", log)
    assert changed.code == 1
    said = "entry 1 of the log was changed, or one before it was left out or added"
    assert any(said in line for line in changed.lines), changed
    log.write_bytes(_log(members, refused_moves_up=True))
    other = dure("replay", folder / "b.zip", "--movements", log)
    assert other.code == 1
    assert any("moved up; by the rule it is" in line for line in other.lines), other


def test_what_is_no_log_of_places_cannot_be_repeated(folder, tmp_path):
    log = write_csv(tmp_path / "movements.csv", [["no"], ["1"]])
    assert refused("replay", folder / "b.zip", "--movements", log) == [
        "this is no log of places as the public page gives it"
    ]
    (line,) = refused("replay", folder / "b.zip", "--movements", tmp_path / "none.csv")
    assert "none.csv" in line
