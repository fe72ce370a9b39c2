/** What the registry has of whoever is signed in, and what they can do about a mistake in it. */
import { useEffect, useRef } from "react";
import { useLocationProperty } from "wouter/use-browser-location";
import { PersonName } from "../components/moment";
import { PersonFacts } from "../persons/person-facts";
import { useOrganisationsTexts } from "../texts/organisations-texts";

type OwnPerson = Parameters<typeof PersonFacts>[0]["of"] & Parameters<typeof PersonName>[0]["of"];

/** Show it. */
export function OwnRecord({ person }: { person: OwnPerson }) {
  const { mine } = useOrganisationsTexts();
  return (
    <section>
      <h2>{mine.record}</h2>
      <p className="faint">{mine.recordExplanation}</p>
      <div className="sheet">
        <p>
          <strong>
            <PersonName of={person} />
          </strong>
        </p>
        <PersonFacts of={person} />
        <Mistake />
      </div>
    </section>
  );
}

/** Say who corrects it and by what; whoever comes for that has the focus here. */
function Mistake() {
  const { mine } = useOrganisationsTexts();
  const heading = useRef<HTMLHeadingElement>(null);
  const hash = useLocationProperty(() => location.hash);
  useEffect(() => {
    if (hash !== "#mistake") return;
    heading.current?.focus();
    heading.current?.scrollIntoView({ block: "center" });
    history.replaceState(history.state, "", location.pathname + location.search);
  }, [hash]);
  return (
    <>
      <h3 tabIndex={-1} ref={heading}>
        {mine.mistake}
      </h3>
      <p>{mine.mistakeExplanation}</p>
      <ol>
        {mine.mistakeSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <p className="faint">{mine.mistakeWhere}</p>
    </>
  );
}
