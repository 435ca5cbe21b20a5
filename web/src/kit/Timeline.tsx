import { Timeline as MantineTimeline, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Tone } from "./StatusBadge";
import classes from "./Timeline.module.css";
import { When } from "./When";

export interface Happening {
  id: string;
  at: string;
  title: ReactNode;
  /** Who did it. */
  who?: string | null;
  body?: ReactNode;
  icon?: ReactNode;
  tone?: Tone;
}

/** What happened, the latest first: `<Timeline happenings={order.history} />`. */
export function Timeline({ happenings }: { happenings: readonly Happening[] }) {
  return (
    <MantineTimeline bulletSize={24} lineWidth={1} className={classes.timeline}>
      {happenings.map((one) => (
        <MantineTimeline.Item
          key={one.id}
          bullet={
            <span className={classes.bullet} data-tone={one.tone ?? "quiet"}>
              {one.icon ?? null}
            </span>
          }
          title={one.title}
        >
          <Text size="xs" c="dimmed">
            <When at={one.at} />
            {one.who ? ` · ${one.who}` : null}
          </Text>
          {one.body ? <div className={classes.body}>{one.body}</div> : null}
        </MantineTimeline.Item>
      ))}
    </MantineTimeline>
  );
}
