/** As what the public key of the trail is saved. */
export const TRAIL_KEY = "selfsame-trail.key";

/** How the program is typed; a demo, which is on the user's own machine, writes its path into the page. */
export const PROGRAM =
  document.querySelector<HTMLMetaElement>("meta[name=command]")?.content ?? "selfsame";
