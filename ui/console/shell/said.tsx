/** The one place where the console says that an act went well: it pushes nothing away, and takes no press. */
import { type ReactNode, useEffect, useState } from "react";
import { actionText } from "../administration/action-text";
import { type Done, SayContext } from "../api/said";
import { useTexts } from "../texts/texts";

const SHOWN_MS = 8_000;
/** By then the dialog that asked is gone: what a dialog covers is not heard. */
const AFTER_DIALOGS_MS = 150;

/** What was said, by how many were said before: the same once more is heard once more. */
interface Last {
  readonly done: Done;
  readonly key: number;
}

/** Show what was said last, for a while. */
export function Said({ children }: { children: ReactNode }) {
  const texts = useTexts();
  const [last, setLast] = useState<Last | null>(null);
  const [say] = useState(() => {
    let key = 0;
    return (done: Done) => void setTimeout(() => setLast({ done, key: ++key }), AFTER_DIALOGS_MS);
  });
  useEffect(() => {
    if (last === null) return;
    const timer = setTimeout(() => setLast(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [last]);
  return (
    <SayContext value={say}>
      {children}
      <div role="status" className="said">
        {last !== null && (
          <p key={last.key}>
            {"text" in last.done ? last.done.text : actionText(last.done.action, texts)}
          </p>
        )}
      </div>
    </SayContext>
  );
}
