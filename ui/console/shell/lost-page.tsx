/** The page for addresses where there is nothing, or nothing for this reader. */
import { LinkButton } from "../parts/button";
import { Notice } from "../parts/notice";
import { Page } from "../parts/page";
import { useTexts } from "../texts/texts";

/** Says so, and leads back to the start. */
export function LostPage({ words }: { words: string }) {
  const texts = useTexts();
  return (
    <Page title={texts.shell.nothingHere}>
      <Notice kind="note">
        <p>{words}</p>
      </Notice>
      <div className="actions">
        <LinkButton to="/" look="primary">
          {texts.shell.toStart}
        </LinkButton>
      </div>
    </Page>
  );
}
