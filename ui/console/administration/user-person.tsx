/** Which person on record a user is, so that they never review themselves (rule B15). */
import { useDeferredValue, useId, useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { userPerson_user$key } from "../__generated__/userPerson_user.graphql";
import type { userPersonMutation } from "../__generated__/userPersonMutation.graphql";
import { useApiMutation } from "../api/queries";
import { Button } from "../components/button";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { QueryBoundary } from "../components/query-boundary";
import { fullName } from "../persons/names";
import { type PersonFound, PersonsFound } from "../records/person-choice";
import { useTexts } from "../texts/texts";

/** Show the person, and let them be chosen in a dialog. */
export function UserPerson({ user: key }: { user: userPerson_user$key }) {
  const texts = useTexts();
  const user = useFragment(USER, key);
  const [isAsking, setIsAsking] = useState(false);
  const [chosen, setChosen] = useState<PersonFound | null>(null);
  const { perform, isPending, refusal, clearRefusal } =
    useApiMutation<userPersonMutation>(SET_PERSON);
  async function save() {
    const input = { userId: user.id, personId: chosen?.id ?? null };
    if ((await perform({ input })) !== null) setIsAsking(false);
  }
  return (
    <>
      <Button
        onPress={() => {
          clearRefusal();
          setChosen(user.person ?? null);
          setIsAsking(true);
        }}
      >
        {texts.users.setPerson}
      </Button>
      {user.person != null && (
        <p className="faint">
          {texts.users.isPerson}{" "}
          <Link href={`/persons/${encodeURIComponent(user.person.id)}`}>
            {fullName(user.person)}
          </Link>
        </p>
      )}
      {isAsking && (
        <FormDialog
          title={texts.users.setPersonTitle(user.displayName)}
          explanation={texts.users.setPersonExplanation}
          submitLabel={texts.users.save}
          isPending={isPending}
          refusal={refusal}
          onSubmit={() => void save()}
          onClose={() => setIsAsking(false)}
        >
          <Choice initial={user.displayName} chosen={chosen} onChoose={setChosen} />
        </FormDialog>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly initial: string;
  readonly chosen: PersonFound | null;
  readonly onChoose: (person: PersonFound | null) => void;
}

function Choice({ initial, chosen, onChoose }: ChoiceProps) {
  const texts = useTexts();
  const [search, setSearch] = useState(initial);
  const deferred = useDeferredValue(search.trim());
  const group = useId();
  return (
    <fieldset data-path="personId" tabIndex={-1}>
      <legend>{texts.users.isPerson}</legend>
      <label className="checkbox">
        <input
          type="radio"
          name={group}
          checked={chosen === null}
          onChange={() => onChoose(null)}
        />
        {texts.users.noPerson}
      </label>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it handles the Enter of the field. */}
      <div
        onKeyDown={(event) => {
          // Whoever searches has not chosen yet: Enter would send the form around it.
          if (event.key === "Enter") event.preventDefault();
        }}
      >
        <TextField label={texts.alerts.find} value={search} onChange={setSearch} type="search" />
      </div>
      {deferred !== "" && (
        <QueryBoundary resetKey={deferred}>
          <PersonsFound search={deferred} group={group} chosen={chosen} onChoose={onChoose} />
        </QueryBoundary>
      )}
    </fieldset>
  );
}

const USER = graphql`
  fragment userPerson_user on User {
    id
    displayName
    person {
      id
      firstName
      lastName
      birthDateKnown
      nationalId
      deathDateKnown
      masterPerson {
        id
        firstName
        lastName
        deathDateKnown
      }
    }
  }
`;
const SET_PERSON = graphql`
  mutation userPersonMutation($input: SetUserPersonInput!) {
    setUserPerson(input: $input) {
      user {
        ...userPerson_user
      }
    }
  }
`;
