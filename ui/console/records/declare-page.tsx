/** The page that declares a vital event: the choice of its kind, and the form. */
import { graphql } from "react-relay";
import { Link, useParams, useSearchParams } from "wouter";
import type { declarePageQuery } from "../__generated__/declarePageQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { useTexts } from "../texts/texts";
import { Declaration } from "./declaration";
import { forms, type Kind } from "./declaration-forms";
import { editableValues } from "./editable-details";
import { MovedOnNotice, MovedOnProvider, useMovedOn } from "./moved-on";
import { UnfinishedList } from "./unfinished-list";

/** Show the form that the address names: `/declare/birth`, or `/declare/birth?amends=…`. */
export default function DeclarePage() {
  const texts = useTexts();
  const { kind: segment = "" } = useParams<{ kind?: string }>();
  const [search] = useSearchParams();
  const amends = search.get("amends");
  const kind = segment.toUpperCase();
  const title = texts.records.declareTitles[kind as Kind] ?? texts.menu.declare;
  return (
    <Page title={amends === null ? title : texts.records.amendTitle}>
      {kind in forms ? (
        amends === null ? (
          <Declaration kind={kind as Kind} initial={{}} amends={null} />
        ) : (
          <Amendment kind={kind as Kind} amends={amends} />
        )
      ) : (
        <>
          <ul className="rows">
            {(Object.keys(forms) as Kind[]).map((each) => (
              <li key={each}>
                <Link href={`/declare/${each.toLowerCase()}`}>
                  {texts.records.declareTitles[each]}
                </Link>
              </li>
            ))}
          </ul>
          <UnfinishedList />
        </>
      )}
    </Page>
  );
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
