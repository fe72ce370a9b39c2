/** The texts of proofs of the trail in English. */
export const proof = {
  prove: "Prove this entry",
  sealed: (leaves: string) => `Leaves of the trail that are sealed: ${leaves}.`,
  nothingSealed: "Nothing of the trail is sealed yet.",
  saveCheckpoint: "Save the checkpoint",
  notSealed: "This entry is not sealed yet. New entries are sealed within seconds.",
  checking: "Your browser computes the proof anew…",
  states: {
    proved: "Your browser has computed it anew: this entry is sealed, unchanged.",
    changed: "This entry is not what was sealed. Somebody has changed it.",
    broken: "The proof does not lead to the root of the checkpoint.",
    unknown: "Your browser computes proofs only on pages that come by HTTPS.",
  },
  place: (leaf: string, size: string) => `Leaf ${leaf} of the ${size} of this checkpoint.`,
  path: "The way from the entry up to the root that was signed",
  root: "Root",
  leaf: "Entry",
  hashes: "The hashes of the way",
  left: "on the left",
  right: "on the right",
  save: "Save the proof",
  key: "Key of the trail",
  command:
    "Send the file with the key. This command, of the same program on any machine, checks them without this server and its database:",
  checkpoint:
    "A checkpoint is a signed line that says how much of the trail is sealed. Keep it elsewhere: what is changed later does not fit it.",
  explanation:
    "Whoever has the file and the key of the trail checks it without this server. A checkpoint that you have kept elsewhere shows that it is no other trail.",
};
