/** What the server says when it refuses: a code, its words, and the id to find it by in the logs. */

/** One thing that is wrong with an input, and where (rule C2). */
export interface Violation {
  readonly path: readonly (string | number)[];
  readonly rule: string;
  readonly message: string;
}

/** One error as the answer carries it. */
export interface WireError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string };
}

/** A request that was refused, or that got no answer (UNREACHABLE, which is ours alone). */
export class Refusal extends Error {
  readonly code: string;
  readonly correlationId: string | null;
  readonly violations: readonly Violation[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor(error: WireError, correlationId: string | null = null) {
    super(error.message);
    this.name = "Refusal";
    this.details = error.extensions ?? {};
    this.code = error.extensions?.code ?? "INTERNAL";
    const own = this.details.correlationId;
    this.correlationId = typeof own === "string" ? own : correlationId;
    const violations = this.details.violations;
    this.violations = Array.isArray(violations) ? (violations as Violation[]) : [];
  }

  /** Says that nobody answered. */
  static unreachable(): Refusal {
    return new Refusal({ message: "Failed to fetch", extensions: { code: "UNREACHABLE" } });
  }
}

/** Reads the errors of an answer, whatever form it has. */
export async function refusalOf(response: Response): Promise<Refusal> {
  const correlationId = response.headers.get("x-correlation-id");
  const body: unknown = await response.json().catch(() => null);
  const errors = (body as { errors?: WireError[] } | null)?.errors;
  const error = errors?.[0] ?? { message: `HTTP ${response.status}` };
  return new Refusal(error, correlationId);
}
