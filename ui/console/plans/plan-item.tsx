/** A row of a plan: what it is about, what becomes of it, and what there is to look at. */
import { graphql } from "react-relay";
import type { planItem_item$data } from "../__generated__/planItem_item.graphql";
import { Breakable } from "../components/breakable";
import type { RowPlace } from "../components/rows";
import { OrganisationLink } from "../organisations/organisation-name";
import { PersonLink } from "../organisations/person-link";
import { useLettersTexts } from "../texts/letters-texts";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { usePlansTexts } from "../texts/plans-texts";
import { useFormats, useTexts } from "../texts/texts";

type Item = Omit<planItem_item$data, " $fragmentType">;
type Named = NonNullable<Item["source"]>;

/** Show it in words; whom the viewer may not see has no name. */
export function PlanItem({ item, place }: { item: Item; place: RowPlace }) {
  const labels = usePlansTexts();
  const formats = useFormats();
  const blocks: Readonly<Record<string, string>> = labels.blocks;
  const nouns: Readonly<Record<string, string>> = useTexts().trail.nouns;
  const other = item.source != null && item.source.id !== item.target?.id ? item.target : null;
  return (
    <li {...place}>
      <span className="faint">{nouns[item.noun] ?? item.noun}</span>
      <span className="row-title">
        <Name of={item} />
      </span>
      <span className="badge">{labels.actions[item.action]}</span>
      {other != null && item.action !== "MERGE_INTO" && (
        <span>
          {item.noun === "person" ? labels.maybe : labels.beside} <NodeName of={other} />
        </span>
      )}
      {item.action === "RENAME" && (
        <span>
          {labels.newName} <bdi>{item.detail}</bdi>
        </span>
      )}
      {item.conflicts.map((conflict) => (
        <span key={conflict} className="badge">
          {labels.conflicts[conflict]}
        </span>
      ))}
      {item.conflicts.includes("CONSENT") && <StandingConsent stands={item.detail ?? ""} />}
      {item.cluster != null && (
        <span className="faint">{labels.cluster(formats.number(item.cluster))}</span>
      )}
      {item.blocks != null && <strong>{blocks[item.blocks] ?? item.blocks}</strong>}
    </li>
  );
}

/** What will stand of two consents: its status, then its permissions. */
function StandingConsent({ stands }: { stands: string }) {
  const { consents: labels } = usePlansTexts();
  const words: Readonly<Record<string, string>> = useOrganisationsTexts().permissions;
  const { list } = useFormats();
  const [status, ...permissions] = stands.split(" ");
  const allowed = permissions.map((permission) => words[permission] ?? permission);
  const said = allowed.length === 0 ? labels.nothing : list(allowed);
  return <strong>{labels[status === "OFFERED" ? "OFFERED" : "ACCEPTED"](said)}</strong>;
}

/** A machine has its name alone; a switch is one of a link. */
function Name({ of: { noun, source, target, detail } }: { of: Item }) {
  const labels = usePlansTexts();
  const letters = useLettersTexts();
  const named = source ?? target;
  if (noun === "switch") {
    const features: Readonly<Record<string, string>> = letters.switches.features;
    return <>{features[detail ?? ""] ?? detail}</>;
  }
  if (named == null) return noun === "client" ? <bdi>{detail}</bdi> : labels.unseen;
  return <NodeName of={named} />;
}

function NodeName({ of }: { of: Named }) {
  switch (of.__typename) {
    case "Person":
      return <PersonLink of={{ firstName: null, lastName: null, ...of }} isInReach />;
    case "Organisation":
      return <OrganisationLink of={of} />;
    case "User":
      return <bdi>{of.displayName}</bdi>;
    case "SourceLink":
      return (
        <>
          <bdi>{of.source?.name}</bdi> <bdi>{of.externalId}</bdi>
        </>
      );
    case "Invitation":
      return <bdi>{of.email != null && <Breakable text={of.email} />}</bdi>;
    default:
      return null;
  }
}

void graphql`
  fragment planItem_item on PlanItem {
    noun
    action
    conflicts
    blocks
    cluster
    detail
    source {
      ...planItem_node @relay(mask: false)
    }
    target {
      ...planItem_node @relay(mask: false)
    }
  }
`;
void graphql`
  fragment planItem_node on Node {
    __typename
    id
    ... on Person {
      firstName
      lastName
    }
    ... on Organisation {
      name
    }
    ... on User {
      displayName
    }
    ... on SourceLink {
      externalId
      source {
        name
      }
    }
    ... on Invitation {
      email
    }
  }
`;
