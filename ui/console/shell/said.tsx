/** The one place where the console says that an act went well: it pushes nothing away, and takes no press. */
import { type ReactNode, useEffect, useState } from "react";
import { useLocation } from "wouter";
import { actionText } from "../administration/action-text";
import { type Done, SayContext } from "../api/said";
import { useTexts } from "../texts/texts";

const SHOWN_MS = 8_000;
/** By then the dialog that asked is gone: what a dialog covers is not heard. */
const AFTER_DIALOGS_MS = 150;
/** An act that leads elsewhere does so by then; whoever leaves later has done with it. */
const LEADS_ON_MS = 1_000;

/** What was said, by how many were said before: the same once more is heard once more. */
interface Last {
  readonly done: Done;
  readonly key: number;
  readonly at: number;
}

/** Show what was said last, for a while, and no longer than on the page to which its act led. */
export function Said({ children }: { children: ReactNode }) {
  const texts = useTexts();
  const [path] = useLocation();
  const [last, setLast] = useState<Last | null>(null);
  const [say] = useState(() => {
    let key = 0;
    return (done: Done) =>
      void setTimeout(() => setLast({ done, key: ++key, at: performance.now() }), AFTER_DIALOGS_MS);
  });
  useEffect(() => {
    if (last === null) return;
    const timer = setTimeout(() => setLast(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [last]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever goes to another page has done with it.
  useEffect(() => {
    setLast((it) => (it !== null && performance.now() - it.at > LEADS_ON_MS ? null : it));
  }, [path]);
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
