/** Links that look like buttons. */
import type { ReactNode } from "react";
import { Link } from "wouter";
import type { Variant } from "./button";

interface LinkButtonProps {
  readonly to: string;
  readonly variant?: Variant;
  /** What it is called where others like it stand beside it. */
  readonly label?: string;
  readonly children: ReactNode;
}

/** A link to another page that looks like a button. */
export function LinkButton({ to, variant = "plain", label, children }: LinkButtonProps) {
  return (
    <Link href={to} className={`button ${variant}`} aria-label={label}>
      {children}
    </Link>
  );
}
