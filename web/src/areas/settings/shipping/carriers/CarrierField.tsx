import { PasswordInput, Select, TextInput } from "@mantine/core";
import type { CarrierProvider, CarrierField as Described } from "@/api/generated/types.gen";
import type { FieldProps } from "@/kit/form/useRecord";
import { type FormWords, useCarrierWords, useFormWords } from "./words";

interface CarrierFieldProps {
  provider: string;
  field: Described;
  /** A secret of this name lies with us. */
  isStored: boolean;
  input: FieldProps;
}

/** One field of an account's form, as its provider describes it. */
export function CarrierField({ provider, field, isStored, input }: CarrierFieldProps) {
  const t = useCarrierWords();
  const f = useFormWords();
  const { label: _, ...given } = input;
  const isRequired = field.is_required ?? true;
  const said = labelOf(f, provider, field);
  const choices = Object.entries(field.choices ?? {});
  const props = {
    ...given,
    label: isRequired ? said : t("optional", { label: said }),
    description: spoken(f, `help.${provider}.${field.name}`, field.help ?? "") || undefined,
    required: isRequired && !isStored,
    withAsterisk: false,
  };
  if (choices.length > 0)
    return (
      <Select
        {...props}
        value={props.value || null}
        onChange={(chosen: string | null) => props.onChange(chosen ?? "")}
        data={choices.map(([value, name]) => ({
          value,
          label: spoken(f, `choice.${provider}.${value}`, name),
        }))}
        searchable={choices.length > 8}
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
export function labelOf(f: FormWords, provider: string, field: Described): string {
  return spoken(f, `label.${provider}.${field.name}`, field.label);
}

/** Pure: what a provider is called. */
export function nameOf(f: FormWords, provider: CarrierProvider): string {
  return spoken(f, `name.${provider.code}`, provider.name);
}

/** Pure: what a provider is for. */
export function aboutOf(f: FormWords, provider: CarrierProvider): string {
  return spoken(f, `about.${provider.code}`, provider.about);
}

function spoken(f: FormWords, key: string, otherwise: string): string {
  return f.has(key) ? f(key) : otherwise;
}
