/** Accounts of a demo or a sandbox, as which requests are sent without a token being typed. */

export interface Account {
  readonly name: string;
  readonly role: string;
}

interface Token {
  readonly value: string;
  readonly renewAt: number;
}

/** The accounts, which the server writes into the page's head: `ada:ADMIN bo:REGISTRAR`. */
const people: readonly Account[] = contentOf("demo-accounts")
  .split(" ")
  .flatMap((account) => {
    const [name, role] = account.split(":");
    return name !== undefined && role !== undefined ? [{ name, role }] : [];
  });

/** Where a sandbox names its machine; nothing elsewhere. */
const sandbox = contentOf("sandbox");
const machine: Account = { name: "portal", role: "machine" };

/** None where this is a register. */
export const accounts: readonly Account[] = sandbox === "" ? people : [machine, ...people];

const tokens = new Map<Account, Token>();

/** Return a token of an account that is good for a while, signing in where there is none. */
export async function tokenOf(account: Account): Promise<string> {
  const kept = tokens.get(account);
  if (kept !== undefined && kept.renewAt > Date.now()) return kept.value;
  const [value, seconds] = await (account === machine ? ofMachine() : ofPerson(account.name));
  tokens.set(account, { value, renewAt: Date.now() + (seconds - 30) * 1000 });
  return value;
}

/** Sign in anew the next time: the server has refused the token. */
export function forget(account: Account): void {
  tokens.delete(account);
}

/** Sign in beside the console: no cookie is sent or kept, so whoever is signed in there stays. */
async function ofPerson(name: string): Promise<[string, number]> {
  const body = JSON.stringify({ username: name, password: name });
  const headers = { "content-type": "application/json" };
  const answer = await asked("/auth/sign-in", { method: "POST", headers, body });
  return [answer.accessToken, answer.expiresIn];
}

async function ofMachine(): Promise<[string, number]> {
  const { clientId, clientSecret } = await asked(sandbox, {});
  const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  const body = new URLSearchParams({ grant_type: "client_credentials" });
  const answer = await asked("/oauth/token", { method: "POST", headers: { authorization }, body });
  return [answer.access_token, answer.expires_in];
}

async function asked(path: string, options: RequestInit) {
  const response = await fetch(path, { ...options, credentials: "omit" });
  const answer = await response.json();
  if (response.ok) return answer;
  throw new Error(answer.errors?.[0]?.message ?? answer.error ?? `HTTP ${response.status}`);
}

function contentOf(name: string): string {
  return document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? "";
}
