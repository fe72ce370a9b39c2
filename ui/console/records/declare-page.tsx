/** The page that declares a vital event: the choice of its kind, and the form. */
import { Suspense, use, useState } from "react";
import { graphql, useLazyLoadQuery } from "react-relay";
import { Link, useParams, useSearchParams } from "wouter";
import type { declarePageDraftQuery } from "../__generated__/declarePageDraftQuery.graphql";
import type { declarePageQuery } from "../__generated__/declarePageQuery.graphql";
import { FetchKeyContext, usePageQuery } from "../api/queries";
import { ErrorBoundary } from "../components/error-boundary";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { useDeskTexts } from "../texts/desk-texts";
import { useTexts } from "../texts/texts";
import { Declaration, draftNameOf } from "./declaration";
import { forms, type Kind } from "./declaration-forms";
import { editableValues } from "./editable-details";
import { KeptDrafts } from "./kept-drafts";
import { MovedOnNotice, MovedOnProvider, useMovedOn } from "./moved-on";
import { UnfinishedList } from "./unfinished-list";
import { adopt, leaveToServer } from "./use-saver";

/** Show the form that the address names: `/declare/birth`, or `/declare/birth?amends=…`. */
export default function DeclarePage() {
  const texts = useTexts();
  const { kind: segment = "" } = useParams<{ kind?: string }>();
  const [search] = useSearchParams();
  const amends = search.get("amends");
  const draft = search.get("draft");
  const kind = segment.toUpperCase();
  const title = texts.records.declareTitles[kind as Kind] ?? texts.menu.declare;
  return (
    <Page title={amends === null ? title : texts.records.amendTitle}>
      {kind in forms ? (
        amends === null ? (
          <NewDeclaration key={draft} kind={kind as Kind} draft={draft} />
        ) : (
          <Amendment kind={kind as Kind} amends={amends} />
        )
      ) : (
        <>
          <ul className="rows">
            {(Object.keys(forms) as Kind[]).map((each) => (
              <li key={each}>
                <Link
                  href={`/declare/${each.toLowerCase()}`}
                  onClick={() => leaveToServer(draftNameOf(each, null))}
                >
                  {texts.records.declareTitles[each]}
                </Link>
              </li>
            ))}
          </ul>
          <ErrorBoundary fallback={() => null}>
            <Suspense>
              <KeptDrafts />
            </Suspense>
          </ErrorBoundary>
          <UnfinishedList />
        </>
      )}
    </Page>
  );
}

/** Show an empty form, or what is typed in this tab, or a draft that the server has. */
function NewDeclaration({ kind, draft }: { kind: Kind; draft: string | null }) {
  if (draft !== null) return <Continued kind={kind} draft={draft} />;
  return <Declaration kind={kind} initial={{}} amends={null} />;
}

/** Show the form as it was kept. */
function Continued({ kind, draft }: { kind: Kind; draft: string }) {
  const { drafts } = useDeskTexts();
  // Another computer may have gone on with it: what the store has is not shown meanwhile.
  const options = { fetchPolicy: "network-only", fetchKey: use(FetchKeyContext) } as const;
  const { declarationDraft: kept } = useLazyLoadQuery<declarePageDraftQuery>(
    DRAFT,
    { id: draft },
    options,
  );
  const name = `declare ${kind} ${draft}`;
  const [isThere] = useState(() => {
    if (kept?.kind !== kind) return false;
    adopt(name, kind, kept.formKey, kept);
    return true;
  });
  if (!isThere) {
    return (
      <Notice kind="note">
        <p>{drafts.gone}</p>
      </Notice>
    );
  }
  return <Declaration kind={kind} initial={{}} amends={null} draftName={name} />;
}

/** Show the form with the values of the earlier declaration. */
function Amendment({ kind, amends }: { kind: Kind; amends: string }) {
  const texts = useTexts();
  const { vitalEvent } = usePageQuery<declarePageQuery>(EARLIER, { id: amends });
  const movedOn = useMovedOn(EARLIER, amends);
  if (vitalEvent === null || vitalEvent === undefined) {
    return (
      <Notice kind="note">
        <p>{texts.errors.notFound}</p>
      </Notice>
    );
  }
  return (
    <>
      {vitalEvent.reason != null && (
        <Notice kind="note">
          <p>
            {texts.records.reason}: <bdi>{vitalEvent.reason}</bdi>
          </p>
        </Notice>
      )}
      <MovedOnNotice refusal={movedOn.refusal} lastStep={vitalEvent.history.at(-1)}>
        <Link href={`/records/${encodeURIComponent(amends)}`}>{texts.records.asItIs}</Link>
      </MovedOnNotice>
      <MovedOnProvider value={movedOn.report}>
        <Declaration
          kind={kind}
          initial={editableValues(vitalEvent)}
          amends={amends}
          version={vitalEvent.version}
        />
      </MovedOnProvider>
    </>
  );
}

const DRAFT = graphql`
  query declarePageDraftQuery($id: ID!) {
    declarationDraft(id: $id) {
      id
      kind
      formKey
      version
      content
      keptAt
      keptUntil
    }
  }
`;
const EARLIER = graphql`
  query declarePageQuery($id: ID!) {
    vitalEvent(id: $id) {
      reason
      version
      history {
        action
        actorName
        insertedAt
      }
      ...editableDetails_event
    }
  }
`;
