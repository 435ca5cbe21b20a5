/** The options of a product: a name and its values, typed one after the other; together they make the variants. */
import { ActionIcon, Autocomplete, Button, Group, Stack, TagsInput, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { countOf, MOST_OPTIONS, MOST_VARIANTS, type OptionOf } from "../sheet/rows";
import { useProductWords } from "../words";
import classes from "./editor.module.css";

interface OptionsEditorProps {
  options: readonly OptionOf[];
  change: (next: OptionOf[]) => void;
}

export function OptionsEditor({ options, change }: OptionsEditorProps) {
  const t = useProductWords();
  const count = countOf(options);
  const usual = [t("size"), t("colour"), t("material"), t("pack")];
  const put = (place: number, part: Partial<OptionOf>) =>
    change(options.map((option, at) => (at === place ? { ...option, ...part } : option)));
  return (
    <Stack gap="sm">
      {options.map((option, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an option is its place; its name is being typed
        <Group key={place} gap="sm" align="end" wrap="wrap" className={classes.option}>
          <Autocomplete
            label={t("optionName")}
            placeholder={usual[place] ?? ""}
            value={option.name}
            data={usual.filter((name) => options.every((other) => other.name !== name))}
            maxLength={60}
            w={170}
            onChange={(name) => put(place, { name })}
          />
          <TagsInput
            label={t("optionValues")}
            placeholder={option.values.length === 0 ? t("optionValuesExample") : ""}
            value={option.values}
            splitChars={[",", ";", "\t", "\n"]}
            maxLength={100}
            flex={1}
            miw={200}
            acceptValueOnBlur
            onChange={(values) => put(place, { values: values.map((value) => value.trim()) })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size={32}
            aria-label={t("removeOption", { name: option.name || String(place + 1) })}
            onClick={() => change(options.filter((_, at) => at !== place))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="md">
        {options.length < MOST_OPTIONS ? (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconPlus size={14} />}
            onClick={() => change([...options, { name: "", values: [] }])}
          >
            {options.length === 0 ? t("addOptions") : t("addOption")}
          </Button>
        ) : null}
        {options.length > 0 ? (
          <Text
            size="sm"
            c={count > MOST_VARIANTS ? "red" : "dimmed"}
            role={count > MOST_VARIANTS ? "alert" : undefined}
          >
            {count > MOST_VARIANTS
              ? t("tooManyVariants", { count, most: MOST_VARIANTS })
              : t("variants", { count })}
          </Text>
        ) : (
          <Text size="sm" c="dimmed">
            {t("optionsHelp")}
          </Text>
        )}
      </Group>
    </Stack>
  );
}
