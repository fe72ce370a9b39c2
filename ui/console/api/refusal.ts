/** Refusals: the errors of the API with their code, message, violations and correlation id. */

/** One thing that is wrong with an input, and its path (rule C2). */
export interface Violation {
  readonly path: readonly (string | number)[];
  readonly rule: string;
  readonly message: string;
}

/** One error as a response carries it. */
export interface ResponseError {
  readonly message: string;
  readonly extensions?: Readonly<Record<string, unknown>> & { readonly code?: string };
}

/** A request that was refused, or got no answer (UNREACHABLE, a code of the console alone). */
export class Refusal extends Error {
  readonly code: string;
  readonly correlationId: string | null;
  readonly violations: readonly Violation[];
  readonly details: Readonly<Record<string, unknown>>;

  constructor(error: ResponseError, correlationId: string | null = null) {
    super(error.message);
    this.name = "Refusal";
    this.details = error.extensions ?? {};
    this.code = error.extensions?.code ?? "INTERNAL";
    const own = this.details.correlationId;
    this.correlationId = typeof own === "string" ? own : correlationId;
    const violations = this.details.violations;
    this.violations = Array.isArray(violations) ? (violations as Violation[]) : [];
  }

  /** Return the refusal of a form that the console need not send: it lacks what it is about. */
  static ofForm(violations: readonly Violation[]): Refusal {
    const extensions = { code: "UNPROCESSABLE_ENTITY", violations };
    return new Refusal({ message: "Input is invalid", extensions });
  }

  /** Return the refusal of a request that got no answer. */
  static unreachable(): Refusal {
    return new Refusal({ message: "Failed to fetch", extensions: { code: "UNREACHABLE" } });
  }
}

/** Read the error of a response, whatever its body is. */
export async function readRefusal(response: Response): Promise<Refusal> {
  const correlationId = response.headers.get("x-correlation-id");
  const body: unknown = await response.json().catch(() => null);
  const errors = (body as { errors?: ResponseError[] } | null)?.errors;
  const error = errors?.[0] ?? { message: `HTTP ${response.status}` };
  return new Refusal(error, correlationId);
}
