/** The page of one organisation: where it stands, what is below it, its staff, its consents and its runs. */
import "../styles/organisations.css";
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { Link, useParams } from "wouter";
import type { organisationPage_below$key } from "../__generated__/organisationPage_below.graphql";
import type {
  organisationPageQuery,
  organisationPageQuery$data,
} from "../__generated__/organisationPageQuery.graphql";
import { nextPage } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import type { Refusal } from "../api/refusal";
import { ContentsBoundary, Fold, Part } from "../components/contents";
import { LinkButton } from "../components/link-button";
import { LoadMore } from "../components/load-more";
import { Notice, RefusalNotice } from "../components/notice";
import { Page } from "../components/page";
import { Rows } from "../components/rows";
import { Status } from "../components/status";
import { TrailLink } from "../components/trail-link";
import { useChartsTexts } from "../texts/charts-texts";
import { useLettersTexts } from "../texts/letters-texts";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useTexts } from "../texts/texts";
import { kindText } from "./kind-text";
import { OrganisationActs } from "./organisation-acts";
import { OrganisationConsents } from "./organisation-consents";
import { OrganisationContents } from "./organisation-contents";
import { OrganisationFigures } from "./organisation-figures";
import { OrganisationInvitations } from "./organisation-invitations";
import { OrganisationLetters } from "./organisation-letters";
import { OrganisationMembers } from "./organisation-members";
import { OrganisationLink, OrganisationName } from "./organisation-name";
import { OrganisationOverview } from "./organisation-overview";
import { OrganisationPlans } from "./organisation-plans";
import { OrganisationRuns } from "./organisation-runs";
import { OrganisationSources } from "./organisation-sources";
import { OrganisationStaff } from "./organisation-staff";
import { usePowers } from "./powers";

type Shown = NonNullable<organisationPageQuery$data["organisation"]>;

/** Show the organisation, or say that there is none. */
export default function OrganisationPage() {
  const texts = useTexts();
  const { id = "" } = useParams<{ id: string }>();
  const query = usePageQuery<organisationPageQuery>(ONE, { id: decodeURIComponent(id) });
  const { organisation } = query;
  if (organisation == null) {
    return (
      <Page
        title={texts.menu.organisations}
        actions={<LinkButton to="/organisations">{texts.menu.organisations}</LinkButton>}
      >
        <Notice kind="note">
          <p>{texts.errors.notFound}</p>
        </Notice>
      </Page>
    );
  }
  return <OneOrganisation organisation={organisation} below={query} />;
}

interface OneOrganisationProps {
  readonly organisation: Shown;
  readonly below: organisationPage_below$key;
}

function OneOrganisation({ organisation, below }: OneOrganisationProps) {
  const labels = useOrganisationsTexts();
  const { keeps, isSteward } = usePowers(organisation);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const name = organisation.name ?? labels.erased;
  const isActive = organisation.status === "ACTIVE";
  const isErased = organisation.status === "ERASED";
  return (
    <Page
      title={name}
      kind="organisation"
      actions={
        keeps &&
        !isErased && (
          <OrganisationActs organisation={{ ...organisation, name }} onRefused={setRefusal} />
        )
      }
    >
      <Breadcrumb organisation={organisation} />
      <p className="filters">
        <span className="badge">{kindText(organisation.kind, labels)}</span>
        <Status of={organisation.status}>{labels.statuses[organisation.status]}</Status>
        <TrailLink row={organisation.databaseId} />
      </p>
      {organisation.mergedInto != null && (
        <p>
          {labels.mergedInto} <OrganisationLink of={organisation.mergedInto} />
        </p>
      )}
      {organisation.status === "ARCHIVED" && (
        <Notice kind="note">
          <p>{labels.archived}</p>
        </Notice>
      )}
      <RefusalNotice refusal={refusal} />
      <OrganisationOverview id={organisation.id} keeps={keeps} isSteward={isSteward} />
      <ContentsBoundary>
        <OrganisationContents keeps={keeps} isSteward={isSteward} isErased={isErased} />
      </ContentsBoundary>
      <Part id="below">
        <Below below={below} />
      </Part>
      <Part id="members">
        <OrganisationMembers
          id={organisation.id}
          name={name}
          keeps={keeps}
          takesCustody={isSteward && isActive}
        />
      </Part>
      {keeps && (
        <Part id="staff">
          <OrganisationStaff id={organisation.id} name={name} isActive={isActive} />
        </Part>
      )}
      {keeps && (
        <Part id="invitations">
          <OrganisationInvitations id={organisation.id} name={name} isActive={isActive} />
        </Part>
      )}
      {isSteward && (
        <Part id="consents">
          <OrganisationConsents id={organisation.id} />
        </Part>
      )}
      {keeps && (
        <Part id="sources">
          <OrganisationSources
            id={organisation.id}
            name={name}
            syncs={isSteward && isActive}
            isActive={isActive}
          />
        </Part>
      )}
      {keeps && (
        <Part id="plans">
          <OrganisationPlans id={organisation.id} />
        </Part>
      )}
      {keeps && (
        <Part id="runs">
          <OrganisationRuns id={organisation.id} />
        </Part>
      )}
      <Folded id={organisation.id} hasLetters={isSteward && !isErased} />
    </Page>
  );
}

