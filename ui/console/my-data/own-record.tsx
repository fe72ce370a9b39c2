/** What the registry has of whoever is signed in, and what they can do about a mistake in it. */
import { Link } from "wouter";
import { AddressedHeading } from "../components/addressed-heading";
import { PersonName } from "../components/moment";
import { hasOfficeAddress, OfficeAddress } from "../components/office-address";
import { PersonFacts } from "../persons/person-facts";
import { useOrganisationsTexts } from "../texts/organisations-texts";
import { useFormats, useTexts } from "../texts/texts";

type OwnPerson = Parameters<typeof PersonFacts>[0]["of"] & Parameters<typeof PersonName>[0]["of"];

interface OwnRecordProps {
  readonly person: OwnPerson;
  /** The names of the organisations to which they belong. */
  readonly belongsTo: readonly string[];
  /** Whether their account has an address to which the registry writes. */
  readonly isWrittenTo: boolean;
}

/** Show it. */
export function OwnRecord({ person, belongsTo, isWrittenTo }: OwnRecordProps) {
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
        <Contacts belongsTo={belongsTo} isWrittenTo={isWrittenTo} />
      </div>
    </section>
  );
}

/** Say who corrects it and by what. */
function Mistake() {
  const { mine } = useOrganisationsTexts();
  return (
    <>
      <AddressedHeading level={3} at="mistake">
        {mine.mistake}
      </AddressedHeading>
      <p>{mine.mistakeExplanation}</p>
      <ol>
        {mine.mistakeSteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {hasOfficeAddress ? (
        <OfficeAddress label={mine.goTo} />
      ) : (
        <p className="faint">{mine.mistakeWhere}</p>
      )}
    </>
  );
}

/** Say who has another telephone number or address stand in the record, and who in the account. */
function Contacts({ belongsTo, isWrittenTo }: Omit<OwnRecordProps, "person">) {
  const texts = useTexts();
  const { mine } = useOrganisationsTexts();
  const { list } = useFormats();
  return (
    <>
      <AddressedHeading level={3} at="contacts">
        {mine.contacts}
      </AddressedHeading>
      <p>{mine.contactsExplanation}</p>
      {belongsTo.length > 0 && (
        <p>
          {mine.contactsWhere} <bdi>{list(belongsTo)}</bdi>
        </p>
      )}
      {isWrittenTo && (
        <p>
          {mine.contactsAccount} <Link href="/account#address">{texts.shell.account}</Link>
        </p>
      )}
    </>
  );
}
