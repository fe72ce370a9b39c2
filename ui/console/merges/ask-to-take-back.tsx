/** The dialog by which a reviewer asks those who may to take a merge back: who they are, and a message to send. */
import { useState } from "react";
import { graphql } from "react-relay";
import type { askToTakeBackQuery } from "../__generated__/askToTakeBackQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Copyable } from "../components/copyable";
import { Dialog } from "../components/dialog";
import { TextField } from "../components/fields";
import { QueryBoundary } from "../components/query-boundary";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useTexts } from "../texts/texts";

interface AskToTakeBackProps {
  /** The id of one of the records of the merge, by which it is found. */
  readonly person: string;
  /** The names that the records have. */
  readonly names: readonly string[];
  readonly onClose: () => void;
}

/** Show it. */
export default function AskToTakeBack(props: AskToTakeBackProps) {
  const { wrong } = useMergesTexts();
  return (
    <Dialog title={wrong.write} onClose={props.onClose}>
      <QueryBoundary>
        <Message {...props} />
      </QueryBoundary>
    </Dialog>
  );
}

function Message({ person, names, onClose }: AskToTakeBackProps) {
  const { shell } = useTexts();
  const { wrong } = useMergesTexts();
  const { list } = useFormats();
  const { viewer } = usePageQuery<askToTakeBackQuery>(WHO, {});
  const [why, setWhy] = useState("");
  const { mergesTakenBackBy: people } = viewer;
  const address = `${location.origin}/merges?person=${encodeURIComponent(person)}`;
  return (
    <>
      <p>{people.length === 0 ? wrong.nobody : wrong.whom(list(people))}</p>
      <TextField label={wrong.what} value={why} onChange={setWhy} lines={2} />
      <p className="faint">{wrong.send}</p>
      <Copyable
        text={wrong.message(names.join(" / "), why.trim(), address)}
        done={shell.close}
        onClose={onClose}
      />
    </>
  );
}

const WHO = graphql`
  query askToTakeBackQuery {
    viewer {
      mergesTakenBackBy
    }
  }
`;
