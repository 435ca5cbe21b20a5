import { Alert, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { PlanPreview } from "@/api/generated/types.gen";
import { wordOf } from "@/app/words";
import classes from "./plan.module.css";
import { usePlanWords } from "./words";

/** What a change of plan would break, in lists; or that nothing would. */
export function Breaking({ preview }: { preview: PlanPreview }) {
  const t = usePlanWords();
  const asSaid = (value: unknown) =>
    value === null || value === undefined ? t("asEverybody") : JSON.stringify(value);
  return (
    <Stack gap="sm">
      {preview.is_clean ? (
        <Alert color="teal" variant="light" icon={<IconCheck size={18} />}>
          {t("nothingBreaks")}
        </Alert>
      ) : (
        <Alert color="yellow" variant="light" icon={<IconAlertTriangle size={18} />}>
          {t("deletesNothing")}
        </Alert>
      )}
      <List title={t("overTitle")}>
        {preview.over.map((over) =>
          t("over", {
            limit: wordOf(t, "limit", over.limit),
            used: String(over.used),
            most: String(over.most),
            by: String(over.by),
          }),
        )}
      </List>
      <List title={t("losesTitle")}>
        {preview.loses.map((one) => {
          const feature = wordOf(t, "feature", one.name);
          if (one.in_use === null) return t("losesUnknown", { feature });
          return one.in_use === 0
            ? t("losesUnused", { feature })
            : t("losesUsed", { feature, count: one.in_use });
        })}
      </List>
      <List title={t("gainsTitle")}>{preview.gains.map((name) => wordOf(t, "feature", name))}</List>
      <List title={t("policiesTitle")}>
        {preview.policies.map((moved) =>
          t("policyMoved", {
            policy: wordOf(t, "policy", moved.name),
            before: asSaid(moved.before),
            after: asSaid(moved.after),
          }),
        )}
      </List>
    </Stack>
  );
}

function List({ title, children }: { title: string; children: readonly string[] }) {
  if (children.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {title}
      </Text>
      <ul className={classes.lines}>
        {children.map((line) => (
          <li key={line}>
            <Text size="sm" component="span">
              {line}
            </Text>
          </li>
        ))}
      </ul>
    </div>
  );
}
