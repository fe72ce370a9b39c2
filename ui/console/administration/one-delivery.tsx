/** One delivery of a webhook, as its strip leads to it. */
import { graphql } from "react-relay";
import { Link } from "wouter";
import type { oneDeliveryQuery } from "../__generated__/oneDeliveryQuery.graphql";
import { usePageQuery } from "../api/queries";
import { Moment } from "../components/moment";
import { Status } from "../components/status";
import { useChartsTexts } from "../texts/charts-texts";
import { useTexts } from "../texts/texts";
import { DeliveryAttempts } from "./delivery-attempts";

interface OneDeliveryProps {
  readonly id: string;
  /** Where all of them are. */
  readonly all: string;
}

/** Show what it was and what each attempt met. */
export function OneDelivery({ id, all }: OneDeliveryProps) {
  const { deliveries: labels } = useChartsTexts();
  const statuses = useTexts().messages.statuses;
  const { node } = usePageQuery<oneDeliveryQuery>(DELIVERY, { id });
  const delivery = node?.__typename === "WebhookDelivery" ? node : null;
  return (
    <section className="sheet">
      <h2>{labels.one}</h2>
      {delivery === null ? (
        <p>{labels.gone}</p>
      ) : (
        <>
          <p className="filters">
            <code>{delivery.topic}</code>
            <Status of={delivery.status}>{statuses[delivery.status]}</Status>
            <Moment at={delivery.insertedAt} />
          </p>
          {delivery.attempts != null && <DeliveryAttempts delivery={delivery.attempts} />}
        </>
      )}
      <Link href={all}>{labels.all}</Link>
    </section>
  );
}

const DELIVERY = graphql`
  query oneDeliveryQuery($id: ID!) {
    node(id: $id) {
      __typename
      ... on WebhookDelivery {
        topic
        status
        insertedAt
        ...deliveryAttempts_delivery @alias(as: "attempts")
      }
    }
  }
`;
