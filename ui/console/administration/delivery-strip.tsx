/** The last deliveries of a webhook as a strip: each cell leads to one. */
import { graphql, useFragment } from "react-relay";
import type { deliveryStrip_webhook$key } from "../__generated__/deliveryStrip_webhook.graphql";
import { Status, toneOf } from "../components/status";
import { Strip } from "../components/strip";
import { useChartsTexts } from "../texts/charts-texts";
import { useFormats, useTexts } from "../texts/texts";

/** Draw the strip; a sentence where nothing was sent. */
export function DeliveryStrip({ webhook: key }: { webhook: deliveryStrip_webhook$key }) {
  const { id, url, recentDeliveries } = useFragment(WEBHOOK, key);
  const { deliveries: labels } = useChartsTexts();
  const statuses = useTexts().messages.statuses;
  const formats = useFormats();
  if (recentDeliveries.length === 0) return <p className="faint">{labels.none}</p>;
  const found = [...new Set(recentDeliveries.map(({ status }) => status))];
  return (
    <>
      <Strip
        label={`${labels.title}: ${url}`}
        cells={recentDeliveries.toReversed().map((delivery) => ({
          key: delivery.id,
          name: [delivery.topic, statuses[delivery.status], formats.time(delivery.insertedAt)].join(
            ", ",
          ),
          tone: toneOf(delivery.status),
          address: `/webhooks/${encodeURIComponent(id)}?delivery=${encodeURIComponent(delivery.id)}`,
        }))}
      />
      <ul className="legend">
        <li className="faint">{labels.legend}</li>
        {found.map((status) => (
          <li key={status}>
            <Status of={status}>{statuses[status]}</Status>
          </li>
        ))}
      </ul>
    </>
  );
}

const WEBHOOK = graphql`
  fragment deliveryStrip_webhook on Webhook {
    id
    url
    recentDeliveries {
      id
      topic
      status
      insertedAt
    }
  }
`;
