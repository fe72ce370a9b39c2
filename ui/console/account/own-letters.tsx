/** The letters that one gets, and those that one does not want. */

import { useState } from "react";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { ownLettersMutation } from "../__generated__/ownLettersMutation.graphql";
import type { ownLettersQuery } from "../__generated__/ownLettersQuery.graphql";
import { useApiMutation, usePageQuery } from "../api/queries";
import { useSay } from "../api/said";
import { AddressedHeading } from "../components/addressed-heading";
import { RefusalNotice } from "../components/notice";
import { LetterChoices, type MutableLetter } from "../letters/letter-choices";
import { holdsSomewhere, type Role, useViewer } from "../shell/viewer";
import { useLettersTexts } from "../texts/letters-texts";
import { SentLetters } from "./sent-letters";

/** In which roles one gets letters of a kind; all who sign in may get the others (docs/letters.md). */
const ROLES: Readonly<Partial<Record<MutableLetter, readonly Role[]>>> = {
  ORGANISATION_CREATED: ["STEWARD"],
  TRANSFER_COMPLETED: ["STEWARD", "REGISTRAR"],
  PERSON_TRANSFERRED: ["PERSON"],
  CONSENT_OFFERED: ["STEWARD"],
  ORGANISATIONS_MERGED: ["STEWARD", "REGISTRAR", "PERSON"],
  EXPLANATION_DUE: ["REGISTRAR"],
  FAILURES_DIGEST: ["STEWARD"],
};

/** Show a tick for each kind that one may get; what is changed holds at once. */
export function OwnLetters() {
  const { own: words, organisation } = useLettersTexts();
  const say = useSay();
  const { viewer } = usePageQuery<ownLettersQuery>(QUERY, {});
  const hasAddress = viewer.user?.email != null;
  const own = useViewer();
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  // What was muted in a role that is gone can be had again.
  const isShown = (kind: string) =>
    viewer.mutedLetters.some((muted) => muted === kind) ||
    (ROLES[kind as MutableLetter]?.some((role) => holdsSomewhere(own, role)) ?? true);
  const kinds = Object.fromEntries(Object.entries(words.kinds).filter(([kind]) => isShown(kind)));
  const { perform, refusal } = useApiMutation<ownLettersMutation>(MUTE);
  async function mute(letters: MutableLetter[]) {
    setChosen(letters);
    const done = await perform({ input: { letters } });
    setChosen(done?.muteMyLetters?.mutedLetters ?? null);
    if (done !== null) say({ text: organisation.saved });
  }
  return (
    <section>
      <AddressedHeading level={2} at="letters">
        {words.title}
      </AddressedHeading>
      {hasAddress ? (
        <p>{words.explanation}</p>
      ) : (
        <p>
          {words.withoutAddress} <Link href="/account#address">{words.toAddress}</Link>
        </p>
      )}
      <LetterChoices
        title={words.title}
        isHeaded
        kinds={kinds}
        muted={chosen ?? viewer.mutedLetters}
        onChange={(letters) => void mute(letters)}
      />
      <RefusalNotice refusal={refusal} />
      <SentLetters />
    </section>
  );
}

const QUERY = graphql`
  query ownLettersQuery {
    viewer {
      mutedLetters
      user {
        id
        email
      }
    }
  }
`;
const MUTE = graphql`
  mutation ownLettersMutation($input: MuteMyLettersInput!) {
    muteMyLetters(input: $input) {
      mutedLetters
    }
  }
`;
