/** What failed of which host as a source was asked, in the reader's language: `rules/source_faults.py`. */
import type { RunsTexts } from "../texts/runs-texts";

type Faults = RunsTexts["sourceFaults"];

const sentences: readonly (readonly [
  RegExp,
  (of: Faults, host: string, more: string) => string,
])[] = [
  [/^The name (\S+) cannot be looked up$/, (of, host) => of.nameUnknown(host)],
  [/^(\S+) is in a private network$/, (of, host) => of.isPrivate(host)],
  [/^(\S+) refuses the connection$/, (of, host) => of.refused(host)],
  [/^(\S+) cannot be reached$/, (of, host) => of.unreachable(host)],
  [/^(\S+) offers no TLS that can be used$/, (of, host) => of.noTls(host)],
  [/^The certificate of (\S+) is not valid$/, (of, host) => of.certificate(host)],
  [/^(\S+) did not answer within (\d+) seconds$/, (of, host, more) => of.silent(host, more)],
  [/^The connection to (\S+) broke$/, (of, host) => of.broken(host)],
  [/^(\S+) answered (\d+)$/, (of, host, more) => of.answered(host, more)],
];

/** Return the sentence in words of the reader; null where it says something else. */
export function sourceFault(why: string, { sourceFaults }: RunsTexts): string | null {
  for (const [pattern, write] of sentences) {
    const [, host, more = ""] = pattern.exec(why) ?? [];
    if (host !== undefined) return write(sourceFaults, host, more);
  }
  return null;
}
