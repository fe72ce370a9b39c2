/** Says how a program makes webhooks of its own, which no form here makes for it. */
import { useAccessTexts } from "../texts/access-texts";

/** Show it, with the guide, which is in English. */
export function WebhooksOfPrograms() {
  const { webhook: labels } = useAccessTexts();
  return (
    <p>
      {labels.ofPrograms}{" "}
      <a href="/docs/webhooks.md" hrefLang="en" target="_blank" rel="noopener">
        {labels.guide}
      </a>
    </p>
  );
}
