/** The place of an event: a text, with the places on record that begin as it does (rule C20). */
import { graphql } from "react-relay";
import type { placeFieldQuery } from "../__generated__/placeFieldQuery.graphql";
import { REST_MS } from "../api/rested";
import { useSought } from "../api/sought";
import { OfferedField } from "../components/offered-field";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useDeskTexts } from "../texts/desk-texts";

/** Fewer characters find nothing. */
const LEAST = 2;

interface PlaceFieldProps {
  readonly label: string;
  readonly path?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isRequired?: boolean;
}

/** Show the field; who only looks at records is offered nothing. */
export function PlaceField(props: PlaceFieldProps) {
  const { queues } = useDeskTexts();
  const isRegistrar = holdsSomewhere(useViewer(), "REGISTRAR");
  const beginning = props.value.trim();
  const isSought = isRegistrar && beginning.length >= LEAST;
  const found = useSought<placeFieldQuery>(
    PLACES,
    isSought ? JSON.stringify({ beginning }) : "",
    REST_MS,
  );
  // An answer stays until the next one comes: what does not begin so any more is left out.
  const typed = beginning.toLowerCase();
  const offers = (isSought ? (found?.eventPlaces ?? []) : [])
    .map(({ name }) => name)
    .filter((name) => name.toLowerCase().startsWith(typed));
  return <OfferedField {...props} offers={offers} offersLabel={queues.placesOnRecord} />;
}

const PLACES = graphql`
  query placeFieldQuery($beginning: String!) {
    eventPlaces(beginning: $beginning) {
      name
    }
  }
`;
