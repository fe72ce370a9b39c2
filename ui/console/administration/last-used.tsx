/** When a client or a user was last used. */
import { useFormats, useTexts } from "../texts/texts";

/** Say when a request of theirs was last granted, or that none was. */
export function LastUsed({ at }: { at: string | null | undefined }) {
  const texts = useTexts();
  const formats = useFormats();
  return (
    <p className="faint">
      {texts.users.lastUsed}:{" "}
      {at == null ? texts.users.neverUsed : <time dateTime={at}>{formats.time(at)}</time>}
    </p>
  );
}
