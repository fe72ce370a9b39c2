/** The records that were merged into one person, as a tree: each edge leads to where it can be taken back. */
import { Moment, PersonName } from "../components/moment";
import { Status } from "../components/status";
import "../styles/merges.css";
import { graphql, usePaginationFragment } from "react-relay";
import { Link } from "wouter";
import type {
  personMerges_list$data,
  personMerges_list$key,
} from "../__generated__/personMerges_list.graphql";
import type { personMergesMoreQuery } from "../__generated__/personMergesMoreQuery.graphql";
import type { personMergesQuery } from "../__generated__/personMergesQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LinkButton } from "../components/link-button";
import { LoadMore } from "../components/load-more";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats } from "../texts/texts";

type Merge = NonNullable<NonNullable<personMerges_list$data["merges"]["edges"]>[number]>["node"];

/** Show the record that stands, and below each record those that gave way to it. */
export function PersonMerges({ id }: { id: string }) {
  const { tree: labels } = useMergesTexts();
  const query = usePageQuery<personMergesQuery>(MERGES, {
    filter: { samePersonAs: id, isUndone: false },
  });
  const list = usePaginationFragment<personMergesMoreQuery, personMerges_list$key>(LIST, query);
  const merges = nodesOf(list.data.merges.edges);
  const standing = new Map(
    merges
      .filter(({ masterPerson }) => !merges.some(({ person }) => person.id === masterPerson.id))
      .map(({ masterPerson }) => [masterPerson.id, masterPerson]),
  );
  return (
    <>
      <h2>{labels.title}</h2>
      {merges.length === 0 && <p className="faint">{labels.none}</p>}
      <ul className="merge-tree">
        {[...standing.values()].map((person) => (
          <li key={person.id}>
            <RecordName person={person} isShown={person.id === id} />
            <Branches merges={merges} masterId={person.id} shownId={id} />
          </li>
        ))}
      </ul>
      {list.hasNext && (
        <LoadMore
          hasNext
          isLoading={list.isLoadingNext}
          onLoadMore={() => list.loadNext(100)}
          isEmpty={false}
        />
      )}
      <p>
        <Link href={`/merges?person=${encodeURIComponent(id)}`}>{labels.all}</Link>
      </p>
    </>
  );
}

interface BranchesProps {
  readonly merges: readonly Merge[];
  readonly masterId: string;
  /** The person whose page it is. */
  readonly shownId: string;
}

/** The records that gave way to one, each with those that had given way to it before. */
function Branches({ merges, masterId, shownId }: BranchesProps) {
  const into = merges.filter(({ masterPerson }) => masterPerson.id === masterId);
  if (into.length === 0) return null;
  return (
    <ul>
      {into.map((merge) => (
        <li key={merge.id}>
          <RecordName person={merge.person} isShown={merge.person.id === shownId} />
          <Edge merge={merge} />
          <Branches merges={merges} masterId={merge.person.id} shownId={shownId} />
        </li>
      ))}
    </ul>
  );
}

function RecordName({ person, isShown }: { person: Merge["person"]; isShown: boolean }) {
  const { tree: labels } = useMergesTexts();
  if (!isShown) {
    return (
      <Link href={`/persons/${encodeURIComponent(person.id)}`}>
        <PersonName of={person} />
      </Link>
    );
  }
  return (
    <>
      <strong>
        <PersonName of={person} />
      </strong>{" "}
      <span className="badge">{labels.shown}</span>
    </>
  );
}

/** When a record gave way, who decided it, and where it is taken back. */
function Edge({ merge }: { merge: Merge }) {
  const { tree: labels, decidedBy, proposed } = useMergesTexts();
  const formats = useFormats();
  const isProposed = merge.proposals.some(({ status }) => status === "OPEN");
  const names = formats.list(merge.decidedBy.map(({ displayName }) => displayName));
  return (
    <span className="merge-edge">
      <span>
        <Moment at={merge.mergedAt} />
        {names !== "" && ` · ${decidedBy(names)}`}
      </span>
      {isProposed && <Status of="PROPOSED">{proposed}</Status>}
      <LinkButton to={`/merges/${encodeURIComponent(merge.id)}`} variant="quiet">
        {isProposed ? labels.see : labels.propose}
        <span className="visually-hidden">
          : <PersonName of={merge.person} />
        </span>
      </LinkButton>
    </span>
  );
}

const MERGES = graphql`
  query personMergesQuery($filter: MergeFilter!) {
    ...personMerges_list @arguments(filter: $filter)
  }
`;
const LIST = graphql`
  fragment personMerges_list on Query
  @refetchable(queryName: "personMergesMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 100 }
    after: { type: "String" }
    filter: { type: "MergeFilter!" }
  ) {
    merges(first: $first, after: $after, filter: $filter)
      @connection(key: "personMerges_merges") {
      edges {
        node {
          id
          mergedAt
          decidedBy {
            id
            displayName
          }
          ...mergeNames_merge @relay(mask: false)
          proposals {
            id
            status
          }
        }
      }
    }
  }
`;
