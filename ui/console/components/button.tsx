/** Buttons, and links that look like them. */
import type { ReactNode } from "react";
import { type ButtonProps, Button as Pressable } from "react-aria-components/Button";
import { Link } from "wouter";

type Variant = "plain" | "primary" | "danger" | "quiet";

/** A button; `variant` says how much it matters. */
export function Button({ variant = "plain", ...rest }: ButtonProps & { variant?: Variant }) {
  return <Pressable className={`button ${variant}`} {...rest} />;
}

interface LinkButtonProps {
  readonly to: string;
  readonly variant?: Variant;
  readonly children: ReactNode;
}

/** A link to another page that looks like a button. */
export function LinkButton({ to, variant = "plain", children }: LinkButtonProps) {
  return (
    <Link href={to} className={`button ${variant}`}>
      {children}
    </Link>
  );
}
