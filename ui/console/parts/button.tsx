/** Buttons, and links that look like them. */
import type { ReactNode } from "react";
import { type ButtonProps, Button as Pressable } from "react-aria-components/Button";
import { Link } from "wouter";

type Look = "plain" | "primary" | "danger" | "quiet";

/** A button; `look` says how much it matters. */
export function Button({ look = "plain", ...rest }: ButtonProps & { look?: Look }) {
  return <Pressable className={`button ${look}`} {...rest} />;
}

interface LinkButtonProps {
  readonly to: string;
  readonly look?: Look;
  readonly children: ReactNode;
}

/** A link to another page, drawn as a button. */
export function LinkButton({ to, look = "plain", children }: LinkButtonProps) {
  return (
    <Link href={to} className={`button ${look}`}>
      {children}
    </Link>
  );
}
