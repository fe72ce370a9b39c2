/** When a client or a user was last used. */
import { Moment } from "../components/moment";
import { useTexts } from "../texts/texts";

/** Say when a request of theirs was last granted, or that none was. */
export function LastUsed({ at }: { at: string | null | undefined }) {
  const texts = useTexts();
  return (
    <p className="faint">
      {texts.users.lastUsed}: {at == null ? texts.users.neverUsed : <Moment at={at} />}
    </p>
  );
}
