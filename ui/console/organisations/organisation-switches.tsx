/** What is switched off and on for an organisation, by each link with a source. */
import { graphql } from "react-relay";
import type { organisationSwitchesMutation } from "../__generated__/organisationSwitchesMutation.graphql";
import type {
  organisationSwitchesQuery,
  organisationSwitchesQuery$data,
} from "../__generated__/organisationSwitchesQuery.graphql";
import { usePageQuery, useSaidMutation } from "../api/queries";
import { Checkbox } from "../components/fields";
import { RefusalNotice } from "../components/notice";
import { useLettersTexts } from "../texts/letters-texts";

type Link = NonNullable<organisationSwitchesQuery$data["organisation"]>["sourceLinks"][number];

/** List the links; a tick holds at once. */
export function OrganisationSwitches({ id }: { id: string }) {
  const { switches: words } = useLettersTexts();
  const { organisation } = usePageQuery<organisationSwitchesQuery>(QUERY, { id });
  const links = organisation?.sourceLinks ?? [];
  if (links.length === 0) return null;
  return (
    <section>
      <h3>{words.title}</h3>
      <p className="faint">{words.explanation}</p>
      {links.map((link) => (
        <Switches key={link.id} of={link} />
      ))}
    </section>
  );
}

function Switches({ of: link }: { of: Link }) {
  const { switches: words } = useLettersTexts();
  const { perform, refusal } = useSaidMutation<organisationSwitchesMutation>(
    SWITCH,
    "source_link.switched",
  );
  const features: Readonly<Record<string, string>> = words.features;
  return (
    <fieldset>
      <legend>
        <bdi>{link.source.name}</bdi> <bdi>{link.externalId}</bdi> ·{" "}
        {words.environments[link.environment as keyof typeof words.environments]}
      </legend>
      <div className="grid">
        {link.switches.map(({ feature, isOn }) => (
          <Checkbox
            key={feature}
            label={features[feature] ?? feature}
            isChecked={isOn}
            onChange={(isOn) => void perform({ input: { sourceLinkId: link.id, feature, isOn } })}
          />
        ))}
      </div>
      <RefusalNotice refusal={refusal} />
    </fieldset>
  );
}

const QUERY = graphql`
  query organisationSwitchesQuery($id: ID!) {
    organisation(id: $id) {
      id
      sourceLinks {
        id
        externalId
        environment
        source {
          id
          name
        }
        switches {
          feature
          isOn
        }
      }
    }
  }
`;
const SWITCH = graphql`
  mutation organisationSwitchesMutation($input: SwitchInput!) {
    setSwitch(input: $input) {
      sourceLink {
        id
        switches {
          feature
          isOn
        }
      }
    }
  }
`;
