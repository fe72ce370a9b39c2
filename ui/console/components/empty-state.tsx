/** What stands where there is nothing to show: a drawing, a sentence, and what to do about it. */
import { Inbox, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  readonly icon?: LucideIcon;
  /** Why there is nothing. */
  readonly text: string;
  /** What to do: links or buttons. */
  readonly children?: ReactNode;
}

/** Say that there is nothing. */
export function EmptyState({ icon: Icon = Inbox, text, children }: EmptyStateProps) {
  return (
    <div className="empty">
      <Icon className="icon" aria-hidden="true" />
      <p>{text}</p>
      {children !== undefined && <div className="actions">{children}</div>}
    </div>
  );
}
