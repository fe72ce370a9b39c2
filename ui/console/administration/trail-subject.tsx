/** Whom an act of the trail was about, by links: a record, a person, or a pair and its reviewers. */
import { Fragment } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { trailSubject_entry$key } from "../__generated__/trailSubject_entry.graphql";
import { useFormats, useTexts } from "../texts/texts";

interface TrailSubjectProps {
  readonly entry: trailSubject_entry$key;
  readonly names: ReadonlyMap<string, string>;
}

/** Name the subject; nothing where an act has none that has a page. */
export function TrailSubject({ entry: key, names }: TrailSubjectProps) {
  const texts = useTexts();
  const { comma } = useFormats();
  const { record, personId, pair, organisation } = useFragment(
    graphql`
      fragment trailSubject_entry on AuditEntry {
        personId
        organisation {
          id
          name
        }
        record {
          id
          kind
          trackingId
          registrationNumber
        }
        pair {
          personId
          masterPersonId
          reviews {
            status
            supersededAt
            reviewer {
              databaseId
              displayName
            }
          }
        }
      }
    `,
    key,
  );
  const person = (id: string) => (
    <Link href={`/persons/${encodeURIComponent(id)}`}>{names.get(id) ?? texts.trail.person}</Link>
  );
  if (pair != null) {
    return (
      <p className="filters subject">
        <span>
          {texts.review.duplicate}: {person(pair.personId)}
        </span>
        <span>
          {texts.review.master}: {person(pair.masterPersonId)}
        </span>
        {pair.reviews.length > 0 && (
          <span>
            {texts.trail.reviewers}:{" "}
            {pair.reviews.map(({ reviewer, status, supersededAt }, index) => (
              <Fragment key={reviewer.databaseId}>
                {index > 0 && comma}
                <Link href={`/trail?actorId=${reviewer.databaseId}`}>{reviewer.displayName}</Link> (
                {texts.decisionStatuses[status]}
                {supersededAt != null && `${comma}${texts.requests.superseded}`})
              </Fragment>
            ))}
          </span>
        )}
      </p>
    );
  }
  if (record == null && personId == null && organisation == null) return null;
  return (
    <p className="filters subject">
      {record != null && (
        <span>
          {texts.records.kinds[record.kind]}{" "}
          <Link href={`/records/${encodeURIComponent(record.id)}`}>
            {record.registrationNumber ?? record.trackingId}
          </Link>
        </span>
      )}
      {organisation != null && (
        <span>
          {texts.trail.nouns.organisation}:{" "}
          <Link href={`/organisations/${encodeURIComponent(organisation.id)}`}>
            <bdi>{organisation.name ?? texts.trail.nouns.organisation}</bdi>
          </Link>
        </span>
      )}
      {personId != null && (
        <span>
          {texts.trail.person}: {person(personId)}
        </span>
      )}
    </p>
  );
}
