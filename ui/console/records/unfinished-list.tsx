/** What is unfinished in this tab, with the way on and out. */
import { deleteDraft } from "../api/drafts";
import { useSay } from "../api/said";
import { signedInUser } from "../api/session";
import { Button } from "../components/button";
import { LinkButton } from "../components/link-button";
import { Moment } from "../components/moment";
import { useDeskTexts } from "../texts/desk-texts";
import { useTexts } from "../texts/texts";
import { noteChange, saverOfKey } from "./draft-saver";
import { useUnfinished } from "./use-unfinished";

/** List it; nothing where all was sent. */
export function UnfinishedList() {
  const texts = useTexts();
  const { leaving } = texts;
  const { drafts } = useDeskTexts();
  const say = useSay();
  const all = useUnfinished();
  if (all.length === 0) return null;
  return (
    <section aria-label={drafts.inTab}>
      <h2>{drafts.inTab}</h2>
      <ul className="rows">
        {all.map(({ name, title, path, savedAt, formKey }) => (
          <li key={name}>
            <bdi>{title}</bdi>
            <span className="faint">
              {drafts.left} <Moment at={new Date(savedAt).toISOString()} />
            </span>
            <span className="actions">
              {path !== null && (
                <LinkButton to={path}>
                  {drafts.goOn}
                  <span className="visually-hidden">: {title}</span>
                </LinkButton>
              )}
              <Button
                onPress={() => {
                  deleteDraft(signedInUser(), name);
                  if (formKey !== null) void saverOfKey(formKey)?.end();
                  noteChange();
                  say({ text: leaving.isForgotten });
                }}
              >
                {drafts.discard}
                <span className="visually-hidden">: {title}</span>
              </Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
