import { Badge } from "@mantine/core";
import classes from "./StatusBadge.module.css";

/** What a state means for the reader: done, waiting for somebody, wrong, under way, of no matter. */
export type Tone = "good" | "warn" | "bad" | "info" | "quiet";

/** A state in words and colour; the dot repeats it for those who don't see colours: full when done, a ring when not. */
export function StatusBadge({ tone, children }: { tone: Tone; children: string }) {
  return (
    <Badge
      className={classes.badge}
      data-tone={tone}
      leftSection={<span className={classes.dot} aria-hidden />}
    >
      {children}
    </Badge>
  );
}
