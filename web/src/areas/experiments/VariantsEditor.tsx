import { ActionIcon, Button, Group, Input, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import type { RecordState } from "@/kit/form/useRecord";
import classes from "./experiments.module.css";
import { ShownFields } from "./ShownFields";
import { freshVariant, spread, sumOf, type Values, type VariantValues } from "./values";
import { useExperimentWords } from "./words";

interface VariantsEditorProps {
  record: RecordState<Values>;
  isFixed: boolean;
}

const MOST = 5;

/** The control, and what is tried against it. */
export function VariantsEditor({ record, isFixed }: VariantsEditorProps) {
  const t = useExperimentWords();
  const { values } = record;
  const { variants } = values;
  const change = (place: number, next: Partial<VariantValues>) =>
    record.set(
      "variants",
      variants.map((variant, at) => (at === place ? { ...variant, ...next } : variant)),
    );
  const add = () => record.set("variants", spread([...variants, freshVariant(variants.length, 0)]));
  const remove = (place: number) => record.set("variants", spread(variants.filter((_, at) => at !== place)));
  const { id, error } = record.field("variants");
  const sum = sumOf(variants);
  return (
    <Stack id={id} tabIndex={-1}>
      {variants.map((variant, place) => (
        <div key={variant.id ?? place} className={classes.variant}>
          <div className={classes.variantHead}>
            <TextInput
              label={place === 0 ? `${t("variantName")} (${t("control")})` : t("variantName")}
              value={variant.name}
              maxLength={120}
              disabled={isFixed}
              onChange={(event) => change(place, { name: event.currentTarget.value })}
            />
            <NumberInput
              label={t("share")}
              aria-label={`${t("share")}: ${variant.name}`}
              value={variant.share}
              min={1}
              max={99}
              decimalScale={2}
              suffix=" %"
              w={110}
              disabled={isFixed}
              onChange={(value) => typeof value === "number" && change(place, { share: value })}
            />
            {place > 1 && !isFixed ? (
              <ActionIcon
                variant="subtle"
                size={36}
                aria-label={t("removeVariant", { name: variant.name })}
                onClick={() => remove(place)}
              >
                <IconX size={16} />
              </ActionIcon>
            ) : null}
          </div>
          {place === 0 ? (
            <Text size="sm" c="dimmed">
              {t("controlShows")}
            </Text>
          ) : (
            <ShownFields
              values={values}
              variant={variant}
              isFixed={isFixed}
              change={(next) => change(place, next)}
            />
          )}
        </div>
      ))}
      {error ? <Input.Error>{error}</Input.Error> : null}
      {isFixed ? null : (
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={14} />}
            disabled={variants.length >= MOST}
            onClick={add}
          >
            {t("addVariant")}
          </Button>
          {sum === 100 ? null : (
            <Button variant="subtle" onClick={() => record.set("variants", spread(variants))}>
              {t("spread")}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}
