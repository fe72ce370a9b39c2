/** The page for addresses where there is nothing, or nothing for this user. */
import { LinkButton } from "../components/link-button";
import { Notice } from "../components/notice";
import { Page } from "../components/page";
import { useTexts } from "../texts/texts";

/** Say so, and link to the start page. */
export function NotFoundPage({ explanation }: { explanation: string }) {
  const texts = useTexts();
  return (
    <Page title={texts.shell.nothingHere}>
      <Notice kind="note">
        <p>{explanation}</p>
      </Notice>
      <div className="actions">
        <LinkButton to="/" variant="primary">
          {texts.shell.toStart}
        </LinkButton>
      </div>
    </Page>
  );
}
