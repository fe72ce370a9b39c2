/** What somebody types, once typing rests: only then the API is asked. */
import { useEffect, useState } from "react";

/** Typing has to rest so long before the API is asked. */
export const REST_MS = 250;

/** Return a value once it stays as it is, and until then the one before; the first at once. */
export function useRested<Value>(value: Value): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}
