/** The declarations that are kept on the server and not made yet, with the way on and out. */
import { useState, useSyncExternalStore } from "react";
import { graphql, useLazyLoadQuery, useRelayEnvironment } from "react-relay";
import type {
  keptDraftsQuery,
  keptDraftsQuery$data,
} from "../__generated__/keptDraftsQuery.graphql";
import { deleteDraft, draftsOf } from "../api/drafts";
import { Refusal } from "../api/refusal";
import { useSay } from "../api/said";
import { signedInUser } from "../api/session";
import { Button } from "../components/button";
import { ConfirmDialog } from "../components/confirm-dialog";
import { LinkButton } from "../components/link-button";
import { Moment } from "../components/moment";
import { RefusalNotice } from "../components/notice";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";
import { draftChanges, noteChange, saverOfKey, watchSavers } from "./draft-saver";
import { discard } from "./kept-draft";
import { pathOfDraft } from "./unfinished";
import { useUnfinished } from "./use-unfinished";

type Row = NonNullable<NonNullable<keptDraftsQuery$data["declarationDrafts"]["nodes"]>[number]>;

/** List them; nothing where there are none. */
export function KeptDrafts() {
  const { drafts } = useDeskTexts();
  const fetchKey = useSyncExternalStore(watchSavers, draftChanges);
  const options = { fetchPolicy: "network-only", fetchKey } as const;
  const { declarationDrafts } = useLazyLoadQuery<keptDraftsQuery>(MINE, {}, options);
  // What is typed further in this tab, and not sent yet, stands in the list of the tab.
  const further = new Set(useUnfinished().map(({ formKey }) => formKey));
  const rows = (declarationDrafts.nodes ?? []).flatMap((row) =>
    row == null || further.has(row.formKey) ? [] : [row],
  );
  if (rows.length === 0) return null;
  return (
    <section aria-label={drafts.title}>
      <h2>{drafts.title}</h2>
      <p className="faint">{drafts.explanation}</p>
      <ul className="rows">
        {rows.map((row) => (
          <KeptRow key={row.id} row={row} />
        ))}
      </ul>
    </section>
  );
}

function KeptRow({ row }: { row: Row }) {
  const texts = useTexts();
  const formats = useFormats();
  const { drafts } = useDeskTexts();
  const say = useSay();
  const environment = useRelayEnvironment();
  const [isAsking, setIsAsking] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const titles: Readonly<Record<string, string>> = texts.records.declareTitles;
  const title = [titles[row.kind], row.label].filter(Boolean).join(": ");
  async function throwAway() {
    setIsAsking(false);
    try {
      await discard(environment, row.id);
    } catch (error) {
      setRefusal(error instanceof Refusal ? error : Refusal.unreachable());
      return;
    }
    forgetInTab(row.formKey);
    say({ text: texts.leaving.isForgotten });
  }
  return (
    <li>
      <bdi>{title}</bdi>
      <span className="faint">
        {drafts.keptAt} <Moment at={row.keptAt} />, {drafts.until} {formats.day(row.keptUntil)}
      </span>
      <RefusalNotice refusal={refusal} />
      <span className="actions">
        <LinkButton to={pathOfDraft(row.kind, row.id)} variant="primary">
          {drafts.goOn}
          <span className="visually-hidden">: {title}</span>
        </LinkButton>
        <Button onPress={() => setIsAsking(true)}>
          {drafts.discard}
          <span className="visually-hidden">: {title}</span>
        </Button>
      </span>
      {isAsking && (
        <ConfirmDialog
          title={drafts.discardTitle}
          explanation={drafts.discardExplanation(title)}
          confirmLabel={drafts.discard}
          onConfirm={() => void throwAway()}
          onCancel={() => setIsAsking(false)}
          isRisky
        />
      )}
    </li>
  );
}

/** Have what the tab has of a form go, too: it would be sent again. */
function forgetInTab(formKey: string): void {
  const user = signedInUser();
  for (const { name, content } of draftsOf(user)) {
    if ((content as { formKey?: string } | null)?.formKey === formKey) deleteDraft(user, name);
  }
  const saver = saverOfKey(formKey);
  if (saver !== null) saver.forget();
  else noteChange();
}

const MINE = graphql`
  query keptDraftsQuery {
    declarationDrafts(first: 50) {
      nodes {
        id
        kind
        formKey
        label
        keptAt
        keptUntil
      }
    }
  }
`;
