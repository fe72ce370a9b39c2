"""Rule Y3: a proof that was saved is checked by its file and the key alone."""

from base64 import b64encode
from pathlib import Path

import pytest

from rules.merkle import leaf_hash, node_hash
from server.identity.audit_keys import AuditKeys
from tests.server.commands import environment, run_here

LEAVES = (b"5:first,", b"6:second,")


def written(tmp_path: Path, leaf: bytes) -> tuple[str, str]:
    """Write a proof of the second leaf of two, and the key that signed it."""
    keys = AuditKeys(tmp_path / "data")
    first, second = map(leaf_hash, LEAVES)
    note = keys.sign(2, node_hash(first, second))
    proof, key = tmp_path / "entry.tlog-proof", tmp_path / "key"
    extra, beside = b64encode(leaf).decode(), b64encode(first).decode()
    proof.write_text(f"c2sp.org/tlog-proof@v1\nextra {extra}\nindex 1\n{beside}\n\n{note}")
    key.write_text("\n".join(it.text for it in keys.public()))
    return str(proof), str(key)


async def test_y3_a_saved_proof_is_checked_without_a_database(tmp_path: Path) -> None:
    proof, key = written(tmp_path, LEAVES[1])

    checked = await run_here(environment(tmp_path), "audit", "proof", proof, "--key", key)

    assert (checked.status, checked.err) == (0, "")
    assert checked.out.startswith("Sealed, unchanged: entry 2 of the 2 leaves of ")
    assert "6:second," in checked.out


async def test_y3_the_key_is_given_as_it_is_printed_too(tmp_path: Path) -> None:
    proof, key = written(tmp_path, LEAVES[1])
    text = Path(key).read_text()

    checked = await run_here(environment(tmp_path), "audit", "proof", proof, "--key", text)
    unread = await run_here(environment(tmp_path), "audit", "proof", proof, "--key", "nowhere")

    assert (checked.status, checked.err) == (0, "")
    assert unread.status == 2
    assert unread.err.startswith("--key: ")


async def test_y3_an_entry_that_was_changed_is_not_what_was_sealed(tmp_path: Path) -> None:
    proof, key = written(tmp_path, b"7:invented,")

    checked = await run_here(environment(tmp_path), "audit", "proof", proof, "--key", key)

    assert (checked.status, checked.out) == (4, "")
    assert checked.err.endswith("the entry is not what was sealed.\n")


async def test_y3_a_checkpoint_that_another_key_signed_proves_nothing(tmp_path: Path) -> None:
    proof, _ = written(tmp_path, LEAVES[1])
    other = tmp_path / "other"
    other.mkdir()
    _, key = written(other, LEAVES[1])

    checked = await run_here(environment(tmp_path), "audit", "proof", proof, "--key", key)

    assert (checked.status, checked.out) == (4, "")
    assert "not signed by a key that is trusted" in checked.err


@pytest.mark.parametrize("broken", ["", "c2sp.org/tlog-proof@v1\nextra !\nindex 1\n\n"])
async def test_y3_what_is_no_proof_is_refused(tmp_path: Path, broken: str) -> None:
    proof, key = written(tmp_path, LEAVES[1])
    Path(proof).write_text(broken)

    checked = await run_here(environment(tmp_path), "audit", "proof", proof, "--key", key)

    assert (checked.status, checked.out) == (2, "")
    assert "is no proof of an entry" in checked.err
