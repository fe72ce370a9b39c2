/** The texts of the keys in English. */
export const finding = {
  areEnabled: "Single letters act on the page",
  areas: { review: "The pair", lists: "The list", pages: "Go to", anywhere: "Everywhere" },
  /** By the name of the key in the registry. */
  keys: {
    KeyN: "get the next pair",
    KeyM: "merge: one person",
    KeyS: "split: two people",
    KeyP: "postpone",
    KeyT: "trash: not fit to be judged",
    "1–9": "why, while a decision is confirmed",
    KeyZ: "take back what was decided last",
    KeyC: "write a comment",
    Enter: "confirm",
    Escape: "cancel, or leave the comment",
    KeyJ: "next row",
    KeyK: "row before",
    KeyO: "open the row, as Enter does",
    "/": "search this list",
    "?": "this help",
  } as Record<string, string>,
};
