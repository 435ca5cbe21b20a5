import { Button, Group, NumberInput, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { controlGetTenantFeatures, controlSetValue } from "@/api/generated/sdk.gen";
import type { OwnValue } from "@/api/generated/types.gen";
import { useWrite } from "@/api/query";
import { tell, tellProblem } from "@/app/messages";
import { Section } from "../Section";
import { useFlagWords } from "./words";

interface TenantValuesProps {
  tenant: string;
  values: readonly OwnValue[];
  mayWrite: boolean;
}

/** The flags with a value: the installation's, and in place of it one of this merchant's own. */
export function TenantValues({ tenant, values, mayWrite }: TenantValuesProps) {
  const t = useFlagWords();
  return (
    <Section title={t("values")}>
      <Stack gap="lg">
        {values.map((each) => (
          <Value
            key={`${each.name}${each.value}${each.why}`}
            tenant={tenant}
            row={each}
            mayWrite={mayWrite}
          />
        ))}
      </Stack>
    </Section>
  );
}

function Value({ tenant, row, mayWrite }: { tenant: string; row: OwnValue; mayWrite: boolean }) {
  const t = useFlagWords();
  const [typed, setTyped] = useState<string | number>(row.value);
  const change = useWrite(controlSetValue, {
    changes: [controlGetTenantFeatures],
    done: () => tell(t("switched")),
    failed: tellProblem,
  });
  const put = (value: string | number | null) =>
    change.mutate({ tenant, path: { variable: row.name }, body: { value, note: "" } });
  const label = t.has(row.name) ? t(row.name as "search_provider") : row.name;
  return (
    <Group align="flex-end" gap="sm">
      {row.kind === "string" ? (
        <Select
          label={label}
          data={row.choices}
          value={String(typed)}
          allowDeselect={false}
          disabled={!mayWrite}
          onChange={(value) => value && setTyped(value)}
        />
      ) : (
        <NumberInput
          label={label}
          value={typed}
          min={row.least}
          max={row.most}
          allowDecimal={false}
          disabled={!mayWrite}
          onChange={setTyped}
        />
      )}
      <Button
        variant="default"
        disabled={!mayWrite || typed === row.value || typed === ""}
        loading={change.isPending}
        onClick={() => put(typed)}
      >
        {t("set")}
      </Button>
      {row.why === "company" ? (
        <Button variant="subtle" disabled={!mayWrite} onClick={() => put(null)}>
          {t("reset")}
        </Button>
      ) : null}
      <Text size="sm" c="dimmed" pb={8}>
        {t(`value_${row.why}`)}
      </Text>
    </Group>
  );
}
