/** Who belongs to an organisation itself, and the button that ends it. */
import { lazy, Suspense, useDeferredValue, useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import type { organisationMembers_list$key } from "../__generated__/organisationMembers_list.graphql";
import type { organisationMembersQuery } from "../__generated__/organisationMembersQuery.graphql";
import { nextPage } from "../api/all-pages";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { Button } from "../components/button";
import { Select } from "../components/fields";
import { loadingOnce } from "../components/later";
import { LoadMore } from "../components/load-more";
import { Day } from "../components/moment";
import { Notice } from "../components/notice";
import { Rows } from "../components/rows";
import { fullName } from "../persons/names";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { PersonLink } from "./person-link";
import { type Removable, RemoveMember } from "./remove-member";

const AskMember = lazy(loadingOnce(() => import("./ask-member")));
const PutInCustody = lazy(loadingOnce(() => import("./put-in-custody")));

interface OrganisationMembersProps {
  readonly id: string;
  readonly name: string;
  /** Whether the viewer looks after it, and so may end a membership. */
  readonly keeps: boolean;
  /** Whether the viewer may put somebody in its custody. */
  readonly takesCustody: boolean;
}

/** List them, those on record longest first; whom the viewer may not see has no name. */
export function OrganisationMembers(props: OrganisationMembersProps) {
  const [endedToo, setEndedToo] = useState(false);
  const wanted = { id: props.id, endedToo: useDeferredValue(endedToo) };
  const query = usePageQuery<organisationMembersQuery>(MEMBERS, wanted);
  if (query.organisation == null) return null;
  return (
    <Members {...props} of={query.organisation} endedToo={endedToo} onEndedToo={setEndedToo} />
  );
}

interface MembersProps extends OrganisationMembersProps {
  readonly of: organisationMembers_list$key;
  /** Whether those who left are listed too. */
  readonly endedToo: boolean;
  readonly onEndedToo: (endedToo: boolean) => void;
}

function Members({ id, name, keeps, takesCustody, of, endedToo, onEndedToo }: MembersProps) {
  const { members: labels, persons } = useOrganisationsTexts();
  const list = usePaginationFragment<organisationMembersQuery, organisationMembers_list$key>(
    LIST,
    of,
  );
  const [removing, setRemoving] = useState<Removable | null>(null);
  const [removed, setRemoved] = useState<string | null>(null);
  const [dialog, setDialog] = useState<"ask" | "add" | null>(null);
  const rows = nodesOf(list.data.members.edges);
  const refetch = () => void list.refetch({}, { fetchPolicy: "network-only" });
  return (
    <section>
      <h2>{labels.title}</h2>
      {takesCustody && (
        <>
          <p className="faint">{labels.become}</p>
          <div className="actions">
            <Button onPress={() => setDialog("ask")}>
              <ActIcon of="add" /> {labels.ask}
            </Button>
            <Button onPress={() => setDialog("add")}>
              <ActIcon of="add" /> {labels.add}
            </Button>
          </div>
        </>
      )}
      {removed !== null && <Notice kind="done">{removed}</Notice>}
      {keeps && (
        <div className="filters">
          <Select
            label={labels.shown}
            value={endedToo ? "former" : ""}
            onChange={(value) => onEndedToo(value !== "")}
            options={{ "": labels.present, former: labels.formerToo }}
          />
        </div>
      )}
      {endedToo && <p className="faint">{labels.formerExplanation(name)}</p>}
      {rows.length === 0 && <p className="faint">{endedToo ? labels.noneEver : labels.none}</p>}
      <Rows rows={rows} hasNext={list.hasNext}>
        {({ id: membership, person, title, startedOn, endedOn }, place) => (
          <li {...place}>
            <span className="row-title">
              {person == null ? labels.unseen : <PersonLink of={person} isInReach />}
            </span>
            {title != null && <bdi>{title}</bdi>}
            {startedOn != null && (
              <span className="faint">
                {persons.started} <Day on={startedOn} />
              </span>
            )}
            {endedOn != null && (
              <span className="faint">
                {persons.ended} <Day on={endedOn} />
              </span>
            )}
            {endedOn != null && person != null && <span className="faint">{labels.stillSeen}</span>}
            {keeps && person != null && endedOn == null && (
              <Button
                aria-label={`${labels.removeNow}: ${fullName(person)}`}
                onPress={() => setRemoving({ id: membership, person })}
              >
                {labels.remove}
              </Button>
            )}
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
      <Suspense>
        {dialog === "ask" && <AskMember name={name} onClose={() => setDialog(null)} />}
        {dialog === "add" && (
          <PutInCustody
            organisation={{ id, name }}
            onMade={refetch}
            onClose={() => setDialog(null)}
          />
        )}
      </Suspense>
      <Suspense>
        {removing !== null && (
          <RemoveMember
            organisation={{ id, name }}
            membership={removing}
            onRemoved={(what) => {
              setRemoved(what);
              refetch();
            }}
            onClose={() => setRemoving(null)}
          />
        )}
      </Suspense>
    </section>
  );
}

const MEMBERS = graphql`
  query organisationMembersQuery($id: ID!, $endedToo: Boolean) {
    organisation(id: $id) {
      ...organisationMembers_list @arguments(endedToo: $endedToo)
    }
  }
`;
const LIST = graphql`
  fragment organisationMembers_list on Organisation
  @refetchable(queryName: "organisationMembersMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    endedToo: { type: "Boolean", defaultValue: false }
  ) {
    members(first: $first, after: $after, endedToo: $endedToo)
      @connection(key: "organisationMembers_members") {
      edges {
        node {
          id
          title
          startedOn
          endedOn
          person {
            id
            firstName
            lastName
          }
        }
      }
    }
  }
`;
