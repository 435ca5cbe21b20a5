import { PasswordInput, Select, TextInput } from "@mantine/core";
import type { Field } from "@/api/generated/types.gen";
import type { FieldProps } from "@/kit/form/useRecord";
import { type ProviderWords, useConnectionWords, useProviderWords } from "./words";

interface ProviderFieldProps {
  provider: string;
  field: Field;
  /** A secret of this name lies with us. */
  isStored: boolean;
  disabled: boolean;
  input: FieldProps;
}

/** One field of an account's form, as its provider describes it. */
export function ProviderField({ provider, field, isStored, disabled, input }: ProviderFieldProps) {
  const t = useConnectionWords();
  const p = useProviderWords();
  const { label: _, ...given } = input;
  const isRequired = field.is_required ?? true;
  const said = labelOf(p, provider, field);
  const props = {
    ...given,
    disabled,
    label: isRequired ? said : t("optional", { label: said }),
    description: spoken(p, `help.${provider}.${field.name}`, field.help ?? "") || undefined,
    required: isRequired && !isStored,
    withAsterisk: false,
  };
  if (field.choices && field.choices.length > 0)
    return (
      <Select
        {...props}
        value={props.value || null}
        onChange={(chosen: string | null) => props.onChange(chosen ?? "")}
        data={field.choices.map((value) => ({
          value,
          label: spoken(p, `choice.${provider}.${value}`, value),
        }))}
        searchable={field.choices.length > 8}
        clearable={!isRequired}
        allowDeselect={false}
      />
    );
  if (field.is_secret)
    return (
      <PasswordInput
        {...props}
        autoComplete="new-password"
        spellCheck={false}
        placeholder={isStored ? t("stored") : undefined}
      />
    );
  return <TextInput {...props} autoComplete="off" spellCheck={false} />;
}

/** Pure: what a field is called in the reader's language. */
export function labelOf(p: ProviderWords, provider: string, field: Field): string {
  return spoken(p, `label.${provider}.${field.name}`, field.label);
}

function spoken(p: ProviderWords, key: string, otherwise: string): string {
  return p.has(key) ? p(key) : otherwise;
}
