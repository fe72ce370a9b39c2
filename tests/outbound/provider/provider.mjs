/**
 * An authorization server at which leaders sign in: node provider.mjs REDIRECT_URI JWKS [HOST].
 *
 * It prints its address once it listens, and ends with its standard input.
 */
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [redirectUri, jwks, host = "127.0.0.1"] = process.argv.slice(2);
const common = {
  redirect_uris: [redirectUri],
  grant_types: ["authorization_code"],
  response_types: ["code"],
};

const server = createServer();
server.listen(0, "127.0.0.1", () => {
  const issuer = `http://${host}:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [
      { client_id: "selfsame", client_secret: "a secret of the registry", ...common },
      {
        client_id: "selfsame-key",
        token_endpoint_auth_method: "private_key_jwt",
        token_endpoint_auth_signing_alg: "ES256",
        jwks: JSON.parse(jwks),
        ...common,
      },
    ],
    scopes: ["openid", "groups"],
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      introspection: { enabled: true, allowedPolicy: () => true },
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    cookies: { keys: ["cookies of tests"] },
    enabledJWA: { clientAuthSigningAlgValues: ["ES256"] },
  });
  const callback = provider.callback();
  server.on("request", (request, response) => {
    const act = /^\/interaction\/[^/]+\/?(accept|deny)?$/.exec(request.url);
    if (act === null) callback(request, response);
    else if (request.method === "GET") show(request, response);
    else void settle(provider, request, response, act[1]);
  });
  console.log(issuer);
});
process.stdin.on("end", () => process.exit()).resume();

/** Ask whoever signs in whether the registry may read their groups. */
function show(request, response) {
  const button = (act, name) =>
    `<form method="post" action="${request.url}/${act}"><button>${name}</button></form>`;
  response.setHeader("content-type", "text/html; charset=utf-8");
  response.end(
    `<!doctype html><html lang="en"><title>MiData</title><h1>MiData</h1>` +
      `${button("accept", "Allow")}${button("deny", "Deny")}</html>`,
  );
}

async function settle(provider, request, response, act) {
  if (act === "deny") {
    const denied = { error: "access_denied", error_description: "They said no" };
    return provider.interactionFinished(request, response, denied);
  }
  const { params, session, grantId: known } = await provider.interactionDetails(request, response);
  const accountId = session?.accountId ?? "leader";
  const grant = known
    ? await provider.Grant.find(known)
    : new provider.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope ?? "");
  const grantId = await grant.save();
  return provider.interactionFinished(request, response, {
    login: { accountId },
    consent: { grantId },
  });
}
