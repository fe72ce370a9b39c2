/** Brings what is typed into a form to the server: one save at a time, and again until it is there. */
import type { Environment } from "relay-runtime";
import { beforeSignOut } from "../api/drafts";
import { askAgain } from "../api/live";
import { Refusal } from "../api/refusal";
import { signedInUser } from "../api/session";
import type { Kind } from "./declaration-forms";
import { discard, type Kept, keep, keptOf, type Typed } from "./kept-draft";

/** So long after the last key it is sent. */
const REST_MS = 2000;
/** So long after the server was not reached it is tried again. */
const RETRY_MS = 10_000;

/** What became of the last save; `theirs` is what somebody else kept meanwhile under this key. */
export interface Saving {
  readonly kept: Kept | null;
  readonly isUnsent: boolean;
  readonly refusal: Refusal | null;
  readonly theirs: Kept | null;
}

interface Form {
  readonly environment: Environment;
  readonly kind: Kind;
  readonly formKey: string;
  /** What an earlier visit knows that the server has. */
  readonly kept: Kept | null;
  /** Called whenever the server has something newer of the form, also after the page was left. */
  readonly onKept: (kept: Kept, isAll: boolean) => void;
}

const savers = new Map<string, DraftSaver>();
const watchers = new Set<() => void>();
let changes = 0;

/** Return the saver of a form: it goes on while the page is left, and a form has one only. */
export function saverOf(form: Form): DraftSaver {
  const key = `${signedInUser()}:${form.formKey}`;
  const there = savers.get(key);
  if (there?.isOf(form.environment) === true) return there;
  there?.forget();
  const made = new DraftSaver(form);
  savers.set(key, made);
  return made;
}

/** Send all that is typed, and wait for it, for so long at most. */
async function keepAll(mostMs = 3000): Promise<void> {
  const all = [...savers.values()].map((saver) => saver.send());
  await Promise.race([Promise.all(all), new Promise((resolve) => setTimeout(resolve, mostMs))]);
}

/** Return the saver of a form that somebody types into, or has left; null where there is none. */
export function saverOfKey(formKey: string): DraftSaver | null {
  return savers.get(`${signedInUser()}:${formKey}`) ?? null;
}

/** Return how often a draft has come or gone. */
export function draftChanges(): number {
  return changes;
}

/** Have the lists asked anew: a draft has come or gone. */
export function noteChange(): void {
  changes += 1;
  askAgain();
  callWatchers();
}

function callWatchers(): void {
  for (const watcher of watchers) watcher();
}

/** Call a listener whenever a draft has come or gone; return the function that stops it. */
export function watchSavers(listener: () => void): () => void {
  watchers.add(listener);
  return () => watchers.delete(listener);
}

beforeSignOut(keepAll);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") void keepAll();
});
addEventListener("online", () => void keepAll());

export class DraftSaver {
  private readonly user = signedInUser();
  private typed: Typed | null = null;
  /** What was sent and not answered: the server may have it or not. */
  private readonly unanswered = new Set<string>();
  private sending: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isEnded = false;
  private readonly listeners = new Set<() => void>();
  private state: Saving;

  constructor(private readonly form: Form) {
    this.state = { kept: form.kept, isUnsent: false, refusal: null, theirs: null };
  }

  /** Whether the draft was declared or discarded, or nobody has to do with the form any more. */
  get isOver(): boolean {
    return this.isEnded;
  }

