/** One pair under review: the records, the comment, and what may be said of them. */
import { useRef, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type { pair_request$key } from "../__generated__/pair_request.graphql";
import type { pairDecideMutation } from "../__generated__/pairDecideMutation.graphql";
import { useAct } from "../asking/queries";
import { Button } from "../parts/button";
import { Faults, TextField } from "../parts/fields";
import { Notice } from "../parts/notice";
import { Skeleton } from "../parts/skeleton";
import { useFormats, useTexts } from "../texts/texts";
import { Comparison } from "./comparison";
import { Confirmation } from "./confirmation";
import { type Decision, decisions } from "./decision";
import { KeysHelp, useLetterKeys, useLetterKeysSwitch } from "./letter-keys";

interface PairProps {
  readonly request: pair_request$key;
  readonly onDeciding?: () => void;
  readonly onDecided: (decision: Decision) => void;
  readonly onRefused?: () => void;
}

/** Shows a pair and takes the decision on it. */
export function Pair({ request, onDeciding, onDecided, onRefused }: PairProps) {
  const texts = useTexts();
  const formats = useFormats();
  const told = useFragment(
    graphql`
      fragment pair_request on MergeRequest {
        id
        status
        comment
        supersededAt
        updatedAt
        manualMergeCandidate {
          mergeCandidate {
            ...comparison_pair
            person {
              firstName
              lastName
            }
            masterPerson {
              firstName
              lastName
            }
          }
        }
      }
    `,
    request,
  );
  const [comment, setComment] = useState(told.comment ?? "");
  const [asked, ask] = useState<Decision | null>(null);
  const [areKeysOn, switchKeys] = useLetterKeysSwitch();
  const [isPuttingOff, putOff] = useState(false);
  const commentField = useRef<HTMLTextAreaElement>(null);
  const { perform, isUnderWay, refusal } = useAct<pairDecideMutation>(DECIDE);

  const isOpen = told.supersededAt === null && ["NEW", "POSTPONE"].includes(told.status);
  const possible = decisions.filter(({ status }) => isOpen && status !== told.status);
  const letters = possible.map(({ status, key }) => [key, () => ask(status)] as const);
  const keys = Object.fromEntries(letters);
  useLetterKeys(
    { ...keys, KeyC: () => commentField.current?.focus() },
    areKeysOn && isOpen && !isPuttingOff,
  );

  async function decide(status: Decision) {
    const said = comment.trim() === "" ? null : comment;
    const variables = { input: { id: told.id, status, comment: said } };
    // What is put off can still be decided, so it goes at once; a decision waits for the answer.
    const isShownAtOnce = status === "POSTPONE";
    onDeciding?.();
    if (isShownAtOnce) ask(null);
    putOff(isShownAtOnce);
    const done = await perform(
      variables,
      isShownAtOnce ? (store) => store.get(told.id)?.setValue(status, "status") : undefined,
    );
    putOff(false);
    ask(null);
    if (done === null) onRefused?.();
    else onDecided(status);
  }

  if (isPuttingOff) return <Skeleton />;
  const { person, masterPerson, ...pair } = told.manualMergeCandidate.mergeCandidate;
  return (
    <section className="pair" aria-label={texts.review.pair}>
      <Faults of={refusal}>
        {!isOpen && (
          <Notice kind="note">
            <p>
              {told.supersededAt === null ? texts.review.isDecided : texts.review.isSuperseded}{" "}
              <strong>{texts.decisions[told.status]}</strong>{" "}
              {formats.time(told.supersededAt ?? told.updatedAt)}
            </p>
          </Notice>
        )}
        <Comparison pair={pair} />
        {isOpen ? (
          <div className="deciding">
            {/* biome-ignore lint/a11y/noStaticElementInteractions: it hears the Escape of the field. */}
            <div
              onKeyDown={(event) => {
                if (event.key === "Escape") (event.target as HTMLElement).blur();
              }}
            >
              <TextField
                label={texts.review.comment}
                hint={texts.review.commentHint}
                value={comment}
                onChange={setComment}
                lines={2}
                maxLength={3000}
                path="comment"
                inputRef={commentField}
              />
            </div>
            <div className="actions" role="group" aria-label={texts.review.decision}>
              {possible.map(({ status, key }) => (
                <Button
                  key={status}
                  look={status === "MERGE" ? "primary" : "plain"}
                  isDisabled={isUnderWay}
                  onPress={() => ask(status)}
                >
                  {texts.decide[status]} <kbd aria-hidden="true">{key.slice(3)}</kbd>
                </Button>
              ))}
              <KeysHelp isOn={areKeysOn} onSwitch={switchKeys} />
            </div>
          </div>
        ) : (
          told.comment !== null && <blockquote>{told.comment}</blockquote>
        )}
      </Faults>
      {asked !== null && (
        <Confirmation
          decision={asked}
          duplicate={fullName(person)}
          master={fullName(masterPerson)}
          comment={comment.trim()}
          isUnderWay={isUnderWay}
          onConfirm={() => void decide(asked)}
          onCancel={() => ask(null)}
        />
      )}
    </section>
  );
}

const DECIDE = graphql`
  mutation pairDecideMutation($input: UpdateMergeRequestInput!) {
    updateMergeRequest(input: $input) {
      mergeRequest {
        id
        status
        comment
        supersededAt
        updatedAt
      }
    }
  }
`;

function fullName(person: { readonly firstName: string; readonly lastName: string }): string {
  return `${person.firstName} ${person.lastName}`;
}
