/** The consents that wait for an answer of the viewer, of all organisations that they look after. */
import { graphql } from "react-relay";
import type { waitingConsentsLiveQuery } from "../__generated__/waitingConsentsLiveQuery.graphql";
import { nodesOf } from "../api/connections";
import { useLiveQuery } from "../api/live";
import { useViewer } from "../shell/viewer";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { ConsentRow } from "./consent-row";

/** List them, for stewards; nothing where none waits. */
export function WaitingConsents() {
  const { consents: labels } = useOrganisationsTexts();
  const { roles, places } = useViewer();
  const isSteward = [...roles, ...places.flatMap((place) => place.roles)].includes("STEWARD");
  const answer = useLiveQuery<waitingConsentsLiveQuery>(WAITING, {}, askedAtOnce(isSteward));
  const consents = nodesOf(answer?.consents.edges);
  if (consents.length === 0) return null;
  return (
    <section>
      <h2>{labels.waiting}</h2>
      <p className="faint">{labels.waitingExplanation}</p>
      <ul className="rows">
        {consents.map((consent) => (
          <ConsentRow key={consent.id} consent={consent} isNamed />
        ))}
      </ul>
    </section>
  );
}

const askedAtOnce = (isAsked: boolean) => ({ isAsked, isUnasked: true });

const WAITING = graphql`
  query waitingConsentsLiveQuery {
    consents(first: 100, isWaiting: true) {
      edges {
        node {
          id
          ...consentRow_consent
        }
      }
    }
  }
`;
