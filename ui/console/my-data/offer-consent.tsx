/** The dialog in which a person finds an organisation and offers it a consent. */
import { useDeferredValue, useState } from "react";
import { graphql } from "react-relay";
import type { offerConsentChoicesQuery } from "../__generated__/offerConsentChoicesQuery.graphql";
import type { offerConsentMutation } from "../__generated__/offerConsentMutation.graphql";
import { nodesOf } from "../api/connections";
import { usePageQuery, useSaidMutation } from "../api/queries";
import { Checkbox, TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { QueryBoundary } from "../components/query-boundary";
import { kindText } from "../organisations/kind-text";
import { useOnlyChoice } from "../organisations/only-choice";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useFormats } from "../texts/texts";

interface OfferConsentProps {
  readonly personId: string;
  /** The name by which an organisation is looked for first: of the one whose link asks; empty without one. */
  readonly name: string;
  readonly onClose: () => void;
  /** Called with the consent once it is offered, and stands on the page. */
  readonly onOffered: (id: string) => void;
}

/** Ask which organisation, and what it may do. */
export function OfferConsent({ personId, name, onClose, onOffered }: OfferConsentProps) {
  const { mine } = useOrganisationsTexts();
  const [words, setWords] = useState(name);
  const [chosen, setChosen] = useState<string | null>(null);
  const [contributes, setContributes] = useState(false);
  const asked = useDeferredValue(words.trim());
  const { perform, isPending, refusal } = useSaidMutation<offerConsentMutation>(
    OFFER,
    "consent.offered",
  );
  async function offer() {
    if (chosen === null) return;
    const permissions = contributes ? (["VIEW", "CONTRIBUTE"] as const) : (["VIEW"] as const);
    const input = { personId, organisationId: chosen, permissions: [...permissions] };
    const consent = (await perform({ input }))?.offerConsent?.consent;
    if (consent != null) onOffered(consent.id);
  }
  const missing = { path: ["organisationId"], rule: "choice", message: mine.choose };
  return (
    <FormDialog
      title={mine.offerTitle}
      explanation={
        name === "" ? mine.offerExplanation : `${mine.askedFor} ${mine.offerExplanation}`
      }
      submitLabel={mine.send}
      isPending={isPending}
      refusal={refusal}
      lacks={chosen === null ? [missing] : []}
      onSubmit={() => void offer()}
      onClose={onClose}
    >
      <TextField
        type="search"
        label={mine.find}
        hint={mine.findHint}
        value={words}
        onChange={(value) => {
          setWords(value);
          setChosen(null);
        }}
        path="organisationId"
        isRequired
        autoFocus
      />
      {asked === "" ? (
        <p className="faint">{mine.typeMore}</p>
      ) : (
        <QueryBoundary resetKey={asked}>
          <Choices
            name={asked}
            isTyping={asked !== words.trim()}
            chosen={chosen}
            onChoose={setChosen}
          />
        </QueryBoundary>
      )}
      <p>{mine.viewIsPart}</p>
      <Checkbox label={mine.mayContribute} isChecked={contributes} onChange={setContributes} />
    </FormDialog>
  );
}

interface ChoicesProps {
  readonly name: string;
  /** Whether more was typed than these were found by. */
  readonly isTyping: boolean;
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

function Choices({ name, isTyping, chosen, onChoose }: ChoicesProps) {
  const labels = useOrganisationsTexts();
  const { mine } = labels;
  const formats = useFormats();
  const { organisationsToOffer } = usePageQuery<offerConsentChoicesQuery>(CHOICES, { name });
  const choices = nodesOf(organisationsToOffer.edges);
  useOnlyChoice(isTyping ? [] : choices, chosen === null, ({ organisationId }) =>
    onChoose(organisationId),
  );
  if (choices.length === 0) return <p role="status">{mine.nothingFound}</p>;
  return (
    <fieldset>
      <legend data-required>{mine.choose}</legend>
      {choices.map((choice) => (
        <label key={choice.organisationId} className="checkbox choice">
          <input
            type="radio"
            name="organisation"
            checked={chosen === choice.organisationId}
            onChange={() => onChoose(choice.organisationId)}
          />
          <span>
            <bdi>{choice.name}</bdi>{" "}
            <span className="faint">
              {kindText(choice.kind, labels)}
              {choice.above.length > 0 && ` · ${formats.list(choice.above)}`}
            </span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

const CHOICES = graphql`
  query offerConsentChoicesQuery($name: String!) {
    organisationsToOffer(name: $name) {
      edges {
        node {
          organisationId
          name
          kind
          above
        }
      }
    }
  }
`;
const OFFER = graphql`
  mutation offerConsentMutation($input: OfferConsentInput!) {
    offerConsent(input: $input) {
      consent {
        id
        person {
          id
          consents {
            id
            status
            ...ownConsent_consent
          }
        }
      }
    }
  }
`;
