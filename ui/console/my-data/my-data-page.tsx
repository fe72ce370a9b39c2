/** The page of one's own data: the record, where one belongs, and what organisations may do. */
import "../styles/organisations.css";
import "../styles/lists.css";
import { useState } from "react";
import { flushSync } from "react-dom";
import { graphql } from "react-relay";
import { useSearchParams } from "wouter";
import type {
  myDataPageQuery,
  myDataPageQuery$data,
} from "../__generated__/myDataPageQuery.graphql";
import { useLiveQuery } from "../api/live";
import { usePageQuery } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { Button } from "../components/button";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { Memberships } from "../organisations/memberships";
import { OrganisationName } from "../organisations/organisation-name";
import { OwnGroupsLink } from "../organisations/own-groups-link";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useTexts } from "../texts/texts";
import { inForceFirst } from "./in-force-first";
import { OfferConsent } from "./offer-consent";
import { consentRow, OwnConsent } from "./own-consent";
import { OwnDataFile } from "./own-data-file";
import { OwnPapers } from "./own-papers";
import { OwnReadings } from "./own-readings";
import { OwnRecord } from "./own-record";

type Own = NonNullable<myDataPageQuery$data["viewer"]["person"]>;

/** Show it; what an organisation answers meanwhile is seen within seconds. */
export default function MyDataPage() {
  const texts = useTexts();
  const { mine } = useOrganisationsTexts();
  const [search, setSearch] = useSearchParams();
  // An organisation sends the link whose address names it.
  const asking = search.get("offer");
  const [isOffering, setIsOffering] = useState(asking !== null);
  function close() {
    setIsOffering(false);
    if (asking !== null) setSearch({}, { replace: true });
  }
  function show(id: string) {
    // The button to which the dialog returns the focus is far above what came of it.
    flushSync(close);
    const row = document.getElementById(consentRow(id));
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "center" });
  }
  const { viewer } = usePageQuery<myDataPageQuery>(MINE, {});
  useLiveQuery<myDataPageQuery>(MINE, {});
  const { person } = viewer;
  if (person == null) {
    return (
      <Page title={texts.menu.myData}>
        <Notice kind="note">
          <p>{mine.noRecord}</p>
        </Notice>
        <OwnPapers />
        <QueryBoundary>
          <OwnGroupsLink />
        </QueryBoundary>
      </Page>
    );
  }
  return (
    <Page
      title={texts.menu.myData}
      actions={
        <>
          <OwnDataFile />{" "}
          <Button variant="primary" onPress={() => setIsOffering(true)}>
            <ActIcon of="add" /> {mine.offer}
          </Button>
        </>
      }
    >
      <OwnRecord
        person={person}
        belongsTo={namesOf(person)}
        isWrittenTo={viewer.user?.email != null}
      />
      <OwnPapers />
      <QueryBoundary>
        <OwnReadings />
      </QueryBoundary>
      <Consents person={person} />
      <OwnMemberships person={person} />
      <QueryBoundary>
        <OwnGroupsLink />
      </QueryBoundary>
      {isOffering && (
        <OfferConsent personId={person.id} name={asking ?? ""} onClose={close} onOffered={show} />
      )}
    </Page>
  );
}

/** Return the names of the organisations to which they belong now. */
function namesOf({ memberships }: Own): readonly string[] {
  return memberships.flatMap(({ organisation, endedOn }) =>
    endedOn == null && organisation.name != null ? [organisation.name] : [],
  );
}

/** Those that hold or wait come first; what was is folded. */
function Consents({ person }: { person: Own }) {
  const { mine } = useOrganisationsTexts();
  const { live, before } = inForceFirst(person.consents);
  return (
    <section>
      <h2>{mine.consents}</h2>
      <p className="faint">
        {mine.consentsExplanation} {mine.contributeMeans}
      </p>
      <p className="faint">{mine.officesMean}</p>
      {live.length === 0 && <p className="faint">{mine.noConsents}</p>}
      <ul className="rows" id="list">
        {live.map((consent) => (
          <OwnConsent key={consent.id} consent={consent} />
        ))}
      </ul>
      {before.length > 0 && (
        <details>
          <summary>{mine.before}</summary>
          <ul className="rows">
            {before.map((consent) => (
              <OwnConsent key={consent.id} consent={consent} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function OwnMemberships({ person }: { person: Own }) {
  const { mine } = useOrganisationsTexts();
  return (
    <section>
      <h2>{mine.memberships}</h2>
      {person.memberships.length === 0 && <p className="faint">{mine.noMemberships}</p>}
      <Memberships
        of={person.memberships}
        place={(organisation) => (
          <span className="row-title">
            <OrganisationName of={organisation} />
          </span>
        )}
      />
    </section>
  );
}

const MINE = graphql`
  query myDataPageQuery {
    viewer {
      user {
        id
        email
      }
      person {
        id
        firstName
        secondName
        lastName
        birthDateKnown
        gender
        nationalId
        taxId
        email
        ...personLists_person @relay(mask: false)
        memberships {
          ...memberships_membership @relay(mask: false)
        }
        consents {
          id
          status
          updatedAt
          ...ownConsent_consent
        }
      }
    }
  }
`;
