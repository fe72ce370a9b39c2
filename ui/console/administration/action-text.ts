/** What the actions of the audit trail are called. */
import type { Texts } from "../texts/english";

type TextsByName = Readonly<Record<string, string>>;

/** Return the text of an action: "Birth: registered" for `birth.registered`. */
export function actionText(action: string, texts: Texts): string {
  const [noun = "", participle = ""] = action.split(".");
  const nouns: TextsByName = texts.trail.nouns;
  const participles: TextsByName = texts.participles;
  return `${nouns[noun] ?? noun}: ${participles[participle] ?? participle}`;
}
