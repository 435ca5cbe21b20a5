import { useMemo } from "react";
import type { Entry, Navigation as Line } from "../area";
import { areas } from "../areas";
import { PlainLink, splitTarget, usePath } from "../here";
import { isThere, useMe } from "../may";
import { useLabel } from "../words";
import { useShellWords } from "../words.shell";
import classes from "./Navigation.module.css";

/** The way through the console, by job; what the person may not see is not there. */
export function Navigation() {
  const t = useShellWords();
  const me = useMe();
  const lines = useMemo(
    () =>
      areas
        .flatMap((area) => area.navigation ?? [])
        .filter((line) => isThere(me, line))
        .sort((one, other) => one.place - other.place),
    [me],
  );
  const main = lines.filter((line) => line.side !== "foot");
  const foot = lines.filter((line) => line.side === "foot");
  return (
    <nav className={classes.navigation} aria-label={t("navigation")}>
      <PlainLink to="/" className={classes.company}>
        <span className={classes.sign} aria-hidden>
          {me.company.name.slice(0, 1).toUpperCase()}
        </span>
        <span className={classes.name}>{me.company.name}</span>
      </PlainLink>
      <ul className={classes.lines}>
        {main.map((line) => (
          <NavigationLine key={line.to} line={line} />
        ))}
      </ul>
      <ul className={classes.lines}>
        {foot.map((line) => (
          <NavigationLine key={line.to} line={line} />
        ))}
      </ul>
    </nav>
  );
}

function NavigationLine({ line }: { line: Line }) {
  const me = useMe();
  const label = useLabel();
  const here = usePath();
  const children = (line.children ?? []).filter((child) => isThere(me, child));
  const isChild = children.some((child) => isAt(here, child));
  const isInside = isAt(here, line) || isChild;
  return (
    <li>
      <PlainLink
        to={line.to}
        className={classes.line}
        data-active={isInside && !isChild}
        aria-current={isInside && !isChild ? "page" : undefined}
      >
        <line.icon size={18} stroke={1.75} />
        <span>{label(line.label)}</span>
      </PlainLink>
      {isInside && children.length > 0 ? (
        <ul className={classes.children}>
          {children.map((child) => (
            <li key={child.to}>
              <PlainLink
                to={child.to}
                className={classes.child}
                data-active={isAt(here, child)}
                aria-current={isAt(here, child) ? "page" : undefined}
              >
                {label(child.label)}
              </PlainLink>
            </li>
          ))}
        </ul>
      ) : null}
    </li>
  );
}

/** Whether the address is this line's or below it. */
function isAt(here: string, entry: Entry): boolean {
  const { path } = splitTarget(entry.to);
  return path === "/" ? here === "/" : here === path || here.startsWith(`${path}/`);
}
