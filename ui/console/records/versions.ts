/** What a record said at each time: a correction makes another version of it. */
import { graphql, readInlineData } from "relay-runtime";
import type {
  versions_event$data,
  versions_event$key,
} from "../__generated__/versions_event.graphql";
import { type Details, readDetails } from "./details";

export type Version = versions_event$data["versions"][number];

/** Return the versions, the first one first. */
export function versionsOf(event: versions_event$key): readonly Version[] {
  return readInlineData(EVENT, event).versions;
}

/** Return what a record with such versions said at a moment; `details` is what it says now. */
export function detailsAt(moment: string, versions: readonly Version[], details: Details): Details {
  const version = versions.findLast(({ since }) => Date.parse(since) <= Date.parse(moment));
  return version === undefined ? details : readDetails(version.details);
}

const EVENT = graphql`
  fragment versions_event on VitalEvent @inline {
    versions {
      version
      since
      details {
        ...details_details
      }
    }
  }
`;
