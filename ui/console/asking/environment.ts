/** How the pages ask the API: Relay over one POST, with a token that is always good. */
import {
  Environment,
  type GraphQLResponse,
  Network,
  RecordSource,
  type RequestParameters,
  Store,
  type Variables,
} from "relay-runtime";
import { Refusal, type WireError } from "./refusal";
import { leave, renewed, usableToken } from "./session";

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly WireError[];
}

const MEDIA_TYPES = "application/graphql-response+json, application/json;q=0.9";

/** Makes an environment with nothing in it, so that nobody sees what another was told. */
export function freshEnvironment(): Environment {
  return new Environment({ network: Network.create(answer), store: new Store(new RecordSource()) });
}

async function answer(
  operation: RequestParameters,
  variables: Variables,
): Promise<GraphQLResponse> {
  let response = await post(operation, variables, await tokenOrLeave(usableToken));
  if (await isUnauthenticated(response)) {
    response = await post(operation, variables, await tokenOrLeave(renewed));
  }
  const correlationId = response.headers.get("x-correlation-id");
  const body = (await response.json().catch(() => null)) as Answer | null;
  const error = body === null ? { message: `HTTP ${response.status}` } : body.errors?.[0];
  if (error !== undefined) {
    const refusal = new Refusal(error, correlationId);
    leaveIfShutOut(refusal);
    throw refusal;
  }
  return body as GraphQLResponse;
}

async function post(operation: RequestParameters, variables: Variables, token: string) {
  try {
    return await fetch("/graphql", {
      method: "POST",
      headers: {
        accept: MEDIA_TYPES,
        authorization: `Bearer ${token}`,
        "content-type": "application/json",
      },
      body: JSON.stringify({ query: operation.text, variables, operationName: operation.name }),
    });
  } catch {
    throw Refusal.unreachable();
  }
}

async function tokenOrLeave(take: () => Promise<string>): Promise<string> {
  try {
    return await take();
  } catch (error) {
    if (error instanceof Refusal && error.code === "UNAUTHENTICATED") leave("expired");
    throw error;
  }
}

async function isUnauthenticated(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as Answer | null;
  return body?.errors?.[0]?.extensions?.code === "UNAUTHENTICATED";
}

function leaveIfShutOut(refusal: Refusal): void {
  if (refusal.code === "UNAUTHENTICATED") leave("expired");
  if (refusal.message === "User is blocked") leave("user-blocked");
  if (refusal.message === "Client is blocked") leave("client-blocked");
}
