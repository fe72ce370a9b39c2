/** How an invitation is accepted; its token stands in the address behind `#`, which no server is sent. */
import { Refusal, readRefusal } from "../api/refusal";

/** Who wants to be a user. */
export interface Newcomer {
  readonly username: string;
  readonly displayName: string;
  readonly password: string;
}

/** Accept as a new user, or as whoever an access token speaks for; throw the Refusal. */
export async function acceptInvitation(
  token: string,
  as: Newcomer | { readonly accessToken: string },
): Promise<void> {
  const isSignedIn = "accessToken" in as;
  let response: Response;
  try {
    response = await fetch(`/invitations/${encodeURIComponent(token)}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        ...(isSignedIn && { authorization: `Bearer ${as.accessToken}` }),
      },
      body: JSON.stringify(isSignedIn ? {} : as),
    });
  } catch {
    throw Refusal.unreachable();
  }
  if (!response.ok) throw await readRefusal(response);
}
