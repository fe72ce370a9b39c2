/** What stewards say about an organisation's letters, and about the daily report of messages that failed. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { organisationLettersDigestMutation } from "../__generated__/organisationLettersDigestMutation.graphql";
import type { organisationLettersMutation } from "../__generated__/organisationLettersMutation.graphql";
import type { organisationLettersQuery } from "../__generated__/organisationLettersQuery.graphql";
import { useApiMutation, usePageQuery } from "../api/queries";
import { useSay } from "../api/said";
import { Button } from "../components/button";
import { Checkbox, FormErrors, TextField } from "../components/fields";
import { Form } from "../components/form";
import { RefusalNotice } from "../components/notice";
import { LetterChoices } from "../letters/letter-choices";
import { useLettersTexts } from "../texts/letters-texts";

/** Show it; ticks hold at once, the kinds of messages when they are saved. */
export function OrganisationLetters({ id }: { id: string }) {
  const { organisation: words, kinds } = useLettersTexts();
  const { organisation } = usePageQuery<organisationLettersQuery>(QUERY, { id });
  const mute = useApiMutation<organisationLettersMutation>(MUTE);
  const digest = useApiMutation<organisationLettersDigestMutation>(DIGEST);
  if (organisation == null) return null;
  return (
    <section>
      <Checkbox
        label={words.digest}
        isChecked={organisation.isDigestWanted}
        onChange={(isWanted) => void digest.perform({ input: { organisationId: id, isWanted } })}
      />
      <p className="faint">{words.digestExplanation}</p>
      <RefusalNotice refusal={digest.refusal} />
      <Failures id={id} muted={organisation.mutedFailures} />
      <p className="faint">{words.lettersExplanation}</p>
      <LetterChoices
        title={words.letters}
        kinds={kinds}
        muted={organisation.mutedLetters}
        onChange={(letters) => void mute.perform({ input: { organisationId: id, letters } })}
      />
      <RefusalNotice refusal={mute.refusal} />
    </section>
  );
}

function Failures({ id, muted }: { id: string; muted: readonly string[] }) {
  const { organisation: words } = useLettersTexts();
  const [text, setText] = useState(muted.join("\n"));
  const say = useSay();
  const { perform, isPending, refusal } = useApiMutation<organisationLettersMutation>(MUTE);
  async function save() {
    const failures = text.split(/\s+/).filter((pattern) => pattern !== "");
    const response = await perform({ input: { organisationId: id, failures } });
    if (response !== null) say({ text: words.saved });
  }
  return (
    <Form onSubmit={() => void save()}>
      <FormErrors refusal={refusal}>
        <TextField
          label={words.failures}
          hint={words.failuresHint("webhook.death.registered")}
          value={text}
          onChange={setText}
          path="failures"
          lines={3}
        />
        <Button type="submit" isDisabled={isPending}>
          {words.save}
        </Button>
      </FormErrors>
    </Form>
  );
}

const QUERY = graphql`
  query organisationLettersQuery($id: ID!) {
    organisation(id: $id) {
      id
      mutedLetters
      mutedFailures
      isDigestWanted
    }
  }
`;
const MUTE = graphql`
  mutation organisationLettersMutation($input: MuteInput!) {
    mute(input: $input) {
      organisation {
        id
        mutedLetters
        mutedFailures
      }
    }
  }
`;
const DIGEST = graphql`
  mutation organisationLettersDigestMutation($input: DigestInput!) {
    subscribeToDigest(input: $input) {
      organisation {
        id
        isDigestWanted
      }
    }
  }
`;
