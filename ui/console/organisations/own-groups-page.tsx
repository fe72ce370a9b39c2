/** The groups of a source that the viewer leads there, each synced by one press (rule S4). */
import { useState } from "react";
import { graphql } from "react-relay";
import { useLocation } from "wouter";
import type {
  ownGroupsPageProfileMutation,
  ownGroupsPageProfileMutation$data,
} from "../__generated__/ownGroupsPageProfileMutation.graphql";
import type {
  ownGroupsPageQuery,
  ownGroupsPageQuery$data,
} from "../__generated__/ownGroupsPageQuery.graphql";
import type { ownGroupsPageSyncMutation } from "../__generated__/ownGroupsPageSyncMutation.graphql";
import { nodesOf } from "../api/connections";
import { newIdempotencyKey } from "../api/idempotency";
import { useApiMutation, usePageQuery } from "../api/queries";
import { Button } from "../components/button";
import { EmptyState } from "../components/empty-state";
import { FormErrors, Select, TextField } from "../components/fields";
import { Form } from "../components/form";
import { Notice, RefusalNotice } from "../components/notice";
import { Page } from "../components/page";
import { runPath } from "../runs/run-path";
import { useSourcesTexts } from "../texts/sources-texts";
import { useFormats, useTexts } from "../texts/texts";
import { showsRoles } from "./own-groups-link";

type Edge = NonNullable<NonNullable<ownGroupsPageQuery$data["sources"]["edges"]>[number]>;
type Source = Edge["node"];
type Profile = NonNullable<ownGroupsPageProfileMutation$data["readSourceProfile"]>;
type Group = Profile["groups"][number];

/** Ask the source which groups these are, and begin a sync of one. */
export default function OwnGroupsPage() {
  const labels = useSourcesTexts();
  const { sources } = usePageQuery<ownGroupsPageQuery>(SOURCES, {});
  const offered = nodesOf(sources.edges).filter(showsRoles);
  return (
    <Page title={labels.ownGroups}>
      <p className="faint">{labels.ownGroupsExplanation}</p>
      {offered.length === 0 ? (
        <EmptyState text={labels.noOwnSources} />
      ) : (
        <OwnGroups sources={offered} />
      )}
    </Page>
  );
}

function OwnGroups({ sources }: { sources: readonly Source[] }) {
  const labels = useSourcesTexts();
  const [sourceId, setSourceId] = useState(sources[0]?.id ?? "");
  const [token, setToken] = useState("");
  const [groups, setGroups] = useState<readonly Group[] | null>(null);
  const [isTokenRefused, setIsTokenRefused] = useState(false);
  const { perform, isPending, refusal } = useApiMutation<ownGroupsPageProfileMutation>(
    PROFILE,
    ({ code }) => {
      setIsTokenRefused(code === "FORBIDDEN");
      return code === "FORBIDDEN";
    },
  );
  const source = sources.find(({ id }) => id === sourceId);
  const access: readonly string[] = source?.access ?? [];
  const takesToken = access.includes("CALLER_TOKEN") || access.includes("AUTHORIZATION_CODE");
  const sourceToken = takesToken && token.trim() !== "" ? token.trim() : null;
  /** What another source said, or was said to another token, is nothing to begin with. */
  const changing = (keep: (value: string) => void) => (value: string) => {
    keep(value);
    setGroups(null);
  };
  async function read() {
    setGroups(null);
    setIsTokenRefused(false);
    const answer = await perform({ input: { sourceId, sourceToken } });
    setGroups(answer?.readSourceProfile?.groups ?? null);
  }
  return (
    <>
      <Form onSubmit={() => void read()}>
        <FormErrors refusal={refusal}>
          <Select
            label={labels.source}
            value={sourceId}
            onChange={changing(setSourceId)}
            path="sourceId"
            options={Object.fromEntries(sources.map(({ id, name }) => [id, name]))}
          />
          {takesToken && (
            <TextField
              type="password"
              label={labels.token(source?.name ?? "")}
              hint={labels.ownTokenHint}
              value={token}
              onChange={changing(setToken)}
              path="sourceToken"
              isRequired={!access.includes("TOKEN_EXCHANGE")}
            />
          )}
        </FormErrors>
        <div className="actions">
          <Button type="submit" variant="primary" isDisabled={isPending}>
            {labels.showGroups}
          </Button>
        </div>
      </Form>
      {isTokenRefused && (
        <Notice kind="error">
          <p>{labels.tokenRefused}</p>
        </Notice>
      )}
      {groups !== null && <Groups groups={groups} sourceId={sourceId} sourceToken={sourceToken} />}
    </>
  );
}

interface GroupsProps {
  readonly groups: readonly Group[];
  readonly sourceId: string;
  readonly sourceToken: string | null;
}

/** List them in the order of the source; those that cannot be synced say why. */
function Groups({ groups, sourceId, sourceToken }: GroupsProps) {
  const texts = useTexts();
  const labels = useSourcesTexts();
  const formats = useFormats();
  const [, navigate] = useLocation();
  const [key] = useState(newIdempotencyKey);
  const { perform, isPending, refusal } = useApiMutation<ownGroupsPageSyncMutation>(SYNC);
  async function sync({ externalId }: Group) {
    const input = { idempotencyKey: `${key}-${externalId}`, sourceId, externalId, sourceToken };
    const begun = (await perform({ input }))?.syncOrganisation;
    if (begun != null) navigate(runPath(begun.run.id));
  }
  const messages: Readonly<Record<string, string>> = texts.errors.messages;
  return (
    <section>
      <h2>{labels.itsGroups}</h2>
      <p role="status" className="faint">
        {groups.length === 0 ? labels.noOwnGroups : labels.groupsFound(groups.length)}
      </p>
      <RefusalNotice refusal={refusal} />
      <ul className="rows" id="list">
        {groups.map((group) => (
          <li key={group.externalId}>
            <h3 className="row-title">
              <bdi>{group.name}</bdi>
            </h3>
            <span className="faint">
              {labels.group} <bdi>{group.externalId}</bdi>
            </span>
            <span className="badge">{group.isKnown ? labels.known : labels.unknown}</span>
            {group.canSync && (
              <Button variant="primary" isDisabled={isPending} onPress={() => void sync(group)}>
                {labels.sync}
                <span className="visually-hidden"> {group.name}</span>
              </Button>
            )}
            <p className="faint">
              {labels.rolesThere} <bdi>{formats.list(group.roles)}</bdi>
            </p>
            {group.why != null && <p>{messages[group.why] ?? group.why}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

const SOURCES = graphql`
  query ownGroupsPageQuery {
    sources(first: 100) {
      edges {
        node {
          id
          name
          access
          syncRoles
          retiredAt
        }
      }
    }
  }
`;
const PROFILE = graphql`
  mutation ownGroupsPageProfileMutation($input: ReadSourceProfileInput!) {
    readSourceProfile(input: $input) {
      groups {
        externalId
        name
        roles
        isKnown
        canSync
        why
      }
    }
  }
`;
const SYNC = graphql`
  mutation ownGroupsPageSyncMutation($input: SyncOrganisationInput!) {
    syncOrganisation(input: $input) {
      run {
        id
      }
    }
  }
`;
