import type { ReactNode } from "react";
import classes from "./health.module.css";

export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

/** A number with its name; `more` in small below it. */
export function Fact({ name, children, more }: { name: string; children: ReactNode; more?: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {children}
        {more ? <small>{more}</small> : null}
      </dd>
    </div>
  );
}
