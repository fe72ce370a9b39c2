/** To which webhook messages go, chosen by its address and by whose it is. */
import { graphql } from "react-relay";
import type { webhookChoiceQuery } from "../__generated__/webhookChoiceQuery.graphql";
import { nodesOf } from "../api/connections";
import { Select } from "../components/fields";
import { useAnswer } from "../finding/answer";
import { useDeliveriesTexts } from "../texts/deliveries-texts";
import { useTexts } from "../texts/texts";

interface WebhookChoiceProps {
  /** Its `id`; empty for all of them. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Offer them; one that is not among them, as it was deleted, is offered as it is. */
export function WebhookChoice({ value, onChange }: WebhookChoiceProps) {
  const texts = useTexts();
  const deliveries = useDeliveriesTexts();
  const answer = useAnswer<webhookChoiceQuery>(WEBHOOKS, NOTHING_NARROWS);
  const webhooks = nodesOf(answer === "asking" ? null : answer?.webhooks.edges);
  const options: Readonly<Record<string, string>> = {
    "": texts.records.any,
    ...(value === "" ? {} : { [value]: texts.webhooks.webhook }),
    ...Object.fromEntries(webhooks.map(({ id, url, client }) => [id, `${client.name}: ${url}`])),
  };
  return (
    <Select label={deliveries.toWhichWebhook} value={value} onChange={onChange} options={options} />
  );
}

const NOTHING_NARROWS = {};
const WEBHOOKS = graphql`
  query webhookChoiceQuery {
    webhooks(first: 100) {
      edges {
        node {
          id
          url
          client {
            name
          }
        }
      }
    }
  }
`;
