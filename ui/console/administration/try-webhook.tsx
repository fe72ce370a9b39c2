/** What is offered once a webhook was made: a test event, which shows whether its address answers. */
import { Link } from "wouter";
import { Notice } from "../components/notice";
import { useAccessTexts } from "../texts/access-texts";
import { SendTest } from "./send-test";

interface TryWebhookProps {
  readonly id: string;
  /** Called once the test event is on its way. */
  readonly onSent: () => void;
}

/** Offer it; what came of it stands on the page of the webhook. */
export function TryWebhook({ id, onSent }: TryWebhookProps) {
  const { webhook: labels } = useAccessTexts();
  return (
    <Notice kind="note">
      <p>{labels.tryIt}</p>
      <div className="actions">
        <SendTest id={id} onSent={onSent} />
        <Link href={`/webhooks/${encodeURIComponent(id)}`}>{labels.goTo}</Link>
      </div>
    </Notice>
  );
}
