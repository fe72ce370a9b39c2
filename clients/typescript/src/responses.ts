/** Reads what the server answered: data, or the error of its code. */
import { BadRequest, byCode, RateLimited, SelfsameError, Unanswered, Unauthenticated, Unavailable } from "./errors.ts";

interface GraphQLError {
  readonly message?: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Where several errors came, those that may go away are acted on first. */
const first = ["UNAUTHENTICATED", "UNAVAILABLE", "RATE_LIMITED"];

/** Return the data of an answer to GraphQL. Throws SelfsameError. */
export async function dataOf(answer: Response): Promise<unknown> {
  const body = await read(answer);
  const errors = body?.["errors"];
  if (Array.isArray(errors) && errors.length > 0) throw refusal(answer, chosen(errors), body?.["data"]);
  const bare = withoutBody(answer);
  if (bare !== undefined) throw bare;
  const data = body?.["data"];
  if (typeof data !== "object" || data === null) {
    throw new Unanswered("The answer cannot be read", { correlationId: correlation(answer) });
  }
  return data;
}

/** Return what a status means by itself, such as one of a proxy; nothing for success. */
export function withoutBody(answer: Response): SelfsameError | undefined {
  const details = { correlationId: correlation(answer), extensions: waiting(answer) };
  if (isRedirect(answer)) return new BadRequest("The server has another address", details);
  switch (answer.status) {
    case 401:
      return new Unauthenticated("The token is not accepted", details);
    case 429:
      return new RateLimited("Too many requests", details);
    case 503:
      return new Unavailable("Service is unavailable", details);
  }
  return answer.status < 400 ? undefined : new Unanswered(`The answer is HTTP ${answer.status}`, details);
}

/** Return whether the server sends elsewhere: neither an act nor a secret follows it there. */
function isRedirect(answer: Response): boolean {
  return answer.type === "opaqueredirect" || (answer.status >= 300 && answer.status < 400);
}

/** Return the JSON object of a body; nothing where there is none. */
export async function read(answer: Response): Promise<Record<string, unknown> | undefined> {
  try {
    const body: unknown = await answer.json();
    return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

function chosen(errors: readonly GraphQLError[]): GraphQLError {
  for (const code of first) {
    const found = errors.find((it) => it.extensions?.["code"] === code);
    if (found !== undefined) return found;
  }
  return errors[0] ?? {};
}

function refusal(answer: Response, error: GraphQLError, data: unknown): SelfsameError {
  const extensions = { ...waiting(answer), ...error.extensions };
  const Class = byCode[String(extensions["code"])] ?? SelfsameError;
  const given = extensions["correlationId"];
  return new Class(error.message ?? "", {
    correlationId: correlation(answer) ?? (typeof given === "string" ? given : undefined),
    path: error.path,
    extensions,
    data,
  });
}

function waiting(answer: Response): Record<string, unknown> {
  const seconds = answer.headers.get("retry-after") ?? "";
  return /^\d+$/.test(seconds) ? { retryAfter: Number(seconds) } : {};
}

function correlation(answer: Response): string | undefined {
  return answer.headers.get("x-correlation-id") ?? undefined;
}
