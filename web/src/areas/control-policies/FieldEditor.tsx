import { ActionIcon, Button, Group, NumberInput, Stack, Switch, TagsInput, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { MoneyInput } from "@/kit/form/MoneyInput";
import { amounts, boundsOf, isOpen, kindOf, strings, usualOf } from "./values";
import { useControlPolicyWords } from "./words";

interface FieldEditorProps {
  policy: string;
  field: string;
  title: string;
  value: unknown;
  disabled: boolean;
  complaint: string | undefined;
  onChange: (value: unknown) => void;
}

/** One field of a decision, typed as what it is. */
export function FieldEditor(props: FieldEditorProps) {
  const t = useControlPolicyWords();
  const { policy, field, title, value, disabled, complaint, onChange } = props;
  switch (kindOf(field)) {
    case "flag":
      return (
        <Switch
          label={value === true ? t("yes") : t("no")}
          aria-label={title}
          checked={value === true}
          disabled={disabled}
          error={complaint}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case "codes": {
      const codes = strings(value);
      return (
        <Stack gap={8}>
          <Switch
            label={t("everything")}
            checked={codes === null}
            disabled={disabled}
            onChange={(event) => onChange(event.currentTarget.checked ? null : usualOf(policy, field))}
          />
          {codes === null ? null : (
            <TagsInput
              aria-label={title}
              description={t("codes")}
              data={usualOf(policy, field)}
              value={codes}
              disabled={disabled}
              error={complaint}
              onChange={onChange}
            />
          )}
        </Stack>
      );
    }
    case "amounts":
      return <AmountsEditor {...props} />;
    default: {
      const [least, most] = boundsOf(field);
      return (
        <Group gap={16} align="end">
          {isOpen(field) ? (
            <Switch
              label={t("open")}
              checked={value === null}
              disabled={disabled}
              onChange={(event) => onChange(event.currentTarget.checked ? null : least)}
            />
          ) : null}
          {value === null ? null : (
            <NumberInput
              aria-label={title}
              min={least}
              max={most}
              allowDecimal={false}
              value={typeof value === "number" ? value : ""}
              disabled={disabled}
              error={complaint}
              w={160}
              onChange={(typed) => onChange(typeof typed === "number" ? typed : undefined)}
            />
          )}
        </Group>
      );
    }
  }
}

function AmountsEditor({ title, value, disabled, complaint, onChange }: FieldEditorProps) {
  const t = useControlPolicyWords();
  const [currency, setCurrency] = useState("");
  const known = amounts(value);
  const code = currency.trim().toUpperCase();
  const isNew = /^[A-Z]{3}$/.test(code) && !(code in known);
  return (
    <Stack gap={8}>
      {Object.entries(known).map(([each, minor]) => (
        <Group key={each} gap={8} wrap="nowrap" align="end">
          <MoneyInput
            aria-label={`${title}, ${each}`}
            currency={each}
            value={minor}
            disabled={disabled}
            onChange={(typed) => onChange({ ...known, [each]: typed ?? 1 })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            disabled={disabled}
            aria-label={t("removeAmount", { currency: each })}
            onClick={() =>
              onChange(Object.fromEntries(Object.entries(known).filter(([one]) => one !== each)))
            }
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group gap={8} align="end">
        <TextInput
          aria-label={t("currency")}
          placeholder="EUR"
          maxLength={3}
          w={90}
          value={currency}
          disabled={disabled}
          error={complaint}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
        <Button
          variant="default"
          disabled={disabled || !isNew}
          onClick={() => {
            onChange({ ...known, [code]: 100_000 });
            setCurrency("");
          }}
        >
          {t("addAmount")}
        </Button>
      </Group>
    </Stack>
  );
}
