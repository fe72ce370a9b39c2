/** The parts of an organisation's page, as links to them. */
import { Contents, type PartName } from "../components/contents";
import { useChartsTexts } from "../texts/charts-texts";
import { useLettersTexts } from "../texts/letters-texts";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { usePlansTexts } from "../texts/plans-texts";
import { useRunsTexts } from "../texts/runs-texts";
import { useSourcesTexts } from "../texts/sources-texts";

interface OrganisationContentsProps {
  readonly keeps: boolean;
  readonly isSteward: boolean;
  readonly isErased: boolean;
}

/** Show those that the viewer has. */
export function OrganisationContents({ keeps, isSteward, isErased }: OrganisationContentsProps) {
  const labels = useOrganisationsTexts();
  const figures = useChartsTexts().organisation.title;
  const letters = useLettersTexts().organisation.title;
  const sources = useSourcesTexts().title;
  const plans = usePlansTexts().title;
  const runs = useRunsTexts().title;
  const parts: readonly (readonly [isShown: boolean, ...part: PartName])[] = [
    [true, "below", labels.below],
    [true, "members", labels.members.title],
    [keeps, "staff", labels.staff.title],
    [keeps, "invitations", labels.invitations.title],
    [isSteward, "consents", labels.consents.waiting],
    [keeps, "sources", sources],
    [keeps, "plans", plans],
    [keeps, "runs", runs],
    [isSteward && !isErased, "letters", letters],
    [true, "figures", figures],
  ];
  return (
    <Contents
      label={labels.contents}
      parts={parts.filter(([isShown]) => isShown).map(([, ...part]) => part)}
    />
  );
}
