/** The texts of proofs of the trail in English. */
export const proof = {
  prove: "Prove this entry",
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
  explanation:
    "Whoever has the file and the key of the trail checks it without this server. A checkpoint that you have kept elsewhere shows that it is no other trail.",
  thisAlone:
    "This proves this entry alone. Of the whole trail, “Proof for outsiders” above the list does.",
  /** Of what proves the whole trail. */
  outsiders: {
    title: "Proof for outsiders",
    what: (leaves: string) =>
      `With two small files, somebody from outside can check at any time that nobody has changed, removed or inserted anything in the whole trail up to now: all its ${leaves} sealed leaves, in their order.`,
    saveKey: "Save the key",
    hand: "Save both and give them to the outsider today, to keep where nobody of the registry reaches them. They hold no data of anybody.",
    check:
      "To check, later: the outsider brings both files to the machine that the registry runs on, and types, or sees typed, in the folder of these files, with the settings of the server:",
    answer:
      "It computes the whole trail anew and names each entry that is not as it was sealed; its exit status is 0 where nothing is wrong, 4 where something is.",
    totals:
      "It counts entries (changes in the trail, and looks that are written down there), leaves (the entries, and a seal behind those that were signed together) and kept checkpoints (those in the file that was brought).",
    distrust: "Who does not trust our program writes the same check anew:",
    manual: "how, for programmers, in English",
    nextTime:
      "Next time, save another checkpoint and keep the old one too: the same command with the old file shows that today’s trail still contains all that was sealed then. What was altered before the first checkpoint that the outsider keeps cannot be shown.",
    oneEntry:
      "One entry is proved apart from this: open it in the list, “Prove this entry”. Whoever has that file and the key checks it on any machine, without this server.",
  },
};
