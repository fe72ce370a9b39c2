/** One operation: its text, and the types of what it takes and gives. */
export interface Document<Result, Variables> {
  readonly name: string;
  readonly operation: "query" | "mutation";
  readonly text: string;
  /** By which a register that executes listed documents alone knows it. */
  readonly sha256: string;
  /** Never there: it carries the types. */
  readonly types?: (variables: Variables) => Result;
}
