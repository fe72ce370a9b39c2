/** What the page has to say: that something went wrong, in words, or that all is well. */
import type { ReactNode } from "react";
import type { Refusal } from "../asking/refusal";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/texts";
import { FaultList } from "./faults";

interface NoticeProps {
  readonly kind: "error" | "note" | "done";
  readonly children: ReactNode;
}

/** A box with something to say; errors are read out at once. */
export function Notice({ kind, children }: NoticeProps) {
  return (
    <div className={`notice ${kind}`} role={kind === "error" ? "alert" : "status"}>
      {children}
    </div>
  );
}

/** Says why a request was refused, with the id that finds it in the logs. */
export function Trouble({ refusal, children }: { refusal: Refusal | null; children?: ReactNode }) {
  const texts = useTexts();
  if (refusal === null) return null;
  return (
    <Notice kind="error">
      <p>{wordsFor(refusal, texts)}</p>
      {refusal.violations.length > 0 && <FaultList of={refusal} />}
      {refusal.correlationId !== null && (
        <p className="reference">
          {texts.errors.reference} <code>{refusal.correlationId}</code>
        </p>
      )}
      {children}
    </Notice>
  );
}

/** Finds the words for a refusal: its own where we know it, its code's otherwise. */
export function wordsFor(refusal: Refusal, texts: Texts): string {
  const known: Readonly<Record<string, string>> = texts.errors.known;
  const own = known[refusal.message];
  if (own !== undefined) return own;
  const codes: Readonly<Record<string, string>> = texts.errors.codes;
  const general = codes[refusal.code] ?? texts.errors.codes.INTERNAL;
  const speaks = ["CONFLICT", "UNPROCESSABLE_ENTITY"].includes(refusal.code);
  return speaks ? `${general} ${refusal.message}` : general;
}
