/** The letters that one gets, and those that one does not want. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { ownLettersMutation } from "../__generated__/ownLettersMutation.graphql";
import type { ownLettersQuery } from "../__generated__/ownLettersQuery.graphql";
import { useApiMutation, usePageQuery } from "../api/queries";
import { RefusalNotice } from "../components/notice";
import { LetterChoices, type MutableLetter } from "../letters/letter-choices";
import { useLettersTexts } from "../texts/letters-texts";

/** Show a tick for each kind; what is changed holds at once. */
export function OwnLetters() {
  const { own: words } = useLettersTexts();
  const { viewer } = usePageQuery<ownLettersQuery>(QUERY, {});
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const { perform, refusal } = useApiMutation<ownLettersMutation>(MUTE);
  async function mute(letters: MutableLetter[]) {
    setChosen(letters);
    const done = await perform({ input: { letters } });
    setChosen(done?.muteMyLetters?.mutedLetters ?? null);
  }
  return (
    <section>
      <h2>{words.title}</h2>
      <p>{words.explanation}</p>
      <LetterChoices
        title={words.title}
        muted={chosen ?? viewer.mutedLetters}
        onChange={(letters) => void mute(letters)}
      />
      <RefusalNotice refusal={refusal} />
    </section>
  );
}

const QUERY = graphql`
  query ownLettersQuery {
    viewer {
      mutedLetters
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