/** What is set once, and what is read seldom. */
function Folded({ id, hasLetters }: { readonly id: string; readonly hasLetters: boolean }) {
  return (
    <>
      {hasLetters && (
        <Part id="letters">
          <LettersFold id={id} />
        </Part>
      )}
      <Part id="figures">
        <FiguresFold id={id} />
      </Part>
    </>
  );
}

function LettersFold({ id }: { readonly id: string }) {
  const { organisation: words } = useLettersTexts();
  return (
    <Fold of="letters" title={words.title}>
      <OrganisationLetters id={id} />
    </Fold>
  );
}

function FiguresFold({ id }: { readonly id: string }) {
  const { organisation: words } = useChartsTexts();
  return (
    <Fold of="figures" title={words.title}>
      <OrganisationFigures id={id} />
    </Fold>
  );
}

/** The way from where the tree begins for the viewer. */
function Breadcrumb({ organisation }: { organisation: Shown }) {
  const texts = useTexts();
  const labels = useOrganisationsTexts();
  return (
    <nav className="breadcrumb" aria-label={labels.where}>
      <ol>
        <li>
          <Link href="/organisations">{texts.menu.organisations}</Link>
        </li>
        {organisation.ancestors.map((above) => (
          <li key={above.id}>
            <OrganisationLink of={above} />
          </li>
        ))}
        <li aria-current="page">
          <OrganisationName of={organisation} />
        </li>
      </ol>
    </nav>
  );
}

function Below({ below }: { below: organisationPage_below$key }) {
  const labels = useOrganisationsTexts();
  const list = usePaginationFragment<organisationPageQuery, organisationPage_below$key>(
    BELOW,
    below,
  );
  const rows = nodesOf(list.data.organisations.edges);
  return (
    <section>
      <h2>{labels.below}</h2>
      {rows.length === 0 && <p className="faint">{labels.noneBelow}</p>}
      <Rows rows={rows} hasNext={list.hasNext}>
        {(organisation, place) => (
          <li {...place}>
            <OrganisationLink of={organisation} />
            <span className="faint">{kindText(organisation.kind, labels)}</span>
            <Status of={organisation.status}>{labels.statuses[organisation.status]}</Status>
          </li>
        )}
      </Rows>
      {list.hasNext && (
        <LoadMore
          hasNext
          isLoading={list.isLoadingNext}
          onLoadMore={() => list.loadNext(nextPage(rows.length))}
          isEmpty={false}
        />
      )}
    </section>
  );
}

const ONE = graphql`
  query organisationPageQuery($id: ID!) {
    organisation(id: $id) {
      id
      databaseId
      name
      kind
      status
      version
      ancestors {
        id
        name
      }
      mergedInto {
        id
        name
      }
    }
    ...organisationPage_below @arguments(id: $id)
  }
`;
const BELOW = graphql`
  fragment organisationPage_below on Query
  @refetchable(queryName: "organisationPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    id: { type: "ID!" }
  ) {
    organisations(first: $first, after: $after, parentId: $id)
      @connection(key: "organisationPage_organisations") {
      edges {
        node {
          id
          name
          kind
          status
        }
      }
    }
  }
`;
