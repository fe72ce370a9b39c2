/** How reviewers decide and agree; in the server's order, unless somebody sorts them by hand. */
import "../styles/charts.css";
import { type ReactNode, useState } from "react";
import { graphql, useFragment } from "react-relay";
import type {
  agreementTables_pair$data,
  agreementTables_pair$key,
} from "../__generated__/agreementTables_pair.graphql";
import type {
  agreementTables_reviewer$data,
  agreementTables_reviewer$key,
} from "../__generated__/agreementTables_reviewer.graphql";
import { durationText } from "../components/durations";
import { Select } from "../components/fields";
import { ScrollRegion } from "../components/scroll-region";
import { useMergesTexts } from "../texts/merges-texts";
import { useFormats, useTexts } from "../texts/texts";
import { ENOUGH, mostDisagreeing, mostDisagreeingFirst, shadeOf } from "./agreement-order";
import { NONE, useShare } from "./shares";

type Order = "none" | "name" | "decided" | "percentAgreement" | "cohensKappa";

/** Show each reviewer's figures. */
export function AgreementOfReviewers(props: {
  readonly reviewers: agreementTables_reviewer$key;
  readonly children: ReactNode;
}) {
  const texts = useTexts();
  const { statistics: labels } = useMergesTexts();
  const formats = useFormats();
  const share = useShare();
  const [order, setOrder] = useState<Order>("none");
  const reviewers = useFragment(REVIEWER, props.reviewers);
  const seconds = (value: number | null | undefined) =>
    value == null ? NONE : durationText(value, labels, formats.number);
  return (
    <>
      <h2>{labels.reviewers}</h2>
      {reviewers.length === 0 && (
        <>
          <p className="faint">{labels.nobody}</p>
          <div className="actions">{props.children}</div>
        </>
      )}
      {reviewers.length > 0 && (
        <>
          <div className="filters">
            <Select
              label={texts.lists.order}
              value={order}
              onChange={setOrder}
              options={labels.orders}
            />
            {props.children}
          </div>
          <ScrollRegion label={labels.reviewers}>
            <table className="agreements-beside" aria-label={labels.reviewers}>
              <thead>
                <tr>
                  <th scope="col">{labels.reviewer}</th>
                  <th scope="col">{labels.decided}</th>
                  <th scope="col">{labels.medianTime}</th>
                  <th scope="col">{labels.percentAgreement}</th>
                  <th scope="col">{labels.cohensKappa}</th>
                </tr>
              </thead>
              <tbody>
                {sorted(reviewers, order).map(({ user, ...figures }) => (
                  <tr key={user.id}>
                    <th scope="row">{user.displayName}</th>
                    <td>{formats.number(figures.decided)}</td>
                    <td>{seconds(figures.medianSeconds)}</td>
                    <td>{share.percent(figures.percentAgreement, figures.decided)}</td>
                    <td>{share.kappa(figures.cohensKappa, figures.decided)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollRegion>
        </>
      )}
    </>
  );
}

function sorted(reviewers: agreementTables_reviewer$data, order: Order) {
  if (order === "none") return reviewers;
  return reviewers.toSorted((one, other) =>
    order === "name"
      ? one.user.displayName.localeCompare(other.user.displayName)
      : (other[order] ?? -2) - (one[order] ?? -2),
  );
}

/** Show every two who decided on the same pairs, each reviewer a row and a column; who disagrees most stands first. */
export function AgreementOfPairs(props: {
  readonly pairs: agreementTables_pair$key;
  readonly children: ReactNode;
}) {
  const { statistics: labels } = useMergesTexts();
  const share = useShare();
  const pairs = useFragment(PAIR, props.pairs);
  if (pairs.length === 0) return null;
  const names = namesOf(pairs);
  const users = mostDisagreeingFirst(pairs).map((id) => [id, names.get(id)] as const);
  const shade = shadeOf(pairs);
  const cell = (one: string, other: string) => {
    if (one === other) return <td key={other} />;
    const pair = pairs.find(({ user, otherUser }) => {
      const ids = [user.id, otherUser.id];
      return ids.includes(one) && ids.includes(other);
    });
    if (pair === undefined) return <td key={other}>{NONE}</td>;
    const { percentAgreement, candidates } = pair;
    return (
      <td key={other} style={{ background: shade(pair) }}>
        {share.percent(percentAgreement, candidates)}
      </td>
    );
  };
  return (
    <>
      <h2>{labels.pairs}</h2>
      <MostDisagreeing pairs={pairs} />
      <div className="actions">{props.children}</div>
      <ScrollRegion label={labels.pairs}>
        <table className="agreements-beside" aria-label={labels.pairs}>
          <thead>
            <tr>
              <th scope="col">{labels.reviewer}</th>
              {users.map(([id, name]) => (
                <th key={id} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {users.map(([id, name]) => (
              <tr key={id}>
                <th scope="row">{name}</th>
                {users.map(([other]) => cell(id, other))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </>
  );
}

/** Say in a sentence which two disagree most. */
function MostDisagreeing({ pairs }: { readonly pairs: agreementTables_pair$data }) {
  const { statistics: labels } = useMergesTexts();
  const formats = useFormats();
  const most = mostDisagreeing(pairs);
  if (most === undefined) return null;
  if (most.percentAgreement === 1) return <p>{labels.allAgree}</p>;
  const write = most.candidates < ENOUGH ? labels.tooFewToSay : labels.disagreeMost;
  const sentence = write(
    most.user.displayName,
    most.otherUser.displayName,
    labels.ofPairs(
      `${formats.number(Math.round(100 * (1 - most.percentAgreement)))} %`,
      formats.number(most.candidates),
    ),
  );
  return (
    <p>
      <strong>{sentence}</strong>
    </p>
  );
}

function namesOf(pairs: agreementTables_pair$data): ReadonlyMap<string, string> {
  const both = pairs.flatMap(({ user, otherUser }) => [user, otherUser]);
  return new Map(both.map(({ id, displayName }) => [id, displayName]));
}

const REVIEWER = graphql`
  fragment agreementTables_reviewer on ReviewerStatistics @relay(plural: true) {
    user {
      id
      displayName
    }
    decided
    medianSeconds
    percentAgreement
    cohensKappa
  }
`;
const PAIR = graphql`
  fragment agreementTables_pair on ReviewerPairAgreement @relay(plural: true) {
    user {
      id
      displayName
    }
    otherUser {
      id
      displayName
    }
    candidates
    percentAgreement
  }
`;
