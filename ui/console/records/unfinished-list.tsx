/** What is unfinished in this tab, with the way on and out. */
import { useState } from "react";
import { deleteDraft } from "../api/drafts";
import { useSay } from "../api/said";
import { signedInUser } from "../api/session";
import { Button } from "../components/button";
import { LinkButton } from "../components/link-button";
import { Moment } from "../components/moment";
import { useTexts } from "../texts/texts";
import { saverOfKey } from "./draft-saver";
import { unfinished } from "./unfinished";

/** List it; nothing where all was sent. */
export function UnfinishedList() {
  const texts = useTexts();
  const { leaving } = texts;
  const say = useSay();
  const [all, setAll] = useState(() => unfinished(texts));
  if (all.length === 0) return null;
  return (
    <section aria-label={leaving.unfinished}>
      <h2>{leaving.unfinished}</h2>
      <ul className="rows">
        {all.map(({ name, title, path, savedAt, formKey }) => (
          <li key={name}>
            <bdi>{title}</bdi>
            <span className="faint">
              {leaving.left} <Moment at={new Date(savedAt).toISOString()} />
            </span>
            <span className="actions">
              {path !== null && (
                <LinkButton to={path}>
                  {leaving.goOn}
                  <span className="visually-hidden">: {title}</span>
                </LinkButton>
              )}
              <Button
                onPress={() => {
                  deleteDraft(signedInUser(), name);
                  if (formKey !== null) void saverOfKey(formKey)?.end();
                  setAll(all.filter((it) => it.name !== name));
                  say({ text: leaving.isForgotten });
                }}
              >
                {leaving.throwAway}
                <span className="visually-hidden">: {title}</span>
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
