/** E-mail addresses, which are longer than a line of a phone. */
import { Fragment } from "react";

interface BreakableProps {
  readonly text: string;
  /** What the text is a part of. */
  readonly of?: string;
}

/** Show a text; an address breaks before its @ and its dots first, and within a word only where none of them helps. */
export function Breakable({ text, of = text }: BreakableProps) {
  if (!/^[^\s@]+@[^\s@]+$/.test(of)) return text;
  return text.split(/(?=[@.])/).map((part, index) => (
    <Fragment key={index}>
      {/^[@.]/.test(part) && <wbr />}
      {part}
    </Fragment>
  ));
}
