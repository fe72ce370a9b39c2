/** The hook that keeps what is typed into a form as a draft, until it is sent. */
import { useState } from "react";
import { deleteDraft, LIFETIME_MS, readDraft, storeDraft } from "../api/drafts";
import { signedInUser } from "../api/session";

export interface Draft<Content> {
  readonly content: Content;
  /** Store what the form holds now; `isFilled` says whether that is worth a draft, `isKept` whether the server has it. */
  readonly setContent: (content: Content, isFilled: boolean, isKept?: boolean) => void;
  /** Whether something was typed that has not been sent. */
  readonly isFilled: boolean;
  /** What leaving the page means for it: a draft is kept; a form is lost, which the browser could not store. */
  readonly leftBehind: "draft" | "form";
  /** When the content was typed that an earlier visit left here, or null. */
  readonly restoredFrom: number | null;
  /** Until when what is typed is kept, in milliseconds; null where nothing is. */
  readonly keptUntil: number | null;
  /** Forget the draft, because it was sent or given up. */
  readonly forget: () => void;
}

/** Return the draft of a form, or its initial content; passwords and secrets are no drafts. */
export function useDraft<Content>(name: string, initial: () => Content): Draft<Content> {
  const [user] = useState(signedInUser);
  const [state, setState] = useState(() => {
    const stored = readDraft(user, name);
    return {
      content: stored === null ? initial() : (stored.content as Content),
      isFilled: stored !== null,
      leftBehind: "draft" as Draft<Content>["leftBehind"],
      restoredFrom: stored?.savedAt ?? null,
      keptUntil: stored === null ? null : stored.savedAt + LIFETIME_MS,
    };
  });
  return {
    ...state,
    setContent(content, isFilled, isKept = false) {
      const isLost = isFilled && !storeDraft(user, name, content, isKept);
      if (!isFilled) deleteDraft(user, name);
      setState({
        content,
        isFilled,
        leftBehind: isLost ? "form" : "draft",
        // What stands beside the form stays while somebody types: nothing moves under their pointer.
        restoredFrom: state.restoredFrom,
        keptUntil: isFilled && !isLost ? Date.now() + LIFETIME_MS : null,
      });
    },
    forget() {
      deleteDraft(user, name);
      setState({
        content: initial(),
        isFilled: false,
        leftBehind: "draft",
        restoredFrom: null,
        keptUntil: null,
      });
    },
  };
}
