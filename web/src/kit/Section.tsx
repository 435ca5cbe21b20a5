import { Card, type CardProps, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Section.module.css";

interface SectionProps {
  title?: ReactNode;
  about?: ReactNode;
  /** Quiet acts of this section, right of its title. */
  acts?: ReactNode;
  /** Content up to the border, for tables and lists. */
  flush?: boolean;
  /** Level of the title; 2 unless inside another section. */
  level?: 2 | 3;
  id?: string;
  children: ReactNode;
  padding?: CardProps["padding"];
}

/** A card with a title: one thing of the page. */
export function Section({
  title,
  about,
  acts,
  flush = false,
  level = 2,
  id,
  children,
  padding = "md",
}: SectionProps) {
  return (
    <Card component="section" padding={0} id={id} className={classes.section}>
      {title || acts ? (
        <div className={classes.head}>
          <div className={classes.titles}>
            {title ? (
              <Title order={level} size="h3">
                {title}
              </Title>
            ) : null}
            {about ? <div className={classes.about}>{about}</div> : null}
          </div>
          {acts ? <div className={classes.acts}>{acts}</div> : null}
        </div>
      ) : null}
      <Card
        padding={flush ? 0 : padding}
        withBorder={false}
        radius={0}
        className={classes.body}
        data-headed={Boolean(title)}
      >
        {children}
      </Card>
    </Card>
  );
}

/** Two columns that become one: the work on the left, what is known on the right. */
export function Columns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className={classes.columns}>
      <div className={classes.stack}>{main}</div>
      <div className={classes.stack}>{side}</div>
    </div>
  );
}

/** Sections below each other. */
export function Sections({ children }: { children: ReactNode }) {
  return <div className={classes.stack}>{children}</div>;
}
