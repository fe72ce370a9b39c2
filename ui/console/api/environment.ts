/** The Relay environment: one POST for each operation, with a valid access token. */
import {
  Environment,
  type GraphQLResponse,
  Network,
  RecordSource,
  type RequestParameters,
  Store,
  type Variables,
} from "relay-runtime";
import { dataIdOf } from "./data-ids";
import { Refusal, type ResponseError } from "./refusal";
import { endSession, renewedToken, unaskedToken, validToken } from "./session";

interface ResponseBody {
  readonly data?: Readonly<Record<string, unknown>> | null;
  readonly errors?: readonly ResponseError[];
}

type Fetch = (
  session: number,
  operation: RequestParameters,
  variables: Variables,
) => Promise<GraphQLResponse>;

const MEDIA_TYPES = "application/graphql-response+json, application/json;q=0.9";

/** Return a session's environment: its store is empty, so that nobody sees what another loaded. */
export function createEnvironment(session: number): Environment {
  return new Environment({
    network: Network.create((operation, variables, { metadata }) => {
      const fetch = metadata?.isUnasked === true ? fetchUnasked : fetchOperation;
      return fetchAfterActs(fetch, session, operation, variables);
    }),
    store: new Store(new RecordSource()),
    getDataID: dataIdOf,
  });
}

/** How many mutations have been answered. */
let acts = 0;

/**
 * Ask again where a mutation was answered meanwhile: what was read may be older than what it did,
 * and Relay lets a page that is opened after it wait for the same answer.
 */
async function fetchAfterActs(
  fetch: Fetch,
  session: number,
  operation: RequestParameters,
  variables: Variables,
): Promise<GraphQLResponse> {
  if (operation.operationKind === "mutation") {
    return fetch(session, operation, variables).finally(() => {
      acts += 1;
    });
  }
  const before = acts;
  const response = await fetch(session, operation, variables);
  return acts === before ? response : fetchAfterActs(fetch, session, operation, variables);
}

async function fetchOperation(
  session: number,
  operation: RequestParameters,
  variables: Variables,
): Promise<GraphQLResponse> {
  let response = await post(operation, variables, await validToken(session));
  if (await isUnauthenticated(response)) {
    response = await post(operation, variables, await renewedToken(session));
  }
  return read(operation, response);
}

/** Nobody who types is asked to sign in for what only the page wanted: their own next act asks. */
async function fetchUnasked(
  session: number,
  operation: RequestParameters,
  variables: Variables,
): Promise<GraphQLResponse> {
  const response = await post(operation, variables, await unaskedToken(session));
  if (await isUnauthenticated(response)) throw new Refusal({ message: "Nobody is signed in" });
  return read(operation, response);
}

async function read(operation: RequestParameters, response: Response): Promise<GraphQLResponse> {
  const correlationId = response.headers.get("x-correlation-id");
  const body = (await response.json().catch(() => null)) as ResponseBody | null;
  const error = body === null ? { message: `HTTP ${response.status}` } : body.errors?.[0];
  if (error !== undefined) {
    const refusal = new Refusal(error, correlationId);
    signOutIfLockedOut(refusal);
    if (operation.operationKind !== "mutation" || !isDoneInPart(body)) throw refusal;
  }
  return body as GraphQLResponse;
}

/** Each field of a mutation is an act of its own: what one of them did stands, whatever the others met. */
function isDoneInPart(body: ResponseBody | null): boolean {
  return Object.values(body?.data ?? {}).some((field) => field !== null);
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

async function isUnauthenticated(response: Response): Promise<boolean> {
  if (response.status !== 401) return false;
  const body = (await response
    .clone()
    .json()
    .catch(() => null)) as ResponseBody | null;
  return body?.errors?.[0]?.extensions?.code === "UNAUTHENTICATED";
}

function signOutIfLockedOut(refusal: Refusal): void {
  if (refusal.code === "UNAUTHENTICATED") endSession("expired");
  if (refusal.message === "User is blocked") endSession("user-blocked");
  if (refusal.message === "Client is blocked") endSession("client-blocked");
}
