/** What waits for registrars, by kind and status: each count leads to what it counts. */
import "../styles/records.css";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { queuesQuery } from "../__generated__/queuesQuery.graphql";
import { usePageQuery } from "../api/queries";
import { ScrollRegion } from "../components/scroll-region";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useTexts } from "../texts/texts";

type Queue = queuesQuery["response"]["registrarQueues"][number];

/** Show the queues in which something waits. */
export function Queues() {
  const texts = useTexts();
  const formats = useFormats();
  const { queues: labels } = useDeskTexts();
  const { registrarQueues } = usePageQuery<queuesQuery>(QUEUES, {});
  const waiting = registrarQueues.filter((queue) => queue.waiting > 0);
  return (
    <section className="waiting">
      <h2>{labels.title}</h2>
      {waiting.length === 0 ? (
        <p className="faint">{labels.nothing}</p>
      ) : (
        <ScrollRegion label={labels.title}>
          <table className="queues">
            <thead>
              <tr>
                <th scope="col">{labels.queue}</th>
                <th scope="col">{labels.waiting}</th>
                <th scope="col">{labels.mine}</th>
                <th scope="col">{labels.flagged}</th>
                <th scope="col">{labels.oldest}</th>
              </tr>
            </thead>
            <tbody>
              {waiting.map((queue) => {
                const work: Readonly<Record<string, string>> = labels.work;
                const name = `${texts.records.kinds[queue.kind]}, ${work[queue.status] ?? queue.status}`;
                const count = (column: "waiting" | "mine" | "flagged") => (
                  <td data-label={labels[column]}>
                    <Count
                      name={`${name}: ${labels[column]}`}
                      count={formats.number(queue[column])}
                      address={queue[column] > 0 ? addressOf(queue, column) : null}
                    />
                  </td>
                );
                return (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    {count("waiting")}
                    {count("mine")}
                    {count("flagged")}
                    <td data-label={labels.oldest}>
                      {queue.oldestAt != null && formats.time(queue.oldestAt)}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}

interface CountProps {
  readonly name: string;
  readonly count: string;
  readonly address: string | null;
}

function Count({ name, count, address }: CountProps) {
  if (address === null) return count;
  return (
    <Link href={address} aria-label={`${name} ${count}`}>
      {count}
    </Link>
  );
}

/** Return where the records behind a count are listed, the oldest first. */
function addressOf({ kind, status }: Queue, column: "waiting" | "mine" | "flagged"): string {
  const isForCorrection = status !== "DECLARED" && status !== "CERTIFIED";
  const only = column === "waiting" ? (isForCorrection ? "correction" : "") : column;
  const search = { kind, status, order: "oldest", ...(only === "" ? {} : { only }) };
  return `/records?${new URLSearchParams(search)}`;
}

const QUEUES = graphql`
  query queuesQuery {
    registrarQueues {
      kind
      status
      waiting
      mine
      flagged
      oldestAt
    }
  }
`;
