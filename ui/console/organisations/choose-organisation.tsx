/** The choice of an organisation that is found by its name, among those that go on. */
import { useDeferredValue } from "react";
import { graphql } from "react-relay";
import type {
  chooseOrganisationQuery,
  chooseOrganisationQuery$data,
} from "../__generated__/chooseOrganisationQuery.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery } from "../api/queries";
import { TextField } from "../components/fields";
import { QueryBoundary } from "../components/query-boundary";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useRunsTexts } from "../texts/runs-texts";
import { useFormats } from "../texts/texts";
import { kindText } from "./kind-text";
import { useOnlyChoice } from "./only-choice";

type Edge = NonNullable<
  NonNullable<chooseOrganisationQuery$data["organisations"]["edges"]>[number]
>;
export type OfferedOrganisation = Edge["node"];

interface ChooseOrganisationProps {
  /** What the field of the name is called. */
  readonly label: string;
  /** What those found are a choice of. */
  readonly legend: string;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly chosen: string | null;
  readonly onChoose: (organisation: OfferedOrganisation) => void;
  /** Whether one that is found can be chosen here. */
  readonly isOffered: (organisation: OfferedOrganisation) => boolean;
  /** The path of the choice in the violations of the form. */
  readonly path: string;
  readonly autoFocus?: boolean;
}

/** Ask for a name, and offer what is found by it. */
export function ChooseOrganisation(props: ChooseOrganisationProps) {
  const labels = useRunsTexts();
  const asked = useDeferredValue(props.words.trim());
  return (
    <>
      <TextField
        type="search"
        label={props.label}
        hint={labels.findHint}
        value={props.words}
        onChange={props.onWords}
        path={props.path}
        isRequired
        autoFocus={props.autoFocus ?? false}
      />
      {asked === "" ? (
        <p className="faint">{labels.typeMore}</p>
      ) : (
        <QueryBoundary resetKey={asked}>
          <Choices name={asked} {...props} />
        </QueryBoundary>
      )}
    </>
  );
}

function Choices({
  name,
  words,
  legend,
  chosen,
  onChoose,
  isOffered,
}: ChooseOrganisationProps & { readonly name: string }) {
  const labels = useRunsTexts();
  const kinds = useOrganisationsTexts();
  const formats = useFormats();
  const { organisations } = usePageQuery<chooseOrganisationQuery>(CHOICES, { name });
  const choices = nodesOf(organisations.edges).filter(
    (choice) => choice.status === "ACTIVE" && isOffered(choice),
  );
  useOnlyChoice(words.trim() === name ? choices : [], chosen === null, onChoose);
  if (choices.length === 0) return <p role="status">{labels.nothingFound}</p>;
  return (
    <fieldset>
      <legend data-required>{legend}</legend>
      {choices.map((choice) => (
        <label key={choice.id} className="checkbox choice">
          <input
            type="radio"
            name="place"
            checked={chosen === choice.id}
            onChange={() => onChoose(choice)}
          />
          <span>
            <bdi>{choice.name}</bdi>{" "}
            <span className="faint">
              {kindText(choice.kind, kinds)}
              {choice.ancestors.length > 0 &&
                ` · ${formats.list(choice.ancestors.map((above) => above.name ?? ""))}`}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const CHOICES = graphql`
  query chooseOrganisationQuery($name: String!) {
    organisations(name: $name, first: 20) {
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
