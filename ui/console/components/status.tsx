/** Statuses as every page shows them: an icon, a word and a colour, by what the status means to who looks. */
import { CircleAlert, CircleCheck, CircleMinus, Clock, type LucideIcon } from "lucide-react";

/** Well: done or in force. Open: somebody or something is to go on. Bad: stopped. Over: nothing more comes of it. */
export type Tone = "good" | "open" | "bad" | "over";

const icons: Readonly<Record<Tone, LucideIcon>> = {
  good: CircleCheck,
  open: Clock,
  bad: CircleAlert,
  over: CircleMinus,
};

/** Whatever is in none of these lists is over. */
const tones: Readonly<Record<Exclude<Tone, "over">, readonly string[]>> = {
  good: [
    "MERGE",
    "ACTIVE",
    "PROCESSED",
    "REGISTERED",
    "ISSUED",
    "APPROVED",
    "CONFIRMED",
    "FINISHED",
    "ACCEPTED",
    "SUCCEEDED",
    "SHOWN",
  ],
  open: [
    "NEW",
    "POSTPONE",
    "ENQUEUED",
    "PROCESSING",
    "DECLARED",
    "CERTIFIED",
    "REQUESTED",
    "OPEN",
    "PROPOSED",
    "PENDING",
    "RUNNING",
    "OFFERED",
    "HELD",
    "ASSIGNED",
    "ANSWERED",
  ],
  bad: ["BLOCKED", "FAILED", "REJECTED", "DECLINED", "REFUSED"],
};

interface StatusProps {
  /** The status as the API names it. */
  readonly of: string;
  /** The word for it in the user's language. */
  readonly children: string;
}

/** Show a status. */
export function Status({ of, children }: StatusProps) {
  const tone = toneOf(of);
  const Icon = icons[tone];
  return (
    <span className={`status ${tone}`}>
      <Icon className="icon" aria-hidden="true" />
      {children}
    </span>
  );
}

/** Return what a status means. */
export function toneOf(status: string): Tone {
  const named = Object.keys(tones) as (keyof typeof tones)[];
  return named.find((tone) => tones[tone].includes(status)) ?? "over";
}
