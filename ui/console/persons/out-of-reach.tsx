/** Why somebody is not found by those who are limited to organisations, and how one asks to see them (rule R3). */
import { Link } from "wouter";
import { askingPath } from "../organisations/asking";
import { holdsSomewhere, useViewer } from "../shell/viewer";
import { useOrganisationsTexts } from "../texts/organisations-texts";

/** Say it. */
export function OutOfReach() {
  const viewer = useViewer();
  const { members: labels } = useOrganisationsTexts();
  return (
    <>
      <p>{labels.foundHere}</p>
      {holdsSomewhere(viewer, "STEWARD") ? (
        <p>
          {labels.askOthers} <Link href={askingPath(viewer)}>{labels.ask}</Link>
        </p>
      ) : (
        <p>{labels.stewardAsks}</p>
      )}
    </>
  );
}
