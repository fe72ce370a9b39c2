/** The icons of common acts, each beside its word. */
import { Copy, FilePlus, type LucideIcon, Plus, Printer, RotateCw, Search } from "lucide-react";

const icons = {
  add: Plus,
  copy: Copy,
  declare: FilePlus,
  print: Printer,
  retry: RotateCw,
  search: Search,
} satisfies Record<string, LucideIcon>;

/** Draw the icon of an act; screen readers are told its word alone. */
export function ActIcon({ of }: { of: keyof typeof icons }) {
  const Icon = icons[of];
  return <Icon className="icon" aria-hidden="true" />;
}
