/** How one gets a certificate of one's own birth or marriage, and how others check it. */
import { AddressedHeading } from "../components/addressed-heading";
import { OfficeAddress } from "../components/office-address";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useReadingsTexts } from "../texts/readings-texts";

/** Say it: records of births, deaths and marriages are read by registrars alone (decision 0423). */
export function OwnPapers() {
  const { papers } = useReadingsTexts();
  const { mine } = useOrganisationsTexts();
  return (
    <section>
      <AddressedHeading level={2} at="papers">
        {papers.title}
      </AddressedHeading>
      <p>{papers.where}</p>
      <OfficeAddress label={mine.goTo} />
      <p>
        {papers.check} <code>{`${location.origin}/verify/${papers.number}`}</code>
      </p>
      <p className="faint">{papers.notHere}</p>
    </section>
  );
}
