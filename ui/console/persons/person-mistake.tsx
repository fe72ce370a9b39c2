/** Who mends a mistake in a record, for those who look after people and correct nothing: stewards and administrators. */
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { personMistake_person$key } from "../__generated__/personMistake_person.graphql";
import { OfficeAddress } from "../components/office-address";
import { organisationPath } from "../organisations/organisation-name";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useMergesTexts } from "../texts/merges-texts";

/** Say it; a registrar knows, and corrects on the page of a record. */
export function PersonMistake({ of: key }: { of: personMistake_person$key }) {
  const { ofMistakes: labels } = useMergesTexts();
  const { sourceRecords } = useFragment(PERSON, key);
  const viewer = useViewer();
  if (holdsSomewhere(viewer, "REGISTRAR")) return null;
  const leading = sourceRecords.find(({ isLeading, endedAt }) => isLeading && endedAt == null);
  return (
    <section>
      <h2>{labels.title}</h2>
      {leading === undefined ? (
        <>
          <p>{labels.registrar}</p>
          <OfficeAddress label={labels.goTo} />
          <p>{labels.contacts}</p>
        </>
      ) : (
        <>
          <p>{labels.source(leading.source.name)}</p>
          <p>
            <Link href={`${organisationPath(leading.organisation.id)}#sources`}>
              {labels.toSource(leading.organisation.name ?? "")}
            </Link>
          </p>
          <p className="faint">{labels.sourceOfRecords}</p>
        </>
      )}
      <p className="faint">{labels.twice}</p>
    </section>
  );
}

const PERSON = graphql`
  fragment personMistake_person on Person {
    sourceRecords {
      isLeading
      endedAt
      source {
        name
      }
      organisation {
        id
        name
      }
    }
  }
`;
