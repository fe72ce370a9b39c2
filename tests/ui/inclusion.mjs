/** The console checks proofs of the trail as RFC 6962 has them, and finds what is wrong with one. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { checkProof, proofFile } from "../../ui/console/administration/inclusion.ts";

const hashed = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
const texts = Array.from({ length: 33 }, (_, number) => `8:листок,${number}`);
const leaves = texts.map((text) => hashed(Buffer.of(0), Buffer.from(text)));

/** Return the root of leaves, as section 2.1 defines it. */
function root(of) {
  if (of.length === 1) return of[0];
  const left = leftOf(of.length);
  return hashed(Buffer.of(1), root(of.slice(0, left)), root(of.slice(left)));
}

/** Return the proof of a leaf, as section 2.1.1 defines it. */
function path(index, of) {
  if (of.length === 1) return [];
  const left = leftOf(of.length);
  return index < left
    ? [...path(index, of.slice(0, left)), root(of.slice(left))]
    : [...path(index - left, of.slice(left)), root(of.slice(0, left))];
}

function leftOf(size) {
  let left = 1;
  while (left * 2 < size) left *= 2;
  return left;
}

function proofOf(index, size) {
  const of = leaves.slice(0, size);
  return {
    leafIndex: String(index),
    size: String(size),
    leaf: texts[index],
    leafHash: leaves[index].toString("base64"),
    hashes: path(index, of).map((hash) => hash.toString("base64")),
    checkpoint: `selfsame/audit/1\n${size}\n${root(of).toString("base64")}\n\n— selfsame AAAA\n`,
  };
}

for (let size = 1; size <= leaves.length; size += 1) {
  for (let index = 0; index < size; index += 1) {
    const proof = proofOf(index, size);
    assert.equal(await checkProof(proof), "proved", `${index} of ${size}`);
    for (const hashes of [proof.hashes.slice(1), [...proof.hashes, proof.leafHash]]) {
      if (hashes.length === proof.hashes.length) continue;
      assert.equal(await checkProof({ ...proof, hashes }), "broken", `${index} of ${size}`);
    }
  }
}

const proof = proofOf(5, 20);
assert.equal(await checkProof({ ...proof, leaf: "8:листок,6" }), "changed");
assert.equal(await checkProof({ ...proof, leaf: null }), "changed");
assert.equal(await checkProof({ ...proof, leafIndex: "4" }), "broken");
assert.equal(await checkProof({ ...proof, size: "21" }), "broken");
assert.equal(await checkProof({ ...proof, checkpoint: proofOf(5, 21).checkpoint }), "broken");
const [, ...others] = proof.hashes;
assert.equal(await checkProof({ ...proof, hashes: [proof.leafHash, ...others] }), "broken");

const [name, extra, index, ...rest] = proofFile(proof).split("\n");
assert.equal(name, "c2sp.org/tlog-proof@v1");
assert.equal(Buffer.from(extra.replace("extra ", ""), "base64").toString(), proof.leaf);
assert.equal(index, "index 5");
assert.equal(rest.join("\n"), `${proof.hashes.join("\n")}\n\n${proof.checkpoint}`);
