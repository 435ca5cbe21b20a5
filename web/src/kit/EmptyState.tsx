import type { ReactNode } from "react";
import { Lonely } from "./Lonely";

interface EmptyStateProps {
  /** What will stand here. */
  title: string;
  /** What it is for, with an example. */
  text: ReactNode;
  icon?: ReactNode;
  /** The one act that begins it. */
  action?: ReactNode;
}

/** Nothing there yet: what this is for, an example, and the one thing to do. */
export function EmptyState({ title, text, icon, action }: EmptyStateProps) {
  return (
    <Lonely title={title} text={text} picture={icon}>
      {action}
    </Lonely>
  );
}
