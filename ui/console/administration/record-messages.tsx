/** Says where the messages about a record are, which the trail has under their own rows. */
import { Link } from "wouter";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useTexts } from "../texts/texts";

/** Lead to them. */
export function RecordMessages({ record }: { record: string }) {
  const { messages } = useTexts();
  const { ofRecord } = useDeliveriesTexts();
  return (
    <p className="faint">
      {ofRecord}{" "}
      <Link href={`/messages?subjectId=${encodeURIComponent(record)}`}>{messages.title}</Link>
    </p>
  );
}

/** Say that a list has those of one record alone, and lead to all. */
export function OfOneRecord() {
  const { all, ofOneRecord } = useDeliveriesTexts();
  return (
    <p>
      {ofOneRecord} <Link href="/messages">{all}</Link>
    </p>
  );
}
