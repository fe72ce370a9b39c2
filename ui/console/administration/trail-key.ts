/** As what the public key of the trail is saved. */
export const TRAIL_KEY = "selfsame-trail.key";
