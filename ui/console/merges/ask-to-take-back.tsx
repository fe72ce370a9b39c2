/** The dialog by which a reviewer asks those who may to take a merge back, and says what is wrong (rule H27). */
import { useState } from "react";
import { graphql } from "react-relay";
import type { askToTakeBackMutation } from "../__generated__/askToTakeBackMutation.graphql";
import type { askToTakeBackQuery } from "../__generated__/askToTakeBackQuery.graphql";
import { useApiMutation, usePageQuery } from "../api/queries";
import { TextField } from "../components/fields";
import { FormDialog } from "../components/form-dialog";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats } from "../texts/texts";

interface AskToTakeBackProps {
  /** The id of the reviewer's own request, of whose pair the merge came. */
  readonly request: string;
  readonly onClose: () => void;
}

/** Show it. */
export default function AskToTakeBack({ request, onClose }: AskToTakeBackProps) {
  const { wrong } = useMergesTexts();
  const { list } = useFormats();
  const { viewer } = usePageQuery<askToTakeBackQuery>(WHO, {});
  const ask = useApiMutation<askToTakeBackMutation>(ASK);
  const [reason, setReason] = useState("");
  const { mergesTakenBackBy: people } = viewer;
  async function send() {
    const done = await ask.perform({ input: { mergeRequestId: request, reason } });
    if (done !== null) onClose();
  }
  return (
    <FormDialog
      title={wrong.write}
      explanation={people.length === 0 ? wrong.nobody : wrong.whom(list(people))}
      submitLabel={wrong.send}
      isPending={ask.isPending}
      refusal={ask.refusal}
      onSubmit={() => void send()}
      onClose={onClose}
    >
      <TextField
        label={wrong.what}
        hint={wrong.whoReads}
        value={reason}
        onChange={setReason}
        path="reason"
        lines={3}
        maxLength={500}
        isRequired
        autoFocus
      />
    </FormDialog>
  );
}

const WHO = graphql`
  query askToTakeBackQuery {
    viewer {
      mergesTakenBackBy
    }
  }
`;
const ASK = graphql`
  mutation askToTakeBackMutation($input: RequestUnmergeInput!) {
    requestUnmerge(input: $input) {
      mergeRequest {
        canRequestUnmerge
        ...askedBack_request
      }
    }
  }
`;
