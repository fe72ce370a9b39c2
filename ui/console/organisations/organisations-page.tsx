/** The page of the tree of organisations, and of the search by name in it. */
import { useState } from "react";
import { graphql, usePaginationFragment } from "react-relay";
import { useSearchParams } from "wouter";
import type { organisationsPage_list$key } from "../__generated__/organisationsPage_list.graphql";
import type { organisationsPageQuery } from "../__generated__/organisationsPageQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { ActIcon } from "../components/act-icon";
import { Button } from "../components/button";
import { TextField } from "../components/fields";
import { Form } from "../components/form";
import { LinkButton } from "../components/link-button";
import { ListRows } from "../components/list-rows";
import { Page } from "../components/page";
import { QueryBoundary } from "../components/query-boundary";
import { Status } from "../components/status";
import { WaitingPlans } from "../plans/waiting-plans";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useFormats, useTexts } from "../texts/texts";
import { kindText } from "./kind-text";
import { NewOrganisation } from "./new-organisation";
import { OrganisationLink } from "./organisation-name";
import { OrganisationTree } from "./organisation-tree";
import { OwnGroupsLink } from "./own-groups-link";
import { usePowers } from "./powers";
import { Standing } from "./standing";
import { WaitingConsents } from "./waiting-consents";

/** Show the tree; with words in the address, `?name=mary`, what they find. */
export default function OrganisationsPage() {
  const texts = useTexts();
  const labels = useOrganisationsTexts();
  const [params, setParams] = useSearchParams();
  const [isMaking, setIsMaking] = useState(false);
  const [times, setTimes] = useState(0);
  const name = params.get("name") ?? "";
  const { keeps } = usePowers(null);
  const viewer = useViewer();
  const keepsSome = keeps || holdsSomewhere(viewer, "STEWARD");
  return (
    <Page
      title={texts.menu.organisations}
      actions={
        <>
          {keeps && (
            <Button onPress={() => setIsMaking(true)}>
              <ActIcon of="add" /> {labels.create}
            </Button>
          )}
          {keepsSome && <LinkButton to="/plans">{labels.plans}</LinkButton>}
        </>
      }
    >
      {name === "" && <WaitingConsents />}
      {name === "" && <WaitingPlans isAsked={keepsSome} />}
      {name === "" && <OwnGroups />}
      <NameSearch
        key={name}
        name={name}
        onSearch={(words) => {
          setParams(words === "" ? {} : { name: words });
          // Sent once more, the same name is asked anew.
          setTimes(times + 1);
        }}
      />
      {name === "" ? (
        <OrganisationTree />
      ) : (
        <QueryBoundary resetKey={name} fetchKey={times}>
          <FoundOrganisations name={name} />
        </QueryBoundary>
      )}
      {isMaking && <NewOrganisation parent={null} onClose={() => setIsMaking(false)} />}
    </Page>
  );
}

/** Apart from the tree, which waits for nothing of it. */
function OwnGroups() {
  return (
    <QueryBoundary>
      <OwnGroupsLink />
    </QueryBoundary>
  );
}

interface NameSearchProps {
  readonly name: string;
  readonly onSearch: (words: string) => void;
}

function NameSearch({ name, onSearch }: NameSearchProps) {
  const labels = useOrganisationsTexts();
  const [draft, setDraft] = useState(name);
  return (
    <Form role="search" onSubmit={() => onSearch(draft.trim())}>
      <TextField
        type="search"
        label={labels.search}
        hint={labels.searchHint}
        value={draft}
        onChange={setDraft}
      />
      <div className="actions">
        <Button type="submit">
          <ActIcon of="search" /> {labels.find}
        </Button>
        {name !== "" && <Button onPress={() => onSearch("")}>{labels.all}</Button>}
      </div>
    </Form>
  );
}

function FoundOrganisations({ name }: { name: string }) {
  const labels = useOrganisationsTexts();
  const formats = useFormats();
  const query = usePageQuery<organisationsPageQuery>(
    graphql`
      query organisationsPageQuery($name: String!) {
        ...organisationsPage_list @arguments(name: $name)
      }
    `,
    { name },
  );
  const list = usePaginationFragment<organisationsPageQuery, organisationsPage_list$key>(
    LIST,
    query,
  );
  const rows = nodesOf(list.data.organisations.edges);
  return (
    <ListRows list={list} rows={rows} emptyText={labels.none}>
      {(organisation, place) => (
        <li {...place}>
          <OrganisationLink of={organisation} />
          <span className="faint">{kindText(organisation.kind, labels)}</span>
          <Standing of={organisation} />
          <Status of={organisation.status}>{labels.statuses[organisation.status]}</Status>
          {organisation.ancestors.length > 0 && (
            <p className="faint">
              {formats.list(organisation.ancestors.map((it) => it.name ?? labels.erased))}
            </p>
          )}
        </li>
      )}
    </ListRows>
  );
}

const LIST = graphql`
  fragment organisationsPage_list on Query
  @refetchable(queryName: "organisationsPageMoreQuery")
  @argumentDefinitions(
    first: { type: "Int", defaultValue: 20 }
    after: { type: "String" }
    name: { type: "String!" }
  ) {
    organisations(first: $first, after: $after, name: $name)
      @connection(key: "organisationsPage_organisations") {
      edges {
        node {
          id
          name
          kind
          status
          ancestors {
            id
            name
          }
        }
      }
    }
  }
`;
