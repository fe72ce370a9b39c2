/** Asks before somebody leaves a page on which something would be lost, or would lie unsent. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Router } from "wouter";
import { useSay } from "../api/said";
import { useTexts } from "../texts/texts";
import { ConfirmDialog } from "./confirm-dialog";
import {
  askBeforeLeaving,
  asksBeforeLeaving,
  guarded,
  type LeftBehind,
  leaveFreely,
  worstLeftBehind,
} from "./guarded-history";

/** Ask before the page is left while `isActive`; the function returned stops that at once. */
export function useLeaveGuard(isActive: boolean, leftBehind: LeftBehind): () => void {
  const key = useRef({}).current;
  useEffect(() => {
    if (!isActive) return;
    guarded.set(key, leftBehind);
    return () => void guarded.delete(key);
  }, [isActive, leftBehind, key]);
  return () => void guarded.delete(key);
}

/** Guard all navigation inside: links, Back and Forward, reload, and the closing of the tab. */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const texts = useTexts();
  const say = useSay();
  const [pending, setPending] = useState<{
    leave: () => void;
    what: ReturnType<typeof worstLeftBehind>;
  } | null>(null);
  useEffect(() => askBeforeLeaving((leave) => setPending({ leave, what: worstLeftBehind() })), []);
  useEffect(() => {
    const onBeforeUnload = (event: BeforeUnloadEvent) => {
      if (guarded.size > 0) event.preventDefault();
    };
    addEventListener("beforeunload", onBeforeUnload);
    return () => removeEventListener("beforeunload", onBeforeUnload);
  }, []);
  return (
    <Router
      aroundNav={(navigate, to, options) => {
        const leave = () => navigate(to, options);
        if (!asksBeforeLeaving()) leave();
        else setPending({ leave, what: worstLeftBehind() });
      }}
    >
      {children}
      {pending !== null && (
        <ConfirmDialog
          title={texts.leaving.title}
          explanation={texts.leaving.explanations[pending.what]}
          confirmLabel={texts.leaving.leave}
          cancelLabel={texts.leaving.stay}
          onConfirm={() => {
            leaveFreely();
            setPending(null);
            if (pending.what === "draft") say({ text: texts.leaving.isKept });
            pending.leave();
          }}
          onCancel={() => setPending(null)}
          isRisky={pending.what !== "draft"}
        />
      )}
    </Router>
  );
}
