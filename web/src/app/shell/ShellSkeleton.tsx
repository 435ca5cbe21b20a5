import classes from "./Shell.module.css";

/** The frame before it is known who looks at it: the same places, empty, so that nothing jumps. */
export function ShellSkeleton() {
  return (
    <div className={classes.frame} aria-busy="true">
      <div className={classes.side} />
      <div className={classes.main}>
        <div className={classes.top} />
      </div>
    </div>
  );
}
