/** What waits for registrars, by kind and status: each count leads to what it counts. */
import "../styles/records.css";
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { queuesQuery } from "../__generated__/queuesQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Moment } from "../components/moment";
import { ScrollRegion } from "../components/scroll-region";
import { useDeskTexts } from "../texts/desk-texts";
import { useFormats, useLanguage, useTexts } from "../texts/texts";
import { ageOf } from "./spans";

type Queue = queuesQuery["response"]["registrarQueues"][number];
type Column = "waiting" | "corrections" | "mine" | "flagged";

/** Show the queues in which something waits. */
export function Queues() {
  const texts = useTexts();
  const formats = useFormats();
  const { queues: labels } = useDeskTexts();
  const { language } = useLanguage();
  const { registrarQueues } = usePageQuery<queuesQuery>(QUEUES, {});
  const waiting = registrarQueues.filter((queue) => queue.waiting > 0);
  return (
    <section className="waiting">
      <h2 className={waiting.length === 0 ? undefined : "visually-hidden"}>{labels.title}</h2>
      {waiting.length === 0 ? (
        <p className="faint">{labels.nothing}</p>
      ) : (
        <ScrollRegion label={labels.title}>
          <table className="queues" aria-label={labels.title}>
            <thead>
              <tr>
                <th scope="col">{labels.title}</th>
                <th scope="col">{labels.waiting}</th>
                <th scope="col">{labels.corrections}</th>
                <th scope="col">{labels.mine}</th>
                <th scope="col">{labels.flagged}</th>
                <th scope="col">{labels.oldest}</th>
              </tr>
            </thead>
            <tbody>
              {waiting.map((queue) => {
                const name = `${texts.records.kinds[queue.kind]}${formats.comma}${workOf(queue, labels.work)}`;
                const count = (column: Column) => {
                  const counted = countOf(queue, column);
                  return (
                    <td data-label={labels[column]}>
                      <Count
                        name={`${name}: ${labels[column]}`}
                        count={formats.number(counted)}
                        address={counted > 0 ? addressOf(queue, column) : null}
                      />
                    </td>
                  );
                };
                return (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    {count("waiting")}
                    {count("corrections")}
                    {count("mine")}
                    {count("flagged")}
                    <td data-label={labels.oldest}>
                      {queue.oldestAt != null && (
                        <>
                          <Moment at={queue.oldestAt} />{" "}
                          <span className="faint">{ageOf(queue.oldestAt, language)}</span>
                        </>
                      )}
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
    <Link href={address} className="count-link" aria-label={`${name} ${count}`}>
      {count}
    </Link>
  );
}

/** Return what is to be done: what is registered waits for its certificate only where it had one. */
function workOf(queue: Queue, work: Readonly<Record<string, string>>): string {
  const { status, waiting, corrections } = queue;
  if (status !== "REGISTERED" || corrections === 0) return work[status] ?? status;
  return work[waiting === corrections ? "toBeCorrected" : "someToBeCorrected"] ?? status;
}

/** Return how many records a column counts: what waits for its correction is not to be done yet. */
function countOf(queue: Queue, column: Column): number {
  return column === "waiting" ? queue.waiting - queue.corrections : queue[column];
}

/** Return where the records behind a count are listed, the oldest first. */
function addressOf({ kind, status }: Queue, column: Column): string {
  const work: Readonly<Record<string, string>> = {
    REGISTERED: "uncertified",
    CERTIFIED: "settled",
  };
  const only = column === "waiting" ? (work[status] ?? "") : column;
  const search = { kind, status, order: "oldest", ...(only === "" ? {} : { only }) };
  return `/records?${new URLSearchParams(search)}`;
}

const QUEUES = graphql`
  query queuesQuery {
    registrarQueues {
      ...queues_row @relay(mask: false)
    }
  }
`;

/** Whoever asks for a queue asks for all of it: it has no id, and the page keeps it by its place in the list. */
export const ROW = graphql`
  fragment queues_row on RegistrarQueue {
    kind
    status
    waiting
    corrections
    mine
    flagged
    oldestAt
  }
`;
