/** The records that hang together with a pair, beside each other, and how their pairs stand (rule H25). */

import { graphql } from "react-relay";
import type { clusterQuery, clusterQuery$data } from "../__generated__/clusterQuery.graphql";
import { usePageQuery } from "../api/queries";
import { PersonName } from "../components/moment";
import { ScrollRegion } from "../components/scroll-region";
import { useRecordValues } from "../persons/record-values";
import { useJudgingTexts } from "../texts/judging-texts";
import { useTexts } from "../texts/texts";
import { AgreementStrip } from "./agreement-strip";
import { ClusterGraph } from "./cluster-graph";

type Cluster = NonNullable<clusterQuery$data["mergeRequest"]>["cluster"];
type ClusterPerson = Cluster["persons"][number];

/** Show the records with a number each, a column a record, and their pairs by these numbers. */
export default function ClusterOfPair({ id }: { id: string }) {
  const texts = useJudgingTexts();
  const { mergeRequest } = usePageQuery<clusterQuery>(CLUSTER, { id });
  if (mergeRequest === null || mergeRequest === undefined) return null;
  const { cluster, manualMergeCandidate } = mergeRequest;
  const { person, masterPerson } = manualMergeCandidate.mergeCandidate;
  const own = [person.id, masterPerson.id];
  const persons = cluster.persons.toSorted(
    (one, other) => Number(own.includes(other.id)) - Number(own.includes(one.id)),
  );
  const numberOf = (personId: string) => persons.findIndex((it) => it.id === personId) + 1;
  const links = cluster.links.map((link) => {
    return { ...link, from: numberOf(link.personId), to: numberOf(link.masterPersonId) };
  });
  return (
    <div className="cluster">
      {cluster.isTruncated && <p>{texts.cluster.isTruncated}</p>}
      <ScrollRegion label={texts.cluster.title}>
        <Records persons={persons} own={own} />
      </ScrollRegion>
      <div className="cluster-links">
        <ClusterGraph size={persons.length} links={links} />
        <ul>
          {links.map((link) => (
            <li key={`${link.from} ${link.to}`}>
              {texts.cluster.link(link.from, link.to)}{" "}
              <strong>{texts.cluster.states[link.state]}</strong>
              <AgreementStrip rows={link.comparison.filter(isKnown)} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

interface RecordsProps {
  readonly persons: readonly ClusterPerson[];
  /** The ids of the two that are to be decided about. */
  readonly own: readonly string[];
}

/** The names stand above the columns; whether a record stands, its pairs say. */
const IN_HEAD = ["firstName", "lastName", "status"];

function Records({ persons, own }: RecordsProps) {
  const texts = useTexts();
  const { cluster: words } = useJudgingTexts();
  const valuesOf = useRecordValues();
  const names: Readonly<Record<string, string>> = texts.fields;
  const columns = persons.map(valuesOf);
  const fields = Object.keys(columns[0] ?? {}).filter(
    (field) =>
      !IN_HEAD.includes(field) && columns.some((values) => (values[field]?.length ?? 0) > 0),
  );
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{texts.review.field}</th>
          {persons.map((person, index) => (
            <th key={person.id} scope="col">
              {index + 1}. <PersonName of={person} />
              {own.includes(person.id) && <span className="badge">{words.ofThisPair}</span>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => (
          <tr key={field}>
            <th scope="row">{names[field] ?? field}</th>
            {columns.map((values, index) => (
              <td key={index}>
                {values[field]?.length ? (
                  <bdi>{values[field].join("; ")}</bdi>
                ) : (
                  <span className="faint">{texts.review.missing}</span>
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function isKnown({ agreement }: Cluster["links"][number]["comparison"][number]): boolean {
  return agreement !== "MISSING";
}

const CLUSTER = graphql`
  query clusterQuery($id: ID!) {
    mergeRequest(id: $id) {
      manualMergeCandidate {
        mergeCandidate {
          person {
            id
          }
          masterPerson {
            id
          }
        }
      }
      cluster {
        isTruncated
        persons {
          id
          ...recordValues_person @relay(mask: false)
        }
        links {
          personId
          masterPersonId
          state
          comparison {
            field
            agreement
          }
        }
      }
    }
  }
`;
