"""Whoever holds a checkpoint checks an entry with the proof that the API gives (Y3)."""

from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from rules.access import Role
from rules.audit_tree import ENTRY_COLUMNS, entry_leaf
from rules.checkpoints import VerifierKey, read_checkpoint, read_key, read_note
from rules.merkle import is_consistent, leaf_hash, root_by_inclusion
from server.identity.audit_keys import opened
from tests.audit import Trail
from tests.http.test_audit_guide import blocks
from tests.serving import Registry
from workflows.audit_sealing import ENTRY

PROOF = """
query($entry: ID!, $size: String) {
  auditProof(entryId: $entry, size: $size) {
    leafIndex size leaf leafHash hashes checkpoint entry { id databaseId action }
  }
}
"""
ENTRIES = "{ auditLog(first: 100, orderBy: INSERTED_AT_ASC) { nodes { id databaseId } } }"


@pytest.fixture
async def trail(registry: Registry, tmp_path: Path) -> Trail:
    made = Trail(registry.owner, tmp_path)
    await registry.user("ada", Role.ADMIN)
    for entries in (40, 1, 600, 7):
        await made.add(entries)
        await made.seal()
    return made


async def test_y3_an_entry_is_proved_by_each_checkpoint_that_was_made_after_it(
    registry: Registry, trail: Trail
) -> None:
    entries = (await registry.ask("ada", ENTRIES)).data["auditLog"]["nodes"]
    sizes = await registry.owner.fetch("select size, root from audit_checkpoints order by size")

    shown: dict[str, Any] = {}
    exec(next(it for it in blocks("python") if "def proved" in it), shown)

    for entry in (entries[0], entries[39], entries[90]):
        for row in sizes:
            asked = {"entry": entry["id"], "size": str(row["size"])}
            proof = (await registry.ask("ada", PROOF, asked)).data["auditProof"]
            if proof is None:
                assert row["size"] < 90
                continue
            checkpoint = opened(proof["checkpoint"], trail.keys.public())
            assert (checkpoint.size, checkpoint.root) == (row["size"], row["root"])
            path = [b64decode(it) for it in proof["hashes"]]
            leaf = b64decode(proof["leafHash"])
            assert leaf == leaf_hash(proof["leaf"].encode())
            root = root_by_inclusion(leaf, int(proof["leafIndex"]), checkpoint.size, path)
            assert root == checkpoint.root
            assert b64decode(shown["proved"](proof)) == root
            assert proof["entry"]["databaseId"] == entry["databaseId"]


async def test_y3_the_leaf_of_a_proof_is_of_the_entry_as_it_is_now(
    registry: Registry, trail: Trail
) -> None:
    entry = (await registry.ask("ada", ENTRIES)).data["auditLog"]["nodes"][0]["id"]
    asked = {"entry": entry}
    written = """update audit_log set changeset = '{"name": "Оленка", "n": null}'"""
    await trail.tamper(written)

    proof = (await registry.ask("ada", PROOF, asked)).data["auditProof"]

    row = await registry.owner.fetchrow(
        f"select {ENTRY} from audit_log where id::text = $1", proof["entry"]["databaseId"]
    )
    assert row is not None
    assert proof["leaf"].encode() == entry_leaf([row[it] for it in ENTRY_COLUMNS])
    assert leaf_hash(proof["leaf"].encode()) != b64decode(proof["leafHash"])


async def test_y3_without_a_size_the_newest_checkpoint_proves(
    registry: Registry, trail: Trail
) -> None:
    entry = (await registry.ask("ada", ENTRIES)).data["auditLog"]["nodes"][0]["id"]

    proof = (await registry.ask("ada", PROOF, {"entry": entry})).data["auditProof"]

    assert proof["checkpoint"] == trail.file.last_note()


async def test_y3_what_is_not_sealed_has_no_proof(registry: Registry, trail: Trail) -> None:
    await trail.add(1)
    newest = "{ auditLog(first: 1) { nodes { id } } }"
    entry = (await registry.ask("ada", newest)).data["auditLog"]["nodes"][0]["id"]

    for asked in ({"entry": entry}, {"entry": "nonsense"}, {"entry": entry, "size": "3"}):
        assert (await registry.ask("ada", PROOF, asked)).data == {"auditProof": None}
    wrong = await registry.ask("ada", PROOF, {"entry": entry, "size": "-1"})
    assert wrong.refusal[0] == "BAD_REQUEST"


async def test_y3_anybody_gets_checkpoints_keys_and_consistency(
    registry: Registry, trail: Trail
) -> None:
    note = (await registry.http.get(f"{registry.url}/audit/checkpoint")).text
    keys = (await registry.http.get(f"{registry.url}/audit/key")).text
    known: list[VerifierKey] = [read_key(line) for line in keys.splitlines()]
    newest = opened(note, known)
    former = await registry.owner.fetchrow("select * from audit_checkpoints order by size limit 1")
    assert former is not None

    asked = {"from": str(former["size"]), "to": str(newest.size)}
    answer = await registry.http.get(f"{registry.url}/audit/consistency", params=asked)

    hashes = [b64decode(it) for it in answer.json()["hashes"]]
    assert is_consistent(former["size"], newest.size, former["root"], newest.root, hashes)
    assert read_checkpoint(read_note(note).text) == newest


@pytest.mark.parametrize(
    "asked",
    [{}, {"from": "1"}, {"from": "-1", "to": "1"}, {"from": "1", "to": "9"}, {"from": "9" * 5000}],
)
async def test_y3_a_consistency_that_there_cannot_be_is_refused(
    registry: Registry, asked: dict[str, str]
) -> None:
    answer = await registry.http.get(f"{registry.url}/audit/consistency", params=asked)
    empty = await registry.http.get(f"{registry.url}/audit/checkpoint")

    assert answer.status_code == 400
    assert empty.status_code == 404
