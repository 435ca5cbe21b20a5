import { Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Lonely.module.css";

interface LonelyProps {
  title: string;
  text?: ReactNode;
  /** A drawing or an icon above. */
  picture?: ReactNode;
  /** What one can do. */
  children?: ReactNode;
  level?: 1 | 2 | 3;
}

/** A few words in the middle of nothing: the shape of empty, missing, forbidden and failed. */
export function Lonely({ title, text, picture, children, level = 2 }: LonelyProps) {
  return (
    <Stack align="center" gap={4} className={classes.lonely}>
      {picture ? <div className={classes.picture}>{picture}</div> : null}
      <Title order={level} size="h2" ta="center">
        {title}
      </Title>
      {text ? (
        <Text c="dimmed" ta="center" component="div" className={classes.text}>
          {text}
        </Text>
      ) : null}
      {children ? <div className={classes.acts}>{children}</div> : null}
    </Stack>
  );
}
