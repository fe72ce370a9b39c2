/** The mark of a question that nobody asked for. */
import type { CacheConfig } from "relay-runtime";

/** The settings of a query that nobody asked for: it goes without an answer where its session expired. */
export const UNASKED: CacheConfig = { metadata: { isUnasked: true } };
