"""How a peer comes onto the machine, and that one which does not come says why."""

from pathlib import Path

import pytest

from bench import installing
from bench.installing import NotInstalled, install, program
from bench.peers import Npm, Ours, Peer, Venv


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(installing, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(installing, "ROOT", tmp_path)
    made = tmp_path / "peers" / "somebody"
    made.mkdir(parents=True)
    (made / "server.py").write_text("print('hello')")
    return made


def peer(folder: Path, how: Npm | Venv | Ours) -> Peer:
    return Peer("somebody", "Somebody", folder, how, ("python", "server.py"), {})


def test_what_has_no_dependencies_of_its_own_is_run_where_it_is(folder: Path) -> None:
    assert install(peer(folder, Ours())) == installing.ROOT


def test_a_lock_file_that_is_missing_is_named(folder: Path) -> None:
    with pytest.raises(NotInstalled, match=r"somebody/package-lock\.json is missing"):
        install(peer(folder, Npm()))


def test_what_the_installer_says_is_why_a_peer_is_not_there(folder: Path) -> None:
    (folder / "package.json").write_text("neither JSON nor true")
    (folder / "package-lock.json").write_text("{}")

    with pytest.raises(NotInstalled, match="JSON"):
        install(peer(folder, Npm()))


@pytest.mark.skipif(not installing.UV.exists(), reason="this environment was made without uv")
def test_a_peer_of_ours_gets_an_environment_once_for_each_lock_file(folder: Path) -> None:
    (folder / "requirements.lock").write_text("# nothing\n")
    somebody = peer(folder, Venv())

    first = install(somebody)
    (folder / "server.py").write_text("print('hello again')")
    again = install(somebody)
    text = (again / "server.py").read_text()
    (folder / "requirements.lock").write_text("# nothing more\n")
    other = install(somebody)

    assert first == again != other
    assert text == "print('hello again')"
    assert Path(program(somebody, other)[0]).exists()
    assert not first.exists()
