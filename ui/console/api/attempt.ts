/** The hook that runs what is no GraphQL: sign-in's other requests, exports. */
import { useState } from "react";
import { Refusal } from "./refusal";

/** Return what runs a request, with the refusal of its last run. */
export function useAttempt() {
  const [isPending, setIsPending] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  async function attempt(work: () => Promise<void>): Promise<void> {
    setIsPending(true);
    setRefusal(null);
    try {
      await work();
    } catch (error) {
      setRefusal(error instanceof Refusal ? error : new Refusal({ message: String(error) }));
    }
    setIsPending(false);
  }
  return { attempt, isPending, refusal };
}
