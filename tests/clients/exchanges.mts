/** Plays the exchanges of exchanges.json with the TypeScript client, and writes what it did. */
import { readFileSync } from "node:fs";
import {
  DeclareBirth,
  type Document,
  Selfsame,
  SelfsameError,
  SendTestEvent,
  UnprocessableEntity,
  Webhooks,
} from "../../clients/typescript/src/index.ts";

interface Reply {
  status?: number;
  code?: string;
  body?: unknown;
  text?: string;
  data?: true;
  broken?: true;
  retryAfter?: number;
  location?: string;
  position?: string;
  extensions?: Record<string, unknown>;
}

interface Exchange {
  operation: "Webhooks" | "DeclareBirth" | "SendTestEvent";
  token?: Reply;
  tokens?: Reply[];
  tries?: number;
  calls?: number;
  answers: Reply[];
}

const individual = { firstName: "Joan", lastName: "Doe" };
const birth = { idempotencyKey: "1", child: individual, informant: { relationship: "MOTHER" }, placeOfBirth: "Home" };
const operations = {
  Webhooks: [Webhooks, {}],
  DeclareBirth: [DeclareBirth, { input: birth }],
  SendTestEvent: [SendTestEvent, { input: { id: "1" } }],
} as const;

async function play(exchange: Exchange): Promise<Record<string, unknown>> {
  const answers = [...exchange.answers];
  const tokens = [...(exchange.tokens ?? [])];
  const bodies: string[] = [];
  const headers: Headers[] = [];
  const waits: number[] = [];
  let asked = 0;

  const answering: typeof fetch = async (url, init) => {
    if (String(url).endsWith("/oauth/token")) {
      asked += 1;
      const reply = exchange.token ?? tokens.shift();
      return reply === undefined ? Response.json({ access_token: `t${asked}`, expires_in: 600 }) : response(reply, init?.redirect);
    }
    bodies.push(String(init?.body));
    headers.push(new Headers(init?.headers));
    const reply = answers.shift();
    if (reply === undefined) throw new Error("Nothing more was to be sent");
    return response(reply, init?.redirect);
  };

  const client = new Selfsame({
    url: "http://register.example/",
    clientId: "id",
    clientSecret: "secret",
    tries: exchange.tries ?? 8,
    fetch: answering,
    sleep: async (seconds) => {
      waits.push(Math.floor(seconds));
    },
  });
  let error: unknown = null;
  try {
    const [document, variables] = operations[exchange.operation];
    for (let call = 0; call < (exchange.calls ?? 1); call++) {
      await client.send(document as Document<unknown, unknown>, variables);
    }
  } catch (thrown) {
    error = thrown;
  }
  const refusal = error instanceof SelfsameError ? error : undefined;
  return {
    error: error === null ? null : (error as Error).constructor.name,
    message: refusal?.message ?? null,
    retryAfter: refusal?.retryAfter ?? null,
    violations: refusal instanceof UnprocessableEntity ? refusal.violations.map((it) => it.path.join(".")) : [],
    sent: bodies.length,
    tokens: asked,
    waits,
    positions: headers.map((it) => it.get("selfsame-position")),
    isSame: new Set(bodies).size <= 1,
    correlations: new Set(headers.map((it) => it.get("x-correlation-id"))).size,
  };
}

function response(reply: Reply, redirect?: RequestRedirect): Response {
  if (reply.location !== undefined && redirect !== "manual") throw new Error("It would be followed");
  if (reply.broken) throw new TypeError("fetch failed");
  const headers = new Headers({ "x-correlation-id": "0190a0f0-0000-7000-8000-000000000000" });
  if (reply.retryAfter !== undefined) headers.set("retry-after", String(reply.retryAfter));
  if (reply.position !== undefined) headers.set("selfsame-position", reply.position);
  const { status = 200 } = reply;
  if (reply.text !== undefined) return new Response(reply.text, { status, headers });
  if (reply.data) {
    const pageInfo = { hasNextPage: false, endCursor: null };
    const data = { webhooks: { nodes: [], pageInfo }, declareBirth: null, sendTestEvent: null };
    return Response.json({ data }, { status, headers });
  }
  if (reply.code !== undefined) {
    const extensions = { code: reply.code, ...reply.extensions };
    return Response.json({ data: null, errors: [{ message: "Refused", extensions }] }, { status, headers });
  }
  return reply.body === undefined ? new Response("", { status, headers }) : Response.json(reply.body, { status, headers });
}

const exchanges = JSON.parse(readFileSync(new URL("exchanges.json", import.meta.url), "utf8")) as Exchange[];
const played: unknown[] = [];
for (const exchange of exchanges) played.push(await play(exchange));
console.log(JSON.stringify(played));
