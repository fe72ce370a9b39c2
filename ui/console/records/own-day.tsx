/** What the registrar has done today, since midnight where they are. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { ownDayQuery } from "../__generated__/ownDayQuery.graphql";
import { usePageQuery } from "../api/queries";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats } from "../texts/texts";

/** Show what they did, and leave out what they did not; nothing is ranked, and nobody else sees it. */
export function OwnDay() {
  const { day: words } = useDeskTexts();
  const formats = useFormats();
  const [since] = useState(midnight);
  const { myRegistrarFigures: figures, viewer } = usePageQuery<ownDayQuery>(FIGURES, { since });
  const offices = viewer.organisations.flatMap(({ name, roles }) =>
    roles.includes("REGISTRAR") ? [name] : [],
  );
  const isEverywhere = viewer.roles.includes("REGISTRAR") || offices.length === 0;
  const all = Object.keys(words.figures) as (keyof typeof figures & keyof typeof words.figures)[];
  const done = all.filter((name) => figures[name] > 0);
  return (
    <section aria-label={words.title}>
      <p className="filters">
        <span>
          {words.office}: <strong>{isEverywhere ? words.everywhere : formats.list(offices)}</strong>
        </span>
        {done.length > 0 && <span className="faint">{words.title}</span>}
        {done.map((name) => (
          <span key={name}>
            {words.figures[name]}: <strong>{formats.number(figures[name])}</strong>
          </span>
        ))}
      </p>
    </section>
  );
}

function midnight(): string {
  const day = new Date();
  day.setHours(0, 0, 0, 0);
  return day.toISOString();
}

const FIGURES = graphql`
  query ownDayQuery($since: DateTime!) {
    viewer {
      roles
      organisations {
        name
        roles
        organisation {
          id
        }
      }
    }
    myRegistrarFigures(since: $since) {
      declared
      registered
      rejected
      certified
      issued
      settled
    }
  }
`;
