/** Buttons. */
import { type ButtonProps, Button as Pressable } from "react-aria-components/Button";

export type Variant = "plain" | "primary" | "danger" | "quiet";

/** A button; `variant` says how much it matters. */
export function Button({ variant = "plain", ...rest }: ButtonProps & { variant?: Variant }) {
  return <Pressable className={`button ${variant}`} {...rest} />;
}