  isOf(environment: Environment): boolean {
    return this.form.environment === environment && !this.isEnded;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly saving = (): Saving => this.state;

  /** Take what the form holds now; it is sent once nobody types for a moment. */
  type(typed: Typed): void {
    this.typed = typed;
    const isUnsent = typed.content !== this.state.kept?.content;
    if (isUnsent !== this.state.isUnsent) this.set({ isUnsent });
    if (isUnsent) this.sendIn(REST_MS);
  }

  /** Take what the server has, where nothing is typed that it has not. */
  see(kept: Kept): void {
    if (!this.state.isUnsent) this.set({ kept });
  }

  /** Send it now; resolves when it is kept, or was refused. */
  send(): Promise<void> {
    clearTimeout(this.timer);
    this.sending ??= this.sendAll().finally(() => {
      this.sending = null;
    });
    return this.sending;
  }

  /** Keep what is typed here in place of what somebody else has kept. */
  keepMine(): void {
    const { theirs } = this.state;
    this.set({ kept: theirs, theirs: null, refusal: null });
    void this.send();
  }

  /** Go on with what somebody else has kept; what is typed here is given up. */
  takeTheirs(): Kept | null {
    const { theirs } = this.state;
    this.typed = null;
    this.set({ kept: theirs, theirs: null, refusal: null, isUnsent: false });
    return theirs;
  }

  /** Delete the draft: it was declared, or shall not be. What is under way is waited for. */
  async end(): Promise<void> {
    this.isEnded = true;
    clearTimeout(this.timer);
    await this.sending;
    const { kept } = this.state;
    for (let left = 3; kept !== null && left > 0; left--) {
      try {
        await discard(this.form.environment, kept.id);
        break;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, REST_MS));
      }
    }
    this.forget();
  }

  /** Have nothing more to do with the form: what the server has of it stays there. */
  forget(): void {
    this.isEnded = true;
    clearTimeout(this.timer);
    const key = `${this.user}:${this.form.formKey}`;
    if (savers.get(key) === this) savers.delete(key);
    if (this.state.kept !== null) noteChange();
  }

  private sendIn(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), milliseconds);
  }

  private async sendAll(): Promise<void> {
    while (this.hasWork() && this.typed !== null) {
      const { typed } = this;
      try {
        this.unanswered.add(typed.content);
        const { kind, formKey, environment } = this.form;
        const version = this.state.kept?.version ?? 0;
        this.hasKept(await keep(environment, { kind, formKey, version, ...typed }));
      } catch (error) {
        if (!(await this.isMended(error))) return;
      }
    }
  }

  private hasWork(): boolean {
    const { kept, theirs } = this.state;
    const isMine = !this.isEnded && signedInUser() === this.user && theirs === null;
    return isMine && this.typed !== null && this.typed.content !== kept?.content;
  }

  private hasKept(kept: Kept): void {
    const isNew = this.state.kept === null;
    this.unanswered.clear();
    const isAll = this.typed === null || this.typed.content === kept.content;
    this.set({ kept, isUnsent: !isAll, refusal: null });
    this.form.onKept(kept, isAll);
    if (isNew) noteChange();
    else if (isAll) callWatchers();
  }

  /** Return whether to go on at once after an error. */
  private async isMended(error: unknown): Promise<boolean> {
    const refusal = error instanceof Refusal ? error : new Refusal({ message: String(error) });
    const isLost = ["UNREACHABLE", "UNAVAILABLE", "INTERNAL", "UNAUTHENTICATED"].includes(
      refusal.code,
    );
    if (refusal.message === "Draft not found" && this.state.kept !== null) {
      // It was discarded elsewhere, and somebody types on here: it is a new one.
      this.set({ kept: null });
      return true;
    }
    if (refusal.message === "Draft has changed since it was read") return this.isOwnSave(refusal);
    this.set({ refusal });
    if (isLost && !this.isEnded) this.sendIn(RETRY_MS);
    return false;
  }

  /** Return whether what was kept meanwhile is a save of this form whose answer was lost. */
  private async isOwnSave(refusal: Refusal): Promise<boolean> {
    let theirs: Kept | null;
    try {
      theirs = await keptOf(this.form.environment, this.form.formKey);
    } catch {
      this.sendIn(RETRY_MS);
      return false;
    }
    if (theirs === null || this.unanswered.has(theirs.content)) {
      this.set({ kept: theirs });
      return true;
    }
    this.set({ theirs, refusal });
    return false;
  }

  private set(changes: Partial<Saving>): void {
    this.state = { ...this.state, ...changes };
    for (const listener of this.listeners) listener();
  }
}
