import type { ReactNode } from "react";
import classes from "./health.module.css";

/** A table that may be wider than the screen: it scrolls by itself, by keys too. */
export function Wide({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls is reached by keys
    <section className={classes.wide} tabIndex={0} aria-label={label}>
      {children}
    </section>
  );
}
