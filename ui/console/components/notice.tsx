/** Boxes with a message: an error, a note or a success. */
import type { ReactNode } from "react";
import type { Refusal, Violation } from "../api/refusal";
import type { Texts } from "../texts/english";
import { useTexts } from "../texts/texts";
import { ViolationList } from "./field-errors";

interface NoticeProps {
  readonly kind: "error" | "note" | "done";
  readonly children: ReactNode;
}

/** A box with a message; screen readers announce errors at once. */
export function Notice({ kind, children }: NoticeProps) {
  return (
    <div className={`notice ${kind}`} role={kind === "error" ? "alert" : "status"}>
      {children}
    </div>
  );
}

interface RefusalNoticeProps {
  readonly refusal: Refusal | null;
  /** The violations that are still to be mended, where that is known. */
  readonly violations?: readonly Violation[];
  readonly children?: ReactNode;
}

/** Say why a request was refused, with the id that finds it in the logs where one needs it. */
export function RefusalNotice({ refusal, violations, children }: RefusalNoticeProps) {
  const texts = useTexts();
  if (refusal === null) return null;
  const open = violations ?? refusal.violations;
  return (
    <Notice kind="error">
      <p>{messageFor(refusal, texts)}</p>
      {open.length > 0 && <ViolationList violations={open} />}
      {refusal.correlationId !== null && refusal.violations.length === 0 && (
        <p className="reference">
          {texts.errors.reference} <code>{refusal.correlationId}</code>
        </p>
      )}
      {children}
    </Notice>
  );
}

/** Return the message of a refusal: its own where there is a text for it, else that of its code. */
export function messageFor(refusal: Refusal, texts: Texts): string {
  const messages: Readonly<Record<string, string>> = texts.errors.messages;
  const own = messages[refusal.message];
  if (own !== undefined) return own;
  const codes: Readonly<Record<string, string>> = texts.errors.codes;
  const general = codes[refusal.code] ?? texts.errors.codes.INTERNAL;
  const isGeneral = ["CONFLICT", "UNPROCESSABLE_ENTITY"].includes(refusal.code);
  return isGeneral ? `${general} ${refusal.message}` : general;
}
