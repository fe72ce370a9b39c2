/** The merges that made a person what they are, as a tree: each leads to where it can be taken back. */
import "../styles/merges.css";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type {
  personMergesQuery,
  personMergesQuery$data,
} from "../__generated__/personMergesQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { LinkButton } from "../components/link-button";
import { QueryBoundary } from "../components/query-boundary";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats } from "../texts/texts";
import { fullName } from "./names";

type Merges = ReturnType<typeof standingMerges>;

/** Show the merge by which the person gave way, and below it those into the person. */
export function PersonMerges({ id }: { id: string }) {
  const labels = useMergesTexts();
  const merges = useStandingMerges(id);
  const own = merges.filter(({ person }) => person.id === id);
  const into = merges.filter(({ masterPerson }) => masterPerson.id === id);
  return (
    <>
      <h2>{labels.tree.title}</h2>
      {merges.length === 0 && <p className="faint">{labels.tree.none}</p>}
      {own.length > 0 && (
        <ul className="merge-tree">
          {own.map((merge) => (
            <li key={merge.id}>
              {labels.into(fullName(merge.person), fullName(merge.masterPerson))}{" "}
              <MergeLinks merge={merge} />
            </li>
          ))}
        </ul>
      )}
      {into.length > 0 && <Branches merges={into} path={[id]} />}
      <p>
        <Link href={`/merges?person=${encodeURIComponent(id)}`}>{labels.tree.all}</Link>
      </p>
    </>
  );
}

interface BranchesProps {
  readonly merges: Merges;
  /** The persons above, so that nobody is shown below themselves. */
  readonly path: readonly string[];
}

function Branches({ merges, path }: BranchesProps) {
  return (
    <ul className="merge-tree">
      {merges.map((merge) => (
        <li key={merge.id}>
          <Link href={`/persons/${encodeURIComponent(merge.person.id)}`}>
            {fullName(merge.person)}
          </Link>{" "}
          <MergeLinks merge={merge} />
          {!path.includes(merge.person.id) && (
            <QueryBoundary>
              <BelowPerson id={merge.person.id} path={path} />
            </QueryBoundary>
          )}
        </li>
      ))}
    </ul>
  );
}

/** The records merged into one before it gave way itself. */
function BelowPerson({ id, path }: { id: string; path: readonly string[] }) {
  const into = useStandingMerges(id).filter(({ masterPerson }) => masterPerson.id === id);
  return into.length === 0 ? null : <Branches merges={into} path={[...path, id]} />;
}

function MergeLinks({ merge }: { merge: Merges[number] }) {
  const { tree: labels, proposed } = useMergesTexts();
  const formats = useFormats();
  const isProposed = merge.proposals.some(({ status }) => status === "OPEN");
  return (
    <>
      <time dateTime={merge.mergedAt}>{formats.time(merge.mergedAt)}</time>{" "}
      {isProposed && <span className="badge postpone">{proposed}</span>}{" "}
      <LinkButton to={`/merges/${encodeURIComponent(merge.id)}`} variant="quiet">
        {isProposed ? labels.see : labels.propose}
        <span className="visually-hidden">: {fullName(merge.person)}</span>
      </LinkButton>
    </>
  );
}

function useStandingMerges(id: string): Merges {
  return standingMerges(usePageQuery<personMergesQuery>(MERGES, { filter: { personId: id } }));
}

/** Return those that stand; the ones taken back are in the list of all. */
function standingMerges({ merges }: personMergesQuery$data) {
  return nodesOf(merges.edges).filter(({ undoneAt }) => undoneAt == null);
}

const MERGES = graphql`
  query personMergesQuery($filter: MergeFilter) {
    merges(first: 100, filter: $filter) {
      edges {
        node {
          id
          mergedAt
          undoneAt
          person {
            id
            firstName
            secondName
            lastName
          }
          masterPerson {
            id
            firstName
            secondName
            lastName
          }
          proposals {
            id
            status
          }
        }
      }
    }
  }
`;
