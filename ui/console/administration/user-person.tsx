/** Which person on record a user is, so that they never review themselves (rule B15). */

import { useState } from "react";
import { graphql, useFragment } from "react-relay";
import { Link } from "wouter";
import type { userPerson_user$key } from "../__generated__/userPerson_user.graphql";
import type { userPersonMutation } from "../__generated__/userPersonMutation.graphql";
import { useSaidMutation } from "../api/queries";
import { FormDialog } from "../components/form-dialog";
import { PersonName } from "../components/moment";
import { PersonChoice, type PersonFound } from "../records/person-choice";
import { useTexts } from "../texts/texts";

/** Show the person, where one is known. */
export function IsPerson({ user: key }: { user: userPerson_user$key }) {
  const texts = useTexts();
  const { person } = useFragment(USER, key);
  if (person == null) return null;
  return (
    <span>
      {texts.users.isPerson}{" "}
      <Link href={`/persons/${encodeURIComponent(person.id)}`}>
        <PersonName of={person} />
      </Link>
    </span>
  );
}

interface SetUserPersonProps {
  readonly user: userPerson_user$key;
  readonly onClose: () => void;
}

/** The dialog in which the person is chosen. */
export function SetUserPerson({ user: key, onClose }: SetUserPersonProps) {
  const texts = useTexts();
  const user = useFragment(USER, key);
  const [chosen, setChosen] = useState<PersonFound | null>(user.person ?? null);
  const { perform, isPending, refusal } = useSaidMutation<userPersonMutation>(
    SET_PERSON,
    "user.updated",
  );
  async function save() {
    const input = { userId: user.id, personId: chosen?.id ?? null };
    if ((await perform({ input })) !== null) onClose();
  }
  return (
    <FormDialog
      title={texts.users.setPersonTitle(user.displayName)}
      explanation={texts.users.setPersonExplanation}
      submitLabel={texts.users.save}
      isPending={isPending}
      refusal={refusal}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <PersonChoice
        legend={texts.users.isPerson}
        nobody={texts.users.noPerson}
        initial={user.displayName}
        chosen={chosen}
        onChoose={setChosen}
      />
    </FormDialog>
  );
}

const USER = graphql`
  fragment userPerson_user on User {
    id
    displayName
    person {
      id
      ...personChoice_person @relay(mask: false)
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
