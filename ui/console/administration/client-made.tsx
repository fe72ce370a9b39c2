/** What is offered once a machine's client was made and its secret is kept: a webhook for it. */
import { LinkButton } from "../components/link-button";
import { Notice } from "../components/notice";
import { useAccessTexts } from "../texts/access-texts";
import { useTexts } from "../texts/texts";

/** Return the address at which the form of a webhook for a client is open. */
export function webhookForClient(id: string): string {
  return `/webhooks?add=webhook&client=${encodeURIComponent(id)}`;
}

/** Offer it. */
export function ClientMade({ client }: { client: { readonly id: string; readonly name: string } }) {
  const { webhooks } = useTexts();
  const { webhook: labels } = useAccessTexts();
  return (
    <Notice kind="note">
      <p>{labels.clientIsMade(client.name)}</p>
      <div className="actions">
        <LinkButton to={webhookForClient(client.id)}>{webhooks.add}</LinkButton>
      </div>
    </Notice>
  );
}
