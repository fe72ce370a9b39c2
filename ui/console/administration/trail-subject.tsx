/** Whom or what an act of the trail was about, by links: a record, a person, a user, a pair and its reviewers. */
import { Fragment } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { trailSubject_entry$key } from "../__generated__/trailSubject_entry.graphql";
import { useFormats, useTexts } from "../texts/texts";

interface TrailSubjectProps {
  readonly entry: trailSubject_entry$key;
  readonly names: ReadonlyMap<string, string>;
}

interface Named {
  readonly noun: string;
  readonly path: string;
  readonly name: string;
}

/** Name the subject; nothing where an act has none that has a page. */
export function TrailSubject({ entry: key, names }: TrailSubjectProps) {
  const texts = useTexts();
  const { comma } = useFormats();
  const { record, personId, pair, organisation, user, changedClient, source, webhook } =
    useFragment(
      graphql`
      fragment trailSubject_entry on AuditEntry {
        personId
        organisation {
          id
          name
        }
        user {
          username
          displayName
        }
        changedClient {
          name
        }
        source {
          name
        }
        webhook {
          id
          url
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
                <Link href={`/trail?actorId=${reviewer.databaseId}`}>
                  <bdi>{reviewer.displayName}</bdi>
                </Link>{" "}
                ({texts.decisionStatuses[status]}
                {supersededAt != null && `${comma}${texts.requests.superseded}`})
              </Fragment>
            ))}
          </span>
        )}
      </p>
    );
  }
  const { nouns } = texts.trail;
  const named: readonly Named[] = [
    organisation != null && {
      noun: nouns.organisation,
      path: `/organisations/${encodeURIComponent(organisation.id)}`,
      name: organisation.name ?? nouns.organisation,
    },
    user != null && {
      noun: nouns.user,
      path: `/users?find=${encodeURIComponent(user.username)}`,
      name: user.displayName,
    },
    changedClient != null && {
      noun: nouns.client,
      path: `/clients?find=${encodeURIComponent(changedClient.name)}`,
      name: changedClient.name,
    },
    source != null && { noun: nouns.source, path: "/sources", name: source.name },
    webhook != null && {
      noun: nouns.webhook,
      path: `/webhooks/${encodeURIComponent(webhook.id)}`,
      name: webhook.url,
    },
  ].filter((it) => it !== false);
  if (record == null && personId == null && named.length === 0) return null;
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
      {personId != null && (
        <span>
          {texts.trail.person}: {person(personId)}
        </span>
      )}
      {named.map(({ noun, path, name }) => (
        <span key={path}>
          {noun}:{" "}
          <Link href={path}>
            <bdi>{name}</bdi>
          </Link>
        </span>
      ))}
    </p>
  );
}
