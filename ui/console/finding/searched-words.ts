/** Words for what a list was searched by, in the language of the page. */
import { actionText } from "../administration/action-text";
import { useTexts } from "../texts/texts";

/** A national id: whoever looks over a shoulder shall not read it. */
const NATIONAL_ID = /^\d{10}$/;
const ACTION = /^[a-z_]+\.[a-z_]+$/;

/** Return what names a value of an address; null for what has no words in any language. */
export function useSearchedWords(): (value: string) => string | null {
  const texts = useTexts();
  const { kinds, statuses } = texts.records;
  const said: Readonly<Record<string, string>> = { ...kinds, ...statuses };
  return (value) => {
    if (NATIONAL_ID.test(value)) return `${value.slice(0, 2)}…${value.slice(-2)}`;
    if (ACTION.test(value)) return actionText(value, texts);
    return said[value] ?? null;
  };
}
