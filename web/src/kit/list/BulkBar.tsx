import { Button, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useKitWords } from "../words";
import classes from "./list.module.css";
import type { Choice } from "./types";

/** How many are ticked, what can be done with them, and how to let go. */
export function BulkBar<T>({ choice, children }: { choice: Choice<T>; children: ReactNode }) {
  const t = useKitWords();
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("chosen", { count: choice.rows.length })}>
      <Text size="sm" fw={600} aria-live="polite">
        {t("chosen", { count: choice.rows.length })}
      </Text>
      {children}
      <Button variant="subtle" color="gray" onClick={choice.clear}>
        {t("clearChoice")}
      </Button>
    </div>
  );
}
