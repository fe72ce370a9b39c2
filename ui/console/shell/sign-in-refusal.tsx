/** Why a name and a password were not taken. */
import type { Refusal } from "../api/refusal";
import { Notice, RefusalNotice } from "../components/notice";

/** Say what is `wrong` where the password is, and otherwise what the server says. */
export function SignInRefusal({ refusal, wrong }: { refusal: Refusal | null; wrong: string }) {
  if (refusal?.code !== "UNAUTHENTICATED") return <RefusalNotice refusal={refusal} />;
  return (
    <Notice kind="error">
      <p>{wrong}</p>
    </Notice>
  );
}
